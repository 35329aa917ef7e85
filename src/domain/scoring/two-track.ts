import { applicableIndicators } from '../assessment/progress.ts'
import { inherentId } from '../instrument/figure-ids.ts'
import { dimensionOf } from '../instrument/find.ts'
import type { Dimension, Indicator, TwoTrackParameters } from '../instrument/instrument.ts'
import { bandIndex, bandName } from './bands.ts'
import { scoreBlock, type Block } from './block.ts'
import { addTallies, confidenceOf, emptyTally, evidenceShareOf, tally, type Tally } from './confidence.ts'
import { scoreDeficits } from './deficits.ts'
import { explain, named, type Explanation, type FigurePart } from './explanation.ts'
import { coverageShare, type Figure, type Reason } from './figure.ts'
import type { ScoringInput } from './input.ts'
import {
  byReading,
  exposureLevel,
  readCapacities,
  responseKind,
  shareOfScale,
  type Capacity,
  type Reading,
} from './levels.ts'

type Trees = Readonly<Record<Reading, Explanation | null>>

/**
 * Residual risk and readiness, never merged.
 *
 * Risk of a domain: likelihood softened by its own controls times impact softened by the shared response block, as
 * `100 sqrt(x (1 - kP) i (1 - kR))`. Tracks are power means over dimensions: the worst domain pulls risk up (p = 3), the
 * weakest dimension pulls readiness down (p = 1/2). Source: instrument design, sections 4 to 6 and 17 (tests 4 to 6).
 */
export function scoreTwoTrack(input: ScoringInput, parameters: TwoTrackParameters): Figure[] {
  const { instrument } = input
  const capacities = readCapacities(input, parameters)
  const inTrack = (track: string) => instrument.dimensions.filter((dimension) => dimension.track === track)
  const responseBlock = scoreBlock(
    input,
    dimensionOf(instrument, parameters.responseDimension),
    capacities,
    parameters,
  )
  const domains = inTrack(parameters.riskTrack)
    .filter((dimension) => dimension.id !== parameters.responseDimension)
    .map((dimension) => scoreDomain(input, dimension, capacities, responseBlock, parameters))
  const readiness = inTrack(parameters.readinessTrack).map((dimension) =>
    scoreReadiness(input, dimension, capacities, parameters),
  )
  const response = responseFigure(responseBlock, parameters)
  const risk = riskTrack(domains, response, parameters)
  return [
    risk.residual,
    risk.inherent,
    readinessTrack(readiness, parameters),
    ...domains.flatMap((domain) => [domain.residual.figure, domain.inherent.figure]),
    response.figure,
    ...readiness.map((dimension) => dimension.figure),
    ...scoreDeficits(capacities, parameters),
  ]
}

/** A dimension's figure with what its track needs of it. */
interface Scored {
  readonly figure: Figure
  readonly trees: Trees
  readonly tally: Tally
  readonly weight: number
}

interface Domain {
  readonly residual: Scored
  readonly inherent: Scored
}

function scoreDomain(
  input: ScoringInput,
  dimension: Dimension,
  capacities: readonly Capacity[],
  response: Block,
  parameters: TwoTrackParameters,
): Domain {
  const controls = scoreBlock(input, dimension, capacities, parameters)
  const exposures = applicableIndicators(input.instrument, input.assessment).filter(
    (one) => one.dimension === dimension.id && (one.kind === 'likelihood' || one.kind === 'impact'),
  )
  const exposure = (kind: 'likelihood' | 'impact', reading: Reading) => {
    const indicator = exposures.find((one) => one.kind === kind)
    if (!indicator) throw new RangeError(`dimension ${dimension.id} asks no ${kind}`)
    const level = exposureLevel(input, indicator, dimension, reading, parameters)
    return level && named(shareOfScale(input, indicator, level), { part: kind, of: dimension.id })
  }
  const inherent = byReading((reading) => {
    const x = exposure('likelihood', reading)
    const i = exposure('impact', reading)
    return x && i && hundred({ op: 'both', parts: [x, i] }, { part: 'score', of: inherentId(dimension.id) })
  })
  const residual = byReading((reading) => {
    const x = exposure('likelihood', reading)
    const i = exposure('impact', reading)
    // Fewer controls, more risk: the worst risk is the one with the worst controls.
    const prevention = controls.shares[reading]
    const relief = response.shares[reading]
    if (!x || !i || !prevention || !relief) return null
    const strength = parameters.controlStrength
    const control = named(prevention, { part: 'control', of: dimension.id })
    const likelihood = explain(
      { op: 'remaining', exposure: x, control, strength },
      { part: 'likelihood-left', of: dimension.id },
    )
    const softening = named(relief, { part: 'response', of: response.dimension })
    const impact = explain(
      { op: 'remaining', exposure: i, control: softening, strength },
      { part: 'impact-left', of: dimension.id },
    )
    return hundred({ op: 'both', parts: [likelihood, impact] }, { part: 'score', of: dimension.id })
  })
  const exposureReasons = openExposure(input, exposures)
  const counts = exposures.reduce((sum, one) => addTallies(sum, tally(input, one, false)), controls.tally)
  const reasons = [
    ...exposureReasons,
    ...controls.reasons,
    ...(response.reasons.length > 0 ? [{ code: 'response-not-scored' } as const] : []),
  ]
  return {
    residual: dimensionFigure('dimension', dimension, 'high-is-bad', residual, counts, reasons, parameters),
    inherent: dimensionFigure(
      'inherent-dimension',
      { ...dimension, id: inherentId(dimension.id) },
      'high-is-bad',
      inherent,
      counts,
      exposureReasons,
      parameters,
    ),
  }
}

function openExposure(input: ScoringInput, exposures: readonly Indicator[]): Reason[] {
  const open = exposures.filter((one) => !['level', 'dont-know'].includes(responseKind(input, one)))
  return open.length > 0 ? [{ code: 'exposure-open', indicators: open.map((one) => one.id) }] : []
}

function scoreReadiness(
  input: ScoringInput,
  dimension: Dimension,
  capacities: readonly Capacity[],
  parameters: TwoTrackParameters,
): Scored {
  const block = scoreBlock(input, dimension, capacities, parameters)
  const trees = byReading((reading) => {
    const share = block.shares[reading]
    return share && hundredOf(share, { part: 'score', of: dimension.id })
  })
  return dimensionFigure(
    'dimension',
    dimension,
    'high-is-good',
    trees,
    block.tally,
    block.reasons,
    parameters,
  )
}

function responseFigure(block: Block, parameters: TwoTrackParameters): Scored {
  const dimension = { id: block.dimension, track: parameters.riskTrack, weight: 1 }
  const trees = byReading((reading) => {
    const share = block.shares[reading]
    return share && hundredOf(share, { part: 'score', of: block.dimension })
  })
  return dimensionFigure('response', dimension, 'high-is-good', trees, block.tally, block.reasons, parameters)
}

function dimensionFigure(
  role: 'dimension' | 'inherent-dimension' | 'response',
  dimension: Pick<Dimension, 'id' | 'track' | 'weight'>,
  polarity: Figure['polarity'],
  trees: Trees,
  counts: Tally,
  reasons: readonly Reason[],
  parameters: TwoTrackParameters,
): Scored {
  const share = coverageShare(counts)
  const threshold = parameters.coverage.dimensionShown
  // Inherent risk rests on likelihood and impact alone, so open controls do not hide it.
  const covered = role === 'inherent-dimension' || (share !== null && share >= threshold)
  const scored = reasons.length === 0
  const state = !scored ? 'not-scored' : covered ? 'shown' : 'so-far'
  const shown = state === 'shown' && role !== 'response'
  const scale = polarity === 'high-is-bad' ? parameters.bands.risk : parameters.bands.readiness
  const band = (tree: Explanation | null) =>
    shown && tree ? bandName(bandIndex(tree.value, scale), scale) : null
  return {
    figure: {
      id: dimension.id,
      role,
      track: dimension.track,
      polarity,
      ...points(trees, polarity, scored),
      coverage: { rated: counts.rated, applicable: counts.applicable },
      evidenceShare: evidenceShareOf(counts),
      confidence: role === 'inherent-dimension' ? null : confidenceOf(counts),
      state,
      reasons: scored && !covered ? [{ code: 'coverage-below', threshold }] : reasons,
      bands: { declared: band(trees.declared), supported: band(trees.supported) },
    },
    trees,
    tally: counts,
    weight: dimension.weight,
  }
}

function riskTrack(
  domains: readonly Domain[],
  response: Scored,
  parameters: TwoTrackParameters,
): { residual: Figure; inherent: Figure } {
  const residuals = domains.map((domain) => domain.residual)
  const inherents = domains.map((domain) => domain.inherent)
  const power = parameters.powers.risk
  const scale = parameters.bands.risk
  const residual = trackFigure(
    parameters.riskTrack,
    'track',
    'high-is-bad',
    residuals,
    [response],
    power,
    parameters,
  )
  const band = (reading: 'declared' | 'supported') => {
    const tree = residual[reading]
    if (!tree || residual.state !== 'shown') return null
    const worst = residuals
      .map((one) => one.trees[reading])
      .flatMap((one) => (one ? [bandIndex(one.value, scale)] : []))
    // The whole may not look more than one band better than its worst domain.
    return bandName(Math.max(bandIndex(tree.value, scale), Math.max(...worst) - 1), scale)
  }
  return {
    residual: { ...residual, bands: { declared: band('declared'), supported: band('supported') } },
    inherent: trackFigure(
      inherentId(parameters.riskTrack),
      'inherent-track',
      'high-is-bad',
      inherents,
      [],
      power,
      parameters,
    ),
  }
}

function readinessTrack(dimensions: readonly Scored[], parameters: TwoTrackParameters): Figure {
  const { readiness } = parameters.powers
  const track = parameters.readinessTrack
  const figure = trackFigure(track, 'track', 'high-is-good', dimensions, [], readiness, parameters)
  const scale = parameters.bands.readiness
  const band = (tree: Explanation | null) =>
    tree && figure.state === 'shown' ? bandName(bandIndex(tree.value, scale), scale) : null
  return { ...figure, bands: { declared: band(figure.declared), supported: band(figure.supported) } }
}

function trackFigure(
  id: string,
  role: 'track' | 'inherent-track',
  polarity: Figure['polarity'],
  dimensions: readonly Scored[],
  alsoCounted: readonly Scored[],
  power: number,
  parameters: TwoTrackParameters,
): Figure {
  const trees = byReading((reading) => {
    const parts = dimensions.map((one) => ({ weight: one.weight, of: one.trees[reading] }))
    if (!parts.every((part): part is { weight: number; of: Explanation } => part.of !== null)) return null
    return explain({ op: 'mean', power, parts }, { part: 'score', of: id })
  })
  const all = [...dimensions, ...alsoCounted]
  const counts = all.map((one) => one.tally).reduce(addTallies, emptyTally)
  const unscored = all.filter((one) => one.figure.state === 'not-scored').map((one) => one.figure.id)
  const notCovered = role === 'track' ? openCoverage(all, counts, parameters) : []
  const state = unscored.length > 0 ? 'not-scored' : notCovered.length > 0 ? 'so-far' : 'shown'
  return {
    id,
    role,
    track: role === 'track' ? id : parameters.riskTrack,
    polarity,
    ...points(trees, polarity, state !== 'not-scored'),
    coverage: { rated: counts.rated, applicable: counts.applicable },
    evidenceShare: evidenceShareOf(counts),
    confidence: role === 'track' ? confidenceOf(counts) : null,
    state,
    reasons: state === 'not-scored' ? [{ code: 'dimension-not-scored', dimensions: unscored }] : notCovered,
    bands: { declared: null, supported: null },
  }
}

function openCoverage(
  dimensions: readonly Scored[],
  counts: Tally,
  parameters: TwoTrackParameters,
): Reason[] {
  const { trackShown, dimensionInTrack } = parameters.coverage
  const share = coverageShare(counts)
  const low = dimensions
    .filter((one) => (coverageShare(one.tally) ?? 0) < dimensionInTrack)
    .map((one) => one.figure.id)
  return [
    ...(share === null || share < trackShown
      ? [{ code: 'coverage-below', threshold: trackShown } as const]
      : []),
    ...(low.length > 0
      ? [{ code: 'dimension-coverage-below', dimensions: low, threshold: dimensionInTrack } as const]
      : []),
  ]
}

/** For risk the best case is the lowest score, for readiness the highest. */
function points(trees: Trees, polarity: Figure['polarity'], scored: boolean) {
  const { worst, best } = trees
  if (!worst || !best) throw new Error('a range always exists')
  return {
    declared: scored ? trees.declared : null,
    supported: scored ? trees.supported : null,
    low: polarity === 'high-is-bad' ? best : worst,
    high: polarity === 'high-is-bad' ? worst : best,
  }
}

function hundred(node: Parameters<typeof explain>[0], is: FigurePart): Explanation {
  return hundredOf(explain(node), is)
}

function hundredOf(share: Explanation, is: FigurePart): Explanation {
  return explain({ op: 'times', of: share, factor: 100 }, is)
}

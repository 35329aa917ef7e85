import { responseTo } from '../assessment/assessment.ts'
import { applicableIndicators } from '../assessment/progress.ts'
import { levelCount } from '../instrument/find.ts'
import type { CompositeNode, CompositeParameters, Indicator } from '../instrument/instrument.ts'
import { bandIndex, bandName } from './bands.ts'
import { answer, assumed, constant, explain, type Explanation, type Weighted } from './explanation.ts'
import { coverageShare, type Coverage, type Figure } from './figure.ts'
import type { ScoringInput } from './input.ts'

type Case = 'declared' | 'low' | 'high'

interface Node {
  readonly trees: Readonly<Record<Case, Explanation | null>>
  readonly coverage: Coverage
}

/**
 * A tree of aggregates over indicators, each on its own terms: the pulse, and any instrument that brings other means.
 *
 * Declared levels stand for themselves. "Don't know" and "withheld" count as the node's `unknownLevel` in the point and
 * as anything in the range; not asked leaves the point; not applicable and hidden leave altogether.
 * Source: instrument design, sections 14 and 17.
 */
export function scoreComposite(input: ScoringInput, parameters: CompositeParameters): Figure[] {
  const applicable = new Map(
    applicableIndicators(input.instrument, input.assessment).map((one) => [one.id, one]),
  )
  const nodes = new Map<string, Node>()
  for (const node of parameters.nodes) nodes.set(node.id, scoreNode(input, node, nodes, applicable))
  return parameters.nodes.map((node) => figure(node, nodes.get(node.id) as Node, parameters))
}

function scoreNode(
  input: ScoringInput,
  node: CompositeNode,
  earlier: ReadonlyMap<string, Node>,
  applicable: ReadonlyMap<string, Indicator>,
): Node {
  const coverage = { rated: 0, applicable: 0 }
  const parts: Record<Case, Weighted[]> = { declared: [], low: [], high: [] }
  const add = (reading: Case, weight: number, of: Explanation | null) =>
    of && parts[reading].push({ weight, of })
  for (const { of, weight } of node.parts) {
    const part = earlier.get(of)
    const indicator = applicable.get(of)
    if (part) {
      const share = coverageShare(part.coverage)
      if (share !== null) addTo(coverage, weight, share)
      for (const reading of ['declared', 'low', 'high'] as const) add(reading, weight, part.trees[reading])
    } else if (indicator) {
      const response = responseTo(input.assessment, of)
      if (response.kind !== 'not-applicable') addTo(coverage, weight, response.kind === 'level' ? 1 : 0)
      for (const reading of ['declared', 'low', 'high'] as const) {
        const level = levelFor(input, indicator, node, reading)
        add(reading, weight, level && points(input, indicator, level))
      }
    }
  }
  const build = (reading: Case) => {
    const given = node.aggregate.kind === 'remaining' ? riskAndMitigation(parts, reading) : parts[reading]
    const isWhole = node.aggregate.kind === 'remaining' ? given.length === 2 : given.length > 0
    return isWhole ? aggregate(node, given) : null
  }
  return { trees: { declared: build('declared'), low: build('low'), high: build('high') }, coverage }
}

/** Mitigation takes risk away, so the lowest that may remain is the least risk with the most mitigation. */
function riskAndMitigation(
  parts: Readonly<Record<Case, readonly Weighted[]>>,
  reading: Case,
): readonly Weighted[] {
  const opposite = { declared: 'declared', low: 'high', high: 'low' } as const
  const [risk] = parts[reading]
  const mitigation = parts[opposite[reading]][1]
  return risk && mitigation ? [risk, mitigation] : []
}

function addTo(coverage: { rated: number; applicable: number }, weight: number, share: number): void {
  coverage.applicable += weight
  coverage.rated += weight * share
}

function levelFor(
  input: ScoringInput,
  indicator: Indicator,
  node: CompositeNode,
  reading: Case,
): Explanation | null {
  const response = responseTo(input.assessment, indicator.id)
  const top = levelCount(input.instrument, indicator) - 1
  if (response.kind === 'not-applicable') return null
  if (response.kind === 'level') return answer(indicator.id, response.level)
  if (reading !== 'declared') return assumed(indicator.id, response.kind, reading === 'low' ? 0 : top)
  return response.kind === 'not-asked'
    ? null
    : assumed(indicator.id, response.kind, Math.min(node.unknownLevel, top))
}

/** Points of a level: the scale's own worth, else the level spread evenly over 0 to 100. */
function points(input: ScoringInput, indicator: Indicator, level: Explanation): Explanation {
  const scale = input.instrument.scales[indicator.scale]
  if (!scale) throw new RangeError(`no scale ${indicator.scale}`)
  if (scale.scores) return explain({ op: 'worth', of: level, scores: scale.scores })
  const share = explain({ op: 'share-of-scale', of: level, top: scale.levels - 1 })
  return explain({ op: 'times', of: share, factor: 100 })
}

function aggregate(node: CompositeNode, parts: readonly Weighted[]): Explanation {
  const is = { part: 'score', of: node.id } as const
  const plain = parts.map((part) => part.of)
  switch (node.aggregate.kind) {
    case 'power-mean':
      return explain({ op: 'mean', power: node.aggregate.power, parts }, is)
    case 'geometric-mean':
      return explain({ op: 'geometric-mean', floor: node.aggregate.floor, parts }, is)
    case 'sum':
      return explain({ op: 'sum', parts }, is)
    case 'minimum':
      return explain({ op: 'minimum', parts: plain }, is)
    case 'maximum':
      return explain({ op: 'maximum', parts: plain }, is)
    case 'remaining': {
      const [exposure, mitigation] = plain
      if (!exposure || !mitigation || plain.length > 2) throw new RangeError(`${node.id} needs two parts`)
      const control = explain({ op: 'times', of: mitigation, factor: 0.01 })
      return explain({ op: 'remaining', exposure, control, strength: node.aggregate.strength }, is)
    }
  }
}

function figure(node: CompositeNode, { trees, coverage }: Node, parameters: CompositeParameters): Figure {
  const share = coverageShare(coverage) ?? 0
  const covered = share >= node.shownFrom
  const { declared } = trees
  const state = !declared ? 'not-scored' : covered ? 'shown' : 'so-far'
  const scale = node.band === null ? undefined : parameters.bands[node.band]
  return {
    id: node.id,
    role: 'aggregate',
    track: node.track,
    polarity: node.polarity,
    declared,
    supported: null,
    low: trees.low ?? constant('bottom-of-scale', 0),
    high: trees.high ?? constant('top-of-scale', 100),
    coverage,
    evidenceShare: null,
    confidence: null,
    state,
    reasons: !declared
      ? [{ code: 'nothing-rated' }]
      : covered
        ? []
        : [{ code: 'coverage-below', threshold: node.shownFrom }],
    bands: {
      declared:
        state === 'shown' && declared && scale ? bandName(bandIndex(declared.value, scale), scale) : null,
      supported: null,
    },
  }
}

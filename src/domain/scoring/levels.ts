import { answerTo, notAsked, responseTo, type Response } from '../assessment/assessment.ts'
import { applicableIndicators } from '../assessment/progress.ts'
import { levelCount } from '../instrument/find.ts'
import type { Dimension, Indicator, TwoTrackParameters } from '../instrument/instrument.ts'
import { gradeAsOf } from './evidence.ts'
import { answer, assumed, constant, explain, type Explanation } from './explanation.ts'
import { fewestRaters, type ScoringInput } from './input.ts'

/**
 * The four readings of an assessment: what is declared, what the evidence supports, and the worst and best that
 * remain possible.
 */
export type Reading = 'declared' | 'supported' | 'worst' | 'best'

/**
 * Level of a control or readiness indicator under one reading; null when it leaves the score together with its weight.
 *
 * Not applicable always leaves, not asked leaves the points. Unknown and withheld count as zero in the points, so that
 * withholding never raises a score, and as anything in the range. Source: instrument design, sections 3 and 17.
 */
function capacityLevel(
  input: ScoringInput,
  indicator: Indicator,
  reading: Reading,
  parameters: TwoTrackParameters,
): Explanation | null {
  const top = levelCount(input.instrument, indicator) - 1
  const response = responseTo(input.assessment, indicator.id)
  switch (response.kind) {
    case 'not-applicable':
      return null
    case 'not-asked':
      if (reading === 'worst') return assumed(indicator.id, 'not-asked', 0)
      return reading === 'best' ? assumed(indicator.id, 'not-asked', top) : null
    case 'dont-know':
    case 'withheld':
      return assumed(indicator.id, response.kind, reading === 'best' ? top : 0)
    case 'level': {
      const declared = answer(indicator.id, response.level)
      const contested = contestedQuartiles(input, indicator)
      if (reading === 'declared') return declared
      if (reading === 'best')
        return contested ? highest(declared, assumed(indicator.id, 'contested', contested.q3)) : declared
      const cap = constant('evidence-cap', evidenceCap(input, indicator, parameters))
      const lowest =
        reading === 'worst' && contested ? [assumed(indicator.id, 'contested', contested.q1)] : []
      const parts = [declared, ...lowest, ...(cap.value < top ? [cap] : [])]
      return parts.length === 1 ? declared : explain({ op: 'minimum', parts })
    }
  }
}

/** A weighted indicator under all four readings, worked out once for everything that counts it. */
export interface Capacity {
  readonly indicator: Indicator
  readonly kind: Response['kind']
  /** Level and share of the scale; null where the indicator leaves the score. */
  readonly levels: Readonly<Record<Reading, Explanation | null>>
  readonly shares: Readonly<Record<Reading, Explanation | null>>
  /** Rated, and its evidence supports the level. */
  readonly supported: boolean
}

/** Every weighted indicator that applies, in the order of asking. */
export function readCapacities(input: ScoringInput, parameters: TwoTrackParameters): readonly Capacity[] {
  return applicableIndicators(input.instrument, input.assessment)
    .filter(({ weight }) => weight !== null)
    .map((indicator) => {
      const response = responseTo(input.assessment, indicator.id)
      const levels = byReading((reading) => capacityLevel(input, indicator, reading, parameters))
      return {
        indicator,
        kind: response.kind,
        levels,
        shares: byReading((reading) => {
          const level = levels[reading]
          return level && shareOfScale(input, indicator, level)
        }),
        supported: response.kind === 'level' && response.level <= evidenceCap(input, indicator, parameters),
      }
    })
}

export function byReading<Value>(build: (reading: Reading) => Value): Readonly<Record<Reading, Value>> {
  return {
    declared: build('declared'),
    supported: build('supported'),
    worst: build('worst'),
    best: build('best'),
  }
}

/** Highest level that the indicator's evidence supports on the day of scoring. */
function evidenceCap(input: ScoringInput, indicator: Indicator, parameters: TwoTrackParameters): number {
  if (!input.instrument.options.asksEvidence) return levelCount(input.instrument, indicator) - 1
  return parameters.evidenceCaps[evidenceGrade(input, indicator, parameters)]
}

function evidenceGrade(input: ScoringInput, indicator: Indicator, parameters: TwoTrackParameters) {
  const evidence = answerTo(input.assessment, indicator.id)?.evidence ?? null
  return gradeAsOf(evidence, indicator, input.assessment.round, input.asOf, parameters)
}

/**
 * Level of a likelihood or impact indicator under one reading; null when it gives no point score.
 *
 * Evidence never caps it: a statement without evidence only widens the range by one level each way. Likelihood stands at
 * the dimension's floor at least, and a confirmed serious incident comes last, in every reading.
 */
export function exposureLevel(
  input: ScoringInput,
  indicator: Indicator,
  dimension: Dimension,
  reading: Reading,
  parameters: TwoTrackParameters,
): Explanation | null {
  const top = levelCount(input.instrument, indicator) - 1
  const floor = indicator.kind === 'likelihood' ? dimension.likelihoodFloor : 0
  const stated = statedExposure(input, indicator, floor, top, reading, parameters)
  if (!stated) return null
  const outside = stated.value < floor ? highest(stated, constant('outside-threat', floor)) : stated
  if (indicator.kind !== 'likelihood' || !incidentConfirmed(input, dimension)) return outside
  return highest(outside, constant('confirmed-incident', parameters.incidentLikelihood))
}

function statedExposure(
  input: ScoringInput,
  indicator: Indicator,
  floor: number,
  top: number,
  reading: Reading,
  parameters: TwoTrackParameters,
): Explanation | null {
  const response = responseTo(input.assessment, indicator.id)
  const point = reading === 'declared' || reading === 'supported'
  if (response.kind === 'not-applicable') return null
  if (response.kind !== 'level') {
    if (point)
      return response.kind === 'dont-know'
        ? assumed(indicator.id, 'dont-know', parameters.unknownExposureLevel)
        : null
    return assumed(indicator.id, response.kind, reading === 'worst' ? top : floor)
  }
  const declared = answer(indicator.id, response.level)
  if (point) return declared
  const contested = contestedQuartiles(input, indicator)
  const step = evidenceGrade(input, indicator, parameters) === 'E0' ? 1 : 0
  if (reading === 'worst') {
    const from = contested ? highest(declared, assumed(indicator.id, 'contested', contested.q3)) : declared
    return step
      ? lowest(explain({ op: 'plus', of: from, amount: step }), constant('top-of-scale', top))
      : from
  }
  const from = contested ? lowest(declared, assumed(indicator.id, 'contested', contested.q1)) : declared
  return step
    ? highest(explain({ op: 'plus', of: from, amount: -step }), constant('bottom-of-scale', floor))
    : from
}

function incidentConfirmed(input: ScoringInput, dimension: Dimension): boolean {
  return input.instrument.indicators.some((one) => {
    if (one.kind !== 'incident' || one.dimension !== dimension.id) return false
    const response = responseTo(input.assessment, one.id)
    return response.kind === 'level' && response.level === 1
  })
}

function contestedQuartiles(input: ScoringInput, indicator: Indicator): { q1: number; q3: number } | null {
  const view = input.consensus?.[indicator.id]
  return view && view.raters >= fewestRaters ? view.contested : null
}

function highest(...parts: readonly Explanation[]): Explanation {
  return explain({ op: 'maximum', parts })
}

function lowest(...parts: readonly Explanation[]): Explanation {
  return explain({ op: 'minimum', parts })
}

/** A level as a share of its scale, or as 100ths of the worth its scale gives it. */
export function shareOfScale(input: ScoringInput, indicator: Indicator, level: Explanation): Explanation {
  const scale = input.instrument.scales[indicator.scale]
  if (!scale) throw new RangeError(`no scale ${indicator.scale}`)
  return scale.scores
    ? explain({ op: 'times', of: explain({ op: 'worth', of: level, scores: scale.scores }), factor: 0.01 })
    : explain({ op: 'share-of-scale', of: level, top: scale.levels - 1 })
}

/** What the indicator's response is; an indicator without an answer was not asked. */
export function responseKind(input: ScoringInput, indicator: Indicator) {
  return (answerTo(input.assessment, indicator.id)?.response ?? notAsked).kind
}

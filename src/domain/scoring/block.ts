import { applicableIndicators } from '../assessment/progress.ts'
import { levelCount } from '../instrument/find.ts'
import type { Dimension, Indicator, TwoTrackParameters } from '../instrument/instrument.ts'
import { addTallies, emptyTally, tally, type Tally } from './confidence.ts'
import { constant, explain, type Explanation } from './explanation.ts'
import type { Reason } from './figure.ts'
import type { ScoringInput } from './input.ts'
import { capacityLevel, evidenceCap, readings, responseKind, shareOfScale, type Reading } from './levels.ts'

/** The weighted capacities of one dimension: how much of what is asked stands, as a share from 0 to 1. */
export interface Block {
  readonly dimension: string
  readonly shares: Readonly<Record<Reading, Explanation | null>>
  readonly tally: Tally
  /** Why the points are missing; empty when they exist. */
  readonly reasons: readonly Reason[]
}

/**
 * Weighted mean of the dimension's capacities, held down by its gates.
 *
 * Worst and best always exist. The points exist when something is rated or unknown, at most `notApplicableLimit` of the
 * weight does not apply, and no gate is open: a gate that was not asked or is withheld leaves a range only.
 * Source: instrument design, sections 3, 4 and 17.
 */
export function scoreBlock(input: ScoringInput, dimension: Dimension, parameters: TwoTrackParameters): Block {
  const indicators = applicableIndicators(input.instrument, input.assessment).filter(
    (one) => one.dimension === dimension.id && one.weight !== null,
  )
  const reasons = whyNoPoint(input, indicators, parameters)
  const shares = Object.fromEntries(
    readings.map((reading) => {
      const point = reading === 'declared' || reading === 'supported'
      return [
        reading,
        point && reasons.length > 0 ? null : share(input, dimension, indicators, reading, parameters),
      ]
    }),
  ) as Record<Reading, Explanation | null>
  return { dimension: dimension.id, shares, tally: tallyOf(input, indicators, parameters), reasons }
}

function share(
  input: ScoringInput,
  dimension: Dimension,
  indicators: readonly Indicator[],
  reading: Reading,
  parameters: TwoTrackParameters,
): Explanation {
  const counted = indicators.flatMap((indicator) => {
    const level = capacityLevel(input, indicator, reading, parameters)
    return level ? [{ indicator, level }] : []
  })
  // Nothing applies: the range says that nothing is known.
  if (counted.length === 0)
    return reading === 'best' ? constant('top-of-scale', 1) : constant('bottom-of-scale', 0)
  const mean = explain(
    {
      op: 'mean',
      power: parameters.powers.dimension,
      parts: counted.map(({ indicator, level }) => ({
        weight: indicator.weight ?? 0,
        of: shareOfScale(input, indicator, level),
      })),
    },
    { part: 'capacity', of: dimension.id },
  )
  const gates = counted.filter(({ indicator }) => indicator.gate)
  const first = gates[0]
  if (!first) return mean
  const weakest =
    gates.length === 1 ? first.level : explain({ op: 'minimum', parts: gates.map(({ level }) => level) })
  const top = levelCount(input.instrument, first.indicator) - 1
  const cap = explain({ op: 'gate', of: weakest, top }, { part: 'gates', of: dimension.id })
  return explain({ op: 'minimum', parts: [mean, cap] })
}

function whyNoPoint(
  input: ScoringInput,
  indicators: readonly Indicator[],
  parameters: TwoTrackParameters,
): Reason[] {
  const kinds = indicators.map((indicator) => ({ indicator, kind: responseKind(input, indicator) }))
  const weight = (list: typeof kinds) => list.reduce((sum, { indicator }) => sum + (indicator.weight ?? 0), 0)
  const notApplicable = kinds.filter(({ kind }) => kind === 'not-applicable')
  const open = kinds.filter(
    ({ indicator, kind }) => indicator.gate && (kind === 'not-asked' || kind === 'withheld'),
  )
  const reasons: Reason[] = []
  if (notApplicable.length > 0 && weight(notApplicable) / weight(kinds) > parameters.notApplicableLimit) {
    reasons.push({ code: 'mostly-not-applicable' })
  }
  if (!kinds.some(({ kind }) => kind === 'level' || kind === 'dont-know'))
    reasons.push({ code: 'nothing-rated' })
  if (open.length > 0)
    reasons.push({ code: 'gate-open', indicators: open.map(({ indicator }) => indicator.id) })
  return reasons
}

function tallyOf(
  input: ScoringInput,
  indicators: readonly Indicator[],
  parameters: TwoTrackParameters,
): Tally {
  return indicators.reduce((sum, indicator) => {
    const response = input.assessment.answers[indicator.id]?.response
    const supported =
      response?.kind === 'level' && response.level <= evidenceCap(input, indicator, parameters)
    return addTallies(sum, tally(input, indicator, supported))
  }, emptyTally)
}

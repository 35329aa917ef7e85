import { levelCount } from '../instrument/find.ts'
import type { Dimension, TwoTrackParameters } from '../instrument/instrument.ts'
import { addTallies, emptyTally, tally, type Tally } from './confidence.ts'
import { constant, explain, type Explanation } from './explanation.ts'
import type { Reason } from './figure.ts'
import type { ScoringInput } from './input.ts'
import { byReading, type Capacity, type Reading } from './levels.ts'

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
export function scoreBlock(
  input: ScoringInput,
  dimension: Dimension,
  all: readonly Capacity[],
  parameters: TwoTrackParameters,
): Block {
  const capacities = all.filter(({ indicator }) => indicator.dimension === dimension.id)
  const reasons = whyNoPoint(capacities, parameters)
  const shares = byReading((reading) => {
    const point = reading === 'declared' || reading === 'supported'
    return point && reasons.length > 0 ? null : share(input, dimension, capacities, reading, parameters)
  })
  const counts = capacities.map(({ indicator, supported }) => tally(input, indicator, supported))
  return { dimension: dimension.id, shares, tally: counts.reduce(addTallies, emptyTally), reasons }
}

function share(
  input: ScoringInput,
  dimension: Dimension,
  capacities: readonly Capacity[],
  reading: Reading,
  parameters: TwoTrackParameters,
): Explanation {
  const parts = capacities.flatMap(({ indicator, shares }) => {
    const of = shares[reading]
    return of ? [{ weight: indicator.weight ?? 0, of }] : []
  })
  // Nothing applies: the range says that nothing is known.
  if (parts.length === 0)
    return reading === 'best' ? constant('top-of-scale', 1) : constant('bottom-of-scale', 0)
  const mean = explain(
    { op: 'mean', power: parameters.powers.dimension, parts },
    { part: 'capacity', of: dimension.id },
  )
  const gates = capacities.filter(({ indicator }) => indicator.gate)
  const levels = gates.flatMap(({ levels }) => levels[reading] ?? [])
  const [first] = levels
  const scale = gates[0]?.indicator
  if (!first || !scale) return mean
  const weakest = levels.length === 1 ? first : explain({ op: 'minimum', parts: levels })
  const cap = explain(
    { op: 'gate', of: weakest, top: levelCount(input.instrument, scale) - 1 },
    { part: 'gates', of: dimension.id },
  )
  return explain({ op: 'minimum', parts: [mean, cap] })
}

function whyNoPoint(capacities: readonly Capacity[], parameters: TwoTrackParameters): Reason[] {
  const weight = (list: readonly Capacity[]) =>
    list.reduce((sum, { indicator }) => sum + (indicator.weight ?? 0), 0)
  const notApplicable = capacities.filter(({ kind }) => kind === 'not-applicable')
  const open = capacities.filter(
    ({ indicator, kind }) => indicator.gate && (kind === 'not-asked' || kind === 'withheld'),
  )
  const reasons: Reason[] = []
  if (
    notApplicable.length > 0 &&
    weight(notApplicable) / weight(capacities) > parameters.notApplicableLimit
  ) {
    reasons.push({ code: 'mostly-not-applicable' })
  }
  if (!capacities.some(({ kind }) => kind === 'level' || kind === 'dont-know'))
    reasons.push({ code: 'nothing-rated' })
  if (open.length > 0)
    reasons.push({ code: 'gate-open', indicators: open.map(({ indicator }) => indicator.id) })
  return reasons
}

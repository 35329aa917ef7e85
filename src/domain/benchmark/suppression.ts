import { harrellDavis } from '../statistics/harrell-davis.ts'
import { roundHalfUp } from '../statistics/rounding.ts'
import type { AggregateCell } from './aggregate.ts'
import type {
  BandCount,
  PublishedBands,
  PublishedCell,
  PublishedEstimate,
  PublishedQuartiles,
  SuppressionReason,
} from './release.ts'

/**
 * The numbers of the first release path (benchmark method, section 5, rules 1, 2 and 7). A release says them.
 * - `cell`, `quartiles`, `risk`: fewest contributors of any cell, of quartiles, of any figure of a risk track
 * - `band`: fewest in a published band; fewer are merged with a neighbour
 * - `spread`: quartiles closer together than this tell what everyone has
 */
export const limits = { cell: 6, quartiles: 8, risk: 8, band: 3, spread: 5 } as const

/** Rule 7: conventional rounding of the frozen value; random rounding could be averaged out. */
export const roundingSteps = { readiness: 1, risk: 5 } as const

/** Hides what could tell a single contributor's figure, always with its reason, and rounds the rest. */
export function suppress(cell: AggregateCell): PublishedCell {
  const same = tellsEveryone(cell)
  return {
    group: cell.group,
    figure: cell.figure.id,
    quartiles: suppressQuartiles(cell, same),
    bands: suppressBands(cell, same),
  }
}

function suppressQuartiles(cell: AggregateCell, same: boolean): PublishedQuartiles {
  const n = cell.scores.length
  const needed = cell.figure.risk ? Math.max(limits.quartiles, limits.risk) : limits.quartiles
  if (n < needed) return hidden(tooFew(cell, cell.consenting.scores, needed))
  if (same) return hidden('same')
  const at = (probability: number): PublishedEstimate => {
    const { value, standardError } = harrellDavis(cell.scores, probability)
    const step = cell.figure.risk ? roundingSteps.risk : roundingSteps.readiness
    return { value: roundHalfUp(value, step), error: roundErrorUp(standardError, step) }
  }
  return { state: 'shown', n, q25: at(0.25), median: at(0.5), q75: at(0.75) }
}

function suppressBands(cell: AggregateCell, same: boolean): PublishedBands {
  const n = sum(cell.bandCounts)
  const needed = cell.figure.risk ? Math.max(limits.cell, limits.risk) : limits.cell
  if (n < needed) return hidden(tooFew(cell, cell.consenting.bands, needed))
  const counts = mergeSmallBands(
    cell.bandCounts.map((count, i) => ({ bands: [cell.figure.bands?.names[i] ?? ''], count })),
  )
  if (same || counts.filter(({ count }) => count > 0).length < 2) return hidden('same')
  return { state: 'shown', n, counts }
}

/**
 * The first step at which there were too few: contributors at all (`size`), those who share this much (`consent`),
 * those whose answers are good enough (`quality`).
 */
function tooFew(cell: AggregateCell, consenting: number, needed: number): SuppressionReason {
  if (cell.present < needed) return 'size'
  return consenting < needed ? 'consent' : 'quality'
}

/** Rule 2: one band for all, or quartiles so close that they tell what each contributor has. */
function tellsEveryone(cell: AggregateCell): boolean {
  if (cell.bandCounts.filter((count) => count > 0).length === 1) return true
  if (cell.scores.length < limits.cell) return false
  return harrellDavis(cell.scores, 0.75).value - harrellDavis(cell.scores, 0.25).value < limits.spread
}

/**
 * Bands of one or two contributors are merged with the neighbour that has fewer (the lower one when equal), from
 * the lowest band up, until none is left. Empty bands say nothing about anyone and stay.
 */
function mergeSmallBands(counts: readonly BandCount[]): readonly BandCount[] {
  const small = counts.findIndex(({ count }) => count > 0 && count < limits.band)
  if (small === -1 || counts.length < 2) return counts
  const below = counts[small - 1]
  const above = counts[small + 1]
  const first = below && (!above || below.count <= above.count) ? small - 1 : small
  const merged = counts.slice(first, first + 2)
  return mergeSmallBands([
    ...counts.slice(0, first),
    { bands: merged.flatMap(({ bands }) => bands), count: sum(merged.map(({ count }) => count)) },
    ...counts.slice(first + 2),
  ])
}

/** Up, so that no release claims to be surer than it is. */
function roundErrorUp(error: number, step: number): number {
  return Math.ceil(roundHalfUp(error / step, 1e-9)) * step
}

function hidden(reason: SuppressionReason): { state: 'suppressed'; reason: SuppressionReason } {
  return { state: 'suppressed', reason }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

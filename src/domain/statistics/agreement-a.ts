import type { NoFigure } from './figure.ts'
import { RefusedInput } from './refused-input.ts'

/** How far a room agrees: -1 two opposite camps, 0 spread evenly, 1 everybody on one level. */
export interface Agreement {
  readonly agreement: number
  /** The layers in the order they were peeled off; their weights sum to 1, Σ weight × agreement is the agreement. */
  readonly layers: readonly AgreementLayer[]
}

/** One layer: every level that still has ratings, by the same count. */
export interface AgreementLayer {
  /** Share of all ratings that lie in this layer, above 0 and at most 1. */
  readonly weight: number
  /** Whether the layer covers each level, lowest level first. */
  readonly pattern: readonly boolean[]
  readonly agreement: number
}

/**
 * Van der Eijk's agreement A of ratings on one ordered scale, from the number of ratings per level.
 *
 * The counts are peeled into layers: the smallest positive count is taken from every positive level until nothing is
 * left. Whoever did not rate is not in the counts. `'no-values'` when nobody rated.
 * Source: C. van der Eijk, "Measuring agreement in ordered rating scales", Quality & Quantity 35 (2001).
 * @throws RefusedInput for fewer than two levels, or a count that is no whole number of at least 0.
 */
export function agreementA(counts: readonly number[]): Agreement | Extract<NoFigure, 'no-values'> {
  if (counts.length < 2)
    throw new RefusedInput('too-few', `a scale has at least two levels, got ${counts.length}`)
  for (const [level, count] of counts.entries())
    if (!Number.isInteger(count) || count < 0)
      throw new RefusedInput('out-of-range', `${count} is no number of ratings`, {
        column: String(level + 1),
      })
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return 'no-values'

  const layers: AgreementLayer[] = []
  let left = [...counts]
  while (left.some((count) => count > 0)) {
    const thickness = Math.min(...left.filter((count) => count > 0))
    const pattern = left.map((count) => count > 0)
    const size = pattern.filter(Boolean).length
    layers.push({ weight: (thickness * size) / total, pattern, agreement: agreementOfPattern(pattern) })
    left = left.map((count) => (count > 0 ? count - thickness : 0))
  }
  const agreement = layers.reduce((sum, layer) => sum + layer.weight * layer.agreement, 0)
  return { agreement, layers }
}

/**
 * A of one layer: its unimodality U, thinned by the number S of its K levels, U (1 - (S-1)/(K-1)).
 * U = ((K-2) TU - (K-1) TDU) / ((K-2)(TU + TDU)) over all ordered triples of levels, TU those reading 110 or 011,
 * TDU those reading 101; U = 1 where there are none.
 */
function agreementOfPattern(pattern: readonly boolean[]): number {
  const levels = pattern.length
  let size = 0
  let unimodal = 0
  let bimodal = 0
  for (let low = 0; low < levels; low++) {
    if (pattern[low]) size++
    for (let middle = low + 1; middle < levels; middle++)
      for (let high = middle + 1; high < levels; high++) {
        const ends = Number(pattern[low]) + Number(pattern[high])
        if (pattern[middle] && ends === 1) unimodal++
        if (!pattern[middle] && ends === 2) bimodal++
      }
  }
  const triples = unimodal + bimodal
  const unimodality =
    triples === 0 ? 1 : ((levels - 2) * unimodal - (levels - 1) * bimodal) / ((levels - 2) * triples)
  return unimodality * (1 - (size - 1) / (levels - 1))
}

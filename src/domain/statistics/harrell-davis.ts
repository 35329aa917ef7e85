import { incompleteBeta } from './incomplete-beta.ts'
import { sorted } from './quantiles.ts'
import { RefusedInput } from './refused-input.ts'

/** A quantile and its standard error, both in the unit of the values. */
export interface QuantileEstimate {
  readonly value: number
  readonly standardError: number
}

/**
 * Harrell-Davis quantile with its Maritz-Jarrett standard error.
 *
 * A weighted mean of all values in order, Σ wᵢ x₍ᵢ₎: unlike a sample median or quartile it is never one unit's own
 * value, which is why the benchmark publishes it. Standard error √(Σ wᵢ x₍ᵢ₎² - Q²). The values may stand in any order.
 * Sources: F. Harrell & C. Davis, Biometrika 69 (1982); J. Maritz & R. Jarrett, JASA 73 (1978).
 * @throws RefusedInput when there are no values, one is not finite, or the probability is not inside 0 to 1.
 */
export function harrellDavis(values: ArrayLike<number>, probability: number): QuantileEstimate {
  const ascending = sorted(values)
  const weights = harrellDavisWeights(ascending.length, probability)
  let value = 0
  for (let i = 0; i < ascending.length; i++) value += (weights[i] as number) * (ascending[i] as number)
  // About the mean rather than Σ w x² - Q²: the same number, without the difference of two large ones.
  let variance = 0
  for (let i = 0; i < ascending.length; i++)
    variance += (weights[i] as number) * ((ascending[i] as number) - value) ** 2
  return { value, standardError: Math.sqrt(variance) }
}

/**
 * Weight of each of `count` values in ascending order, summing to 1: wᵢ = I_{i/n}(a, b) - I_{(i-1)/n}(a, b) with
 * a = (n+1)q, b = (n+1)(1-q).
 */
export function harrellDavisWeights(count: number, probability: number): Float64Array {
  if (!Number.isInteger(count) || count < 1)
    throw new RefusedInput('empty', `a quantile needs at least one value, got ${count}`)
  if (!(probability > 0 && probability < 1))
    throw new RefusedInput('out-of-range', `the probability lies inside 0 to 1, got ${probability}`)
  const a = (count + 1) * probability
  const b = (count + 1) * (1 - probability)
  const weights = new Float64Array(count)
  let below = 0
  for (let i = 1; i <= count; i++) {
    const upTo = incompleteBeta(i / count, a, b)
    weights[i - 1] = upTo - below
    below = upTo
  }
  return weights
}

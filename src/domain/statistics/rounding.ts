import { RefusedInput } from './refused-input.ts'

/**
 * To the nearest multiple of `step`, halves up: 57.5 to 58 by 1, 62.5 to 65 by 5, -2.5 to -2 by 1.
 *
 * A half that binary arithmetic misses by its last digits still counts as a half (1.005 by 0.01 is 1.01), since two
 * computers must publish the same figure.
 * @throws RefusedInput when the value is not finite or the step is not positive.
 */
export function roundHalfUp(value: number, step = 1): number {
  if (!Number.isFinite(value)) throw new RefusedInput('not-finite', `${value} cannot be rounded`)
  if (!(step > 0) || step === Infinity) throw new RefusedInput('out-of-range', `${step} is no rounding step`)
  const steps = Math.floor(roundForRanking(value / step) + 0.5)
  // 3 × 0.1 is 0.30000000000000004, but 3 / 10 is 0.3.
  return step < 1 ? steps / (1 / step) : steps * step
}

/**
 * To 10 decimals, before two figures are compared: sums of the same numbers in another order differ in their last bit,
 * and a rank must not depend on it.
 */
export function roundForRanking(value: number): number {
  return Math.round(value * 1e10) / 1e10
}

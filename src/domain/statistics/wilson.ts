import { RefusedInput } from './refused-input.ts'

/** z of a two-sided 90 % interval, as the benchmark method prints it. */
export const z90 = 1.645

/**
 * Wilson's score interval of a share, 0 to 1, never outside it and never empty at 0 or all of n.
 *
 * `part` may be fractional (those below plus half of those equal), between 0 and `whole`.
 * Source: E. B. Wilson, JASA 22 (1927), 209-212.
 * @throws RefusedInput when `whole` is not positive or `part` lies outside 0 to `whole`.
 */
export function wilsonInterval(part: number, whole: number, z: number = z90): { low: number; high: number } {
  if (!(whole > 0) || whole === Infinity)
    throw new RefusedInput('too-few', `a share needs at least one unit, got ${whole}`)
  if (!(part >= 0 && part <= whole)) throw new RefusedInput('out-of-range', `${part} is no part of ${whole}`)
  const share = part / whole
  const square = (z * z) / whole
  const centre = (share + square / 2) / (1 + square)
  const reach = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / whole + square / (4 * whole))
  return { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) }
}

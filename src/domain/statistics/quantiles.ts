import { RefusedInput } from './refused-input.ts'

/** Sample quantile definitions of Hyndman & Fan (1996). Type 7 is the default of R, numpy and Excel PERCENTILE.INC. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

/**
 * Sample quantile at `probability` (0 to 1), in the unit of the values. Missing values are the caller's to drop.
 * The values may stand in any order and are left as they are.
 * @throws RefusedInput when there are no values, one is not finite, or the probability lies outside 0 to 1.
 */
export function quantile(values: ArrayLike<number>, probability: number, type: QuantileType = 7): number {
  return quantileOfSorted(sorted(values), probability, type)
}

/** As {@link quantile}, for several probabilities at the price of one sort. */
export function quantiles(
  values: ArrayLike<number>,
  probabilities: readonly number[],
  type: QuantileType = 7,
): number[] {
  const inOrder = sorted(values)
  return probabilities.map((probability) => quantileOfSorted(inOrder, probability, type))
}

/** As {@link quantile}, for finite values that already stand in ascending order. */
export function quantileOfSorted(
  ascending: ArrayLike<number>,
  probability: number,
  type: QuantileType = 7,
): number {
  const count = ascending.length
  if (count === 0) throw new RefusedInput('empty', 'a quantile needs at least one value')
  if (!(probability >= 0 && probability <= 1))
    throw new RefusedInput('out-of-range', `a probability lies in 0 to 1, got ${probability}`)
  const { below, share } = position(count, probability, type)
  const lower = at(ascending, below)
  // Written so that equal neighbours give exactly themselves.
  return share === 0 ? lower : lower + share * (at(ascending, below + 1) - lower)
}

export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5)
}

/**
 * The middle value, or the lower of the two middle ones: a median that is always somebody's answer,
 * as levels need it. Source: benchmark of respondents, instrument design section 7.
 */
export function lowerMiddle(values: ArrayLike<number>): number {
  return quantile(values, 0.5, 1)
}

/** Third less first quartile, type 7. */
export function interquartileRange(values: ArrayLike<number>): number {
  const inOrder = sorted(values)
  return quantileOfSorted(inOrder, 0.75) - quantileOfSorted(inOrder, 0.25)
}

/** A copy in ascending order. @throws RefusedInput when a value is not finite, naming its 1-based place. */
export function sorted(values: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(values)
  const broken = copy.findIndex((value) => !Number.isFinite(value))
  if (broken >= 0)
    throw new RefusedInput('not-finite', `${String(values[broken])} is no finite number`, {
      row: String(broken + 1),
    })
  return copy.sort()
}

/**
 * 1-based position of the quantile among the sorted values: `below` and how far on the way to the next.
 * Hyndman & Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996), table 1.
 */
function position(count: number, probability: number, type: QuantileType): { below: number; share: number } {
  if (type === 1 || type === 2 || type === 3) {
    const exact = count * probability + (type === 3 ? -0.5 : 0)
    // A product such as 10 × 0.3 may miss a whole number by its last bit; R forgives as much.
    const below = Math.floor(exact + 4 * Number.EPSILON)
    const onStep = Math.abs(exact - below) < 4 * Number.EPSILON * Math.max(1, count)
    if (type === 1) return { below, share: onStep ? 0 : 1 }
    if (type === 2) return { below, share: onStep ? 0.5 : 1 }
    return { below, share: onStep && below % 2 === 0 ? 0 : 1 }
  }
  const [a, b] = plottingPositions[type]
  const exact = a + probability * (count + 1 - a - b)
  const below = Math.floor(exact + 4 * Number.EPSILON)
  const share = exact - below
  return { below, share: Math.abs(share) < 4 * Number.EPSILON ? 0 : share }
}

type InterpolatingType = Exclude<QuantileType, 1 | 2 | 3>
const plottingPositions: Readonly<Record<InterpolatingType, readonly [number, number]>> = {
  4: [0, 1],
  5: [0.5, 0.5],
  6: [0, 0],
  7: [1, 1],
  8: [1 / 3, 1 / 3],
  9: [3 / 8, 3 / 8],
}

/** Positions before the first and after the last value stand for those two. */
function at(ascending: ArrayLike<number>, position: number): number {
  const index = Math.min(Math.max(position, 1), ascending.length) - 1
  return ascending[index] as number
}

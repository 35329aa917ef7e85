import { RefusedInput } from './refused-input.ts'

/**
 * Regularised incomplete beta function I_x(a, b), 0 to 1: the share of a beta(a, b) distribution below x.
 *
 * Continued fraction DLMF 8.17.22, evaluated by the modified Lentz method; the mirror I_x(a, b) = 1 - I_(1-x)(b, a)
 * is used beyond the mean, where the fraction converges slowly. Agrees with mpmath to 12 digits (see the test).
 * @throws RefusedInput when a or b is not positive or x lies outside 0 to 1.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || a === Infinity || b === Infinity)
    throw new RefusedInput('out-of-range', `the shapes must be positive and finite, got a = ${a}, b = ${b}`)
  if (!(x >= 0 && x <= 1)) throw new RefusedInput('out-of-range', `x must lie in 0 to 1, got ${x}`)
  if (x === 0 || x === 1) return x
  return x <= a / (a + b) ? lowerTail(x, a, b) : 1 - lowerTail(1 - x, b, a)
}

function lowerTail(x: number, a: number, b: number): number {
  return (density(x, a, b) / a) * continuedFraction(x, a, b)
}

/**
 * x^a (1-x)^b / B(a, b), written with the remainders of Stirling's series instead of three large logarithms of the
 * gamma function: their difference would lose digits for a group of thousands.
 */
function density(x: number, a: number, b: number): number {
  const sum = a + b
  const powers = a * Math.log((x * sum) / a) + b * Math.log(((1 - x) * sum) / b)
  return (
    Math.sqrt((a * b) / (2 * Math.PI * sum)) * Math.exp(powers + stirling(sum) - stirling(a) - stirling(b))
  )
}

/** ln Γ(z) minus Stirling's leading terms (z - 1/2) ln z - z + ln(2π)/2; DLMF 5.11.1 above 10, recurrence below. */
function stirling(z: number): number {
  let below = 0
  while (z < 10) {
    below += (z + 0.5) * Math.log1p(1 / z) - 1
    z += 1
  }
  const square = z * z
  const series = 1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square
  return below + series / z
}

const smallest = 1e-300
const longestFraction = 100_000

function continuedFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < smallest ? smallest : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= longestFraction; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-16) return fraction
  }
  throw new RangeError(`the incomplete beta function did not settle for x = ${x}, a = ${a}, b = ${b}`)
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { harrellDavis, harrellDavisWeights } from '../../../src/domain/statistics/harrell-davis.ts'

/** Benchmark method, test 4a. */
const twelve = [22, 25, 31, 34, 36, 40, 41, 47, 52, 55, 58, 63]

test.each([
  [0.25, 31.54, 5.09],
  [0.5, 41.38, 5.8],
  [0.75, 52.92, 5.57],
])(
  'test 4a: the quantile at %d of the twelve is %d with a standard error of %d',
  (probability, value, error) => {
    const estimate = harrellDavis(twelve, probability)
    expect(estimate.value).toBeCloseTo(value, 2)
    expect(estimate.standardError).toBeCloseTo(error, 2)
  },
)

test('the order in which values arrive does not matter', () => {
  expect(harrellDavis([...twelve].reverse(), 0.25)).toEqual(harrellDavis(twelve, 0.25))
})

test('the weights for the median of five are those of the benchmark method', () => {
  const weights = [...harrellDavisWeights(5, 0.5)]
  // I_{i/5}(3, 3) = 10x³ - 15x⁴ + 6x⁵: 0.05792, 0.31744, 0.68256, 0.94208, 1
  const expected = [0.05792, 0.25952, 0.36512, 0.25952, 0.05792]
  for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo(expected[i] as number, 12)
  // 0.05792 × 10 + 0.25952 × 20 + 0.36512 × 30 + 0.25952 × 40 + 0.05792 × 60 = 30.5792
  expect(harrellDavis([10, 20, 30, 40, 60], 0.5).value).toBeCloseTo(30.5792, 10)
})

test('one value is its own quantile, without error', () => {
  expect(harrellDavis([7], 0.5)).toEqual({ value: 7, standardError: 0 })
})

test('equal values have no error', () => {
  const estimate = harrellDavis([40, 40, 40, 40, 40, 40, 40, 40], 0.75)
  expect(estimate.value).toBeCloseTo(40, 12)
  expect(estimate.standardError).toBeCloseTo(0, 12)
})

test('weights are never negative and sum to one, up to thousands of units', () => {
  const count = fc.integer({ min: 1, max: 3000 })
  const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true })
  fc.assert(
    fc.property(count, probability, (n, q) => {
      const weights = harrellDavisWeights(n, q)
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10)
      // The last bit of a difference of two shares may fall below zero.
      expect(Math.min(...weights)).toBeGreaterThan(-1e-12)
    }),
    { numRuns: 30 },
  )
})

test('stretching and shifting all values stretches and shifts the estimate', () => {
  const values = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(values, (xs) => {
      const plain = harrellDavis(xs, 0.25)
      const moved = harrellDavis(
        xs.map((x) => 3 * x + 5),
        0.25,
      )
      expect(moved.value).toBeCloseTo(3 * plain.value + 5, 8)
      expect(moved.standardError).toBeCloseTo(3 * plain.standardError, 6)
    }),
  )
})

test('no values, a missing value and a probability of 0 are refused', () => {
  expect(() => harrellDavis([], 0.5)).toThrow('at least one value')
  expect(() => harrellDavis([1, Number.NaN, 3], 0.5)).toThrow('row 2: NaN is no finite number')
  expect(() => harrellDavis([1, 2], 0)).toThrow('inside 0 to 1')
})

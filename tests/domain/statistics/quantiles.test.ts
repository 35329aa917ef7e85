import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  interquartileRange,
  lowerMiddle,
  median,
  quantile,
  quantiles,
  type QuantileType,
} from '../../../src/domain/statistics/quantiles.ts'

test('the default is type 7: interpolated at (n - 1) p', () => {
  // (5 - 1) × 0.3 = 1.2: a fifth of the way from the second to the third of 10, 20, 40, 50, 90
  expect(quantile([90, 10, 40, 20, 50], 0.3)).toBeCloseTo(24, 12)
})

test('the nine types disagree where Hyndman and Fan say they do', () => {
  // n = 4, p = 0.4 on 10, 20, 30, 40. Steps: np = 1.6 (types 1, 2), np - 0.5 = 1.1 (type 3: odd, so up);
  // positions: 1.6, 2.1, 2, 2.2, 1/3 + 0.4 × 13/3 = 2.0667, 3/8 + 0.4 × 4.25 = 2.075 (types 4 to 9)
  const want: Readonly<Record<QuantileType, number>> = {
    1: 20,
    2: 20,
    3: 20,
    4: 16,
    5: 21,
    6: 20,
    7: 22,
    8: 20 + 2 / 3,
    9: 20.75,
  }
  for (const [type, value] of Object.entries(want))
    expect(quantile([10, 20, 30, 40], 0.4, Number(type) as QuantileType), `type ${type}`).toBeCloseTo(
      value,
      10,
    )
})

test('on a step, type 1 takes the value, type 2 the middle of two, type 3 the even one', () => {
  expect(quantile([10, 20, 30, 40], 0.5, 1)).toBe(20)
  expect(quantile([10, 20, 30, 40], 0.5, 2)).toBe(25)
  // np - 0.5 = 2 × 0.75 - 0.5 = 1 is odd, so the next
  expect(quantile([10, 20], 0.75, 3)).toBe(20)
})

test('a product that misses a whole number by its last bit is still on the step', () => {
  // 10 × 0.7 is 7 and 0.1 + 0.2 times 10 is 3.0000000000000004
  expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.1 + 0.2, 1)).toBe(3)
})

test('the ends are the smallest and the largest value, in every type', () => {
  for (let type = 1; type <= 9; type++) {
    expect(quantile([3, 1, 2], 0, type as QuantileType)).toBe(1)
    expect(quantile([3, 1, 2], 1, type as QuantileType)).toBe(3)
  }
})

test('the lower middle is always somebody’s answer', () => {
  expect(lowerMiddle([4, 1, 2, 3])).toBe(2)
  expect(lowerMiddle([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
})

test('the interquartile range is third less first quartile', () => {
  // positions 1 + 3 × 0.25 = 1.75 and 3.25: 17.5 and 32.5
  expect(interquartileRange([40, 30, 20, 10])).toBeCloseTo(15, 12)
})

test('several probabilities give what each gives alone', () => {
  expect(quantiles([5, 1, 9], [0.25, 0.5])).toEqual([3, 5])
})

test('a quantile lies between the ends and rises with its probability', () => {
  const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 })
  const unit = fc.double({ min: 0, max: 1, noNaN: true })
  const type = fc.integer({ min: 1, max: 9 })
  fc.assert(
    fc.property(values, unit, unit, type, (xs, p, q, t) => {
      const [low, high] = quantiles(xs, [Math.min(p, q), Math.max(p, q)], t as QuantileType) as [
        number,
        number,
      ]
      expect(low).toBeLessThanOrEqual(high + 1e-12)
      expect(low).toBeGreaterThanOrEqual(Math.min(...xs))
      expect(high).toBeLessThanOrEqual(Math.max(...xs))
    }),
  )
})

test('no values, a missing value and a probability above 1 are refused', () => {
  expect(() => quantile([], 0.5)).toThrow('at least one value')
  expect(() => quantile([1, Number.NaN], 0.5)).toThrow('row 2')
  expect(() => quantile([1], 1.5)).toThrow('lies in 0 to 1')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wilsonInterval } from '../../../src/domain/statistics/wilson.ts'

test('test 4b: 7 of 12 lie between 35.6 and 78.0 percent', () => {
  const { low, high } = wilsonInterval(7, 12)
  expect(100 * low).toBeCloseTo(35.6, 1)
  expect(100 * high).toBeCloseTo(78.0, 1)
})

test('none and all still leave room for doubt', () => {
  // z² / (n + z²) with z² = 2.706025
  expect(wilsonInterval(0, 10).low).toBe(0)
  expect(wilsonInterval(0, 10).high).toBeCloseTo(2.706025 / 12.706025, 12)
  expect(wilsonInterval(10, 10).high).toBe(1)
})

test('the interval holds its share and lies inside 0 to 1', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (whole, share) => {
        const { low, high } = wilsonInterval(share * whole, whole)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(share + 1e-12)
        expect(high).toBeGreaterThanOrEqual(share - 1e-12)
      },
    ),
  )
})

test('a share of nothing and a part larger than the whole are refused', () => {
  expect(() => wilsonInterval(0, 0)).toThrow('at least one unit')
  expect(() => wilsonInterval(3, 2)).toThrow('no part of')
})

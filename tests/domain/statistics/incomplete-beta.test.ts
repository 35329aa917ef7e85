import fc from 'fast-check'
import { expect, test } from 'vitest'
import { incompleteBeta } from '../../../src/domain/statistics/incomplete-beta.ts'
import { RefusedInput } from '../../../src/domain/statistics/refused-input.ts'

/** x, a, b, I_x(a, b) from mpmath 1.3.0 at 40 digits (`betainc(a, b, 0, x, regularized=True)`). */
const fromMpmath: readonly (readonly [number, number, number, number])[] = [
  [0.2, 6.5, 6.5, 0.00902504397074999],
  [0.5, 3.25, 9.75, 0.972046145159481],
  [0.08333333333333333, 3.25, 9.75, 0.04919066201061721],
  [0.9, 0.5, 0.5, 0.7951672353008666],
  [0.01, 0.5, 40, 0.6286139767460153],
  [0.3, 30, 70, 0.5116251045586091],
  [0.5, 2500, 2500, 0.5],
  [0.251, 2500.25, 7500.75, 0.59273622127553],
  [1e-8, 2, 3, 5.99999992e-16],
  [0.999, 5, 0.1, 0.38710164062500546],
  [0.7, 1, 1, 0.7],
  [0.6, 0.5, 5, 0.9969059133137891],
]

test.each(fromMpmath)(
  'the incomplete beta function at x = %d, a = %d, b = %d is that of mpmath',
  (x, a, b, want) => {
    const got = incompleteBeta(x, a, b)
    expect(Math.abs(got - want) / want).toBeLessThan(1e-12)
  },
)

test('nothing lies below 0 and everything below 1', () => {
  expect(incompleteBeta(0, 2, 3)).toBe(0)
  expect(incompleteBeta(1, 2, 3)).toBe(1)
})

test('seen from the other end, the share is the rest', () => {
  const shape = fc.double({ min: 0.1, max: 500, noNaN: true })
  // Thousandths, so that 1 - x is exact enough to compare.
  const unit = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000)
  fc.assert(
    fc.property(unit, shape, shape, (x, a, b) => {
      expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 11)
    }),
  )
})

test('a shape that is not positive and an x outside 0 to 1 are refused', () => {
  expect(() => incompleteBeta(0.5, 0, 1)).toThrow(RefusedInput)
  expect(() => incompleteBeta(0.5, 1, Number.NaN)).toThrow(RefusedInput)
  expect(() => incompleteBeta(1.1, 1, 1)).toThrow('x must lie in 0 to 1')
})

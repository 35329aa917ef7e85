import { expect, test } from 'vitest'
import { roundForRanking, roundHalfUp } from '../../../src/domain/statistics/rounding.ts'

test.each([
  [57.5, 1, 58],
  [57.49, 1, 57],
  [62.5, 5, 65],
  [62.4, 5, 60],
  [-2.5, 1, -2],
  [63.95, 0.1, 64],
  // 1.005 / 0.01 is 100.49999999999999 in binary
  [1.005, 0.01, 1.01],
  [0.3, 0.1, 0.3],
])('%d by steps of %d is %d', (value, step, want) => {
  expect(roundHalfUp(value, step)).toBe(want)
})

test('figures that differ only in their last bit compare as equal', () => {
  expect(0.1 + 0.2).not.toBe(0.3)
  expect(roundForRanking(0.1 + 0.2)).toBe(roundForRanking(0.3))
})

test('what is no number is refused', () => {
  expect(() => roundHalfUp(Number.NaN)).toThrow('cannot be rounded')
  expect(() => roundHalfUp(1, 0)).toThrow('no rounding step')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreementA, type Agreement } from '../../../src/domain/statistics/agreement-a.ts'

/** Instrument design, test 7a: ratings on levels 0 to 4, and the seven-level example of van der Eijk (2001). */
test.each([
  [[0, 6, 0, 0, 0], 1],
  [[1, 4, 1, 0, 0], 0.75],
  [[0, 2, 3, 1, 0], 0.6667],
  [[1, 2, 3, 2, 1], 0.2778],
  [[0, 3, 0, 3, 0], 0.1667],
  [[2, 0, 0, 4, 1], 0.0476],
  [[2, 2, 2, 2, 2], 0],
  [[3, 0, 0, 1, 3], -0.6905],
  [[5, 0, 0, 0, 5], -1],
  [[30, 40, 210, 130, 530, 50, 10], 0.6113],
])('the agreement of %j is %d', (counts, want) => {
  expect(of(counts).agreement).toBeCloseTo(want, 4)
})

test('the layers show where the agreement comes from', () => {
  // 1 from each of three levels leaves 3 on the second: weights 3/6 and 3/6.
  // 11100: TU = triples reading 110 or 011. (1,2,4),(1,2,5),(1,3,4)…: every pair of the three with one level outside
  // after it, 3 × 2 = 6; no 101, so U = 1 and A = 1 - 2/4. One level alone: 1.
  expect(of([1, 4, 1, 0, 0]).layers).toEqual([
    { weight: 0.5, pattern: [true, true, true, false, false], agreement: 0.5 },
    { weight: 0.5, pattern: [false, true, false, false, false], agreement: 1 },
  ])
})

test('a yes-or-no question knows agreement and its absence, not camps', () => {
  expect(of([4, 0]).agreement).toBe(1)
  expect(of([2, 2]).agreement).toBe(0)
})

test('nobody rated: there is nothing to agree on', () => {
  expect(agreementA([0, 0, 0, 0, 0])).toBe('no-values')
})

const room = fc
  .array(fc.nat(9), { minLength: 3, maxLength: 7 })
  .filter((counts) => counts.some((count) => count > 0))

test('a room twice as large, or read from the other end, agrees as much', () => {
  fc.assert(
    fc.property(room, (counts) => {
      const { agreement } = of(counts)
      expect(of(counts.map((count) => 2 * count)).agreement).toBeCloseTo(agreement, 12)
      expect(of([...counts].reverse()).agreement).toBeCloseTo(agreement, 12)
    }),
  )
})

test('the layers weigh one together and stay inside -1 to 1', () => {
  fc.assert(
    fc.property(room, (counts) => {
      const { agreement, layers } = of(counts)
      expect(layers.reduce((sum, layer) => sum + layer.weight, 0)).toBeCloseTo(1, 12)
      expect(Math.abs(agreement)).toBeLessThanOrEqual(1 + 1e-12)
    }),
  )
})

test('a count below zero, half a rating and a scale of one level are refused', () => {
  expect(() => agreementA([1, -1, 0])).toThrow('column 2')
  expect(() => agreementA([0.5, 1])).toThrow('no number of ratings')
  expect(() => agreementA([3])).toThrow('at least two levels')
})

function of(counts: readonly number[]): Agreement {
  const result = agreementA(counts)
  if (result === 'no-values') throw new Error('nobody rated')
  return result
}

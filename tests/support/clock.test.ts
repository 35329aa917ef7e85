import { expect, test } from 'vitest'
import { steppedClock } from './clock.ts'

test('a stepped clock stands still until it is moved, forwards or back', () => {
  const clock = steppedClock('2026-11-23T10:00:00.000Z')
  expect([clock.now(), clock.now()]).toEqual(['2026-11-23T10:00:00.000Z', '2026-11-23T10:00:00.000Z'])
  clock.step(90_000)
  expect(clock.now()).toBe('2026-11-23T10:01:30.000Z')
  clock.step(-86_400_000)
  expect(clock.now()).toBe('2026-11-22T10:01:30.000Z')
  clock.set('1970-01-01T00:00:00.000Z')
  expect(clock.now()).toBe('1970-01-01T00:00:00.000Z')
  expect(() => {
    clock.set('tomorrow')
  }).toThrow(RangeError)
})

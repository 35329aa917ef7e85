import { describe, expect, test } from 'vitest'
import { evaluateRule } from '../../../src/domain/instrument/evaluate-rule.ts'
import type { Rule } from '../../../src/domain/instrument/rule.ts'
import { sharedJson } from '../../support/shared.ts'

interface Case {
  description: string
  rule: Rule
  data?: unknown
  result: unknown
}

const cases = (sharedJson('fixtures/jsonlogic/compatible.json') as (string | Case)[]).filter(
  (entry): entry is Case => typeof entry !== 'string',
)

describe('the cases that all JSON Logic implementations share', () => {
  test('there are enough of them to mean something', () => {
    expect(cases.length).toBeGreaterThan(250)
  })
  test.each(cases.map((one, i) => [`${i}: ${one.description}`, one] as const))(
    '%s',
    (_, { rule, data, result }) => {
      expect(evaluateRule(rule, data ?? null)).toEqual(result)
    },
  )
})

test('an indicator without an answer is not above zero', () => {
  expect(evaluateRule({ '>': [{ var: 'q1' }, 0] }, { q1: null })).toBe(false)
  expect(evaluateRule({ '>': [{ var: 'q1' }, 0] }, { q1: 2 })).toBe(true)
})

test('no path reaches a prototype', () => {
  expect(evaluateRule({ var: 'constructor' }, {})).toBeNull()
  expect(evaluateRule({ var: '__proto__.polluted' }, {})).toBeNull()
})

test('an unknown operator is refused by name', () => {
  expect(() => evaluateRule({ launch: [1] }, {})).toThrow('unknown operator launch')
  expect(() => evaluateRule({ toString: [] }, {})).toThrow('unknown operator toString')
})

test('a rule that would run for long is stopped', () => {
  const list = Array.from({ length: 200 }, (_, i) => i)
  const square: Rule = { map: [{ var: 'list' }, { map: [[...list], { var: '' }] }] }
  expect(() => evaluateRule(square, { list })).toThrow('too many steps')
})

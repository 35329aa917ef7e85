import { expect, test } from 'vitest'
import { plainText } from '../../../src/app/texts/plain-text.ts'

const messages = { 'a.place': '{{n}} of {{count}}', 'a.twice': '{{name}}, {{name}}', 'a.none': 'Saved' }

test('each placeholder takes its value', () => {
  expect(plainText(messages, 'a.place', { n: 3, count: '14' })).toBe('3 of 14')
  expect(plainText(messages, 'a.twice', { name: 'x' })).toBe('x, x')
  expect(plainText(messages, 'a.none')).toBe('Saved')
})

test('zero is a value', () => {
  expect(plainText(messages, 'a.place', { n: 0, count: 14 })).toBe('0 of 14')
})

test('a value that was not given stays visible instead of leaving a hole', () => {
  expect(plainText(messages, 'a.place', { n: 3 })).toBe('3 of {{count}}')
})

test('a value is put in as it is, never read as a pattern or a placeholder', () => {
  expect(plainText(messages, 'a.place', { n: '$&', count: '{{n}}' })).toBe('$& of {{n}}')
})

test('what the catalogue does not hold is no text', () => {
  expect(plainText(messages, 'a.gone')).toBeNull()
  expect(plainText(messages, 'constructor')).toBeNull()
})

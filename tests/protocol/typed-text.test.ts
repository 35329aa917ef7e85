import { expect, test } from 'vitest'
import { plainText } from '../../src/protocol/typed-text.ts'

test('the digits of every script become 0 to 9', () => {
  // Unicode gives each set of decimal digits ten code points in a row from zero to nine (chapter 4.6), so that the
  // value of a digit is its place among all of them, modulo ten.
  const digits: string[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code)
    if (/\p{Nd}/u.test(character)) digits.push(character)
  }
  expect(digits.length).toBeGreaterThan(600)
  expect(digits.map(plainText)).toEqual(digits.map((_digit, place) => String(place % 10)))
})

test('mathematical, full-width and circled digits are read as what they show', () => {
  // U+1D7D7 MATHEMATICAL BOLD DIGIT NINE, U+1D7D8 DOUBLE-STRUCK ZERO, U+1D7FF MONOSPACE NINE, U+FF13, U+2462
  expect(plainText('\u{1d7d7}\u{1d7d8}\u{1d7ff}３③')).toBe('90933')
})

test('words stay as they are', () => {
  expect(plainText('Level ٣, niveau ३, المستوى 3')).toBe('Level 3, niveau 3, المستوى 3')
  expect(plainText('½')).not.toMatch(/^\d$/)
})

test('marks for direction are dropped', () => {
  expect(plainText('\u2067٣\u2069\u200f')).toBe('3')
})

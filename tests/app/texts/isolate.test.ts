import { expect, test } from 'vitest'
import { isolated } from '../../../src/app/texts/isolate.ts'

// U+2068 FIRST STRONG ISOLATE and U+2069 POP DIRECTIONAL ISOLATE (Unicode Standard Annex 9)
const apart = (text: string) => `\u2068${text}\u2069`

test('in a right-to-left sentence every value stands apart', () => {
  expect(isolated('2026-Q4', 'rtl')).toBe(apart('2026-Q4'))
  expect(isolated('KEN-7Q4M', 'rtl')).toBe(apart('KEN-7Q4M'))
  expect(isolated('وزارة الصحة (2)', 'rtl')).toBe(apart('وزارة الصحة (2)'))
})

test('in a left-to-right sentence a right-to-left name stands apart', () => {
  expect(isolated('وزارة الصحة', 'ltr')).toBe(apart('وزارة الصحة'))
  expect(isolated('משרד', 'ltr')).toBe(apart('משרד'))
  expect(isolated('٣', 'ltr')).toBe(apart('٣'))
})

test('nothing invisible is added where nothing can go wrong', () => {
  expect(isolated('Ministry of Health 2', 'ltr')).toBe('Ministry of Health 2')
  expect(isolated('santé', 'ltr')).toBe('santé')
})

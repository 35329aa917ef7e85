import { afterEach, expect, test, vi } from 'vitest'
import { provideDevice } from '../../../src/app/device.ts'
import { useFormat } from '../../../src/app/texts/format.ts'
import type { LanguageId } from '../../../src/app/texts/languages.ts'
import { speak } from '../../../src/app/texts/texts.ts'
import { fakeDevice } from '../../support/fake-device.ts'

/** A phone that speaks these languages, with the app in one of them and perhaps other digits chosen. */
async function phone(language: LanguageId, languages: readonly string[], digits?: string) {
  const device = { ...fakeDevice(), languages }
  if (digits) device.keepPreference('digits', digits)
  provideDevice(device)
  await speak(language)
  return useFormat()
}

afterEach(() => vi.unstubAllEnvs())

// Default digits by region: benchmark method, section 13 (CLDR).
test('digits follow the region of the phone: plain Arabic and Morocco write 0 to 9, Egypt its own', async () => {
  expect((await phone('ar', ['ar'])).number(1234.5, 1)).toBe('1,234.5')
  expect((await phone('ar', ['ar-MA'])).number(42)).toBe('42')
  expect((await phone('ar', ['ar-EG'])).number(1234.5, 1)).toBe('١٬٢٣٤٫٥')
})

test('a phone in another language leaves Arabic at its plain digits', async () => {
  expect((await phone('ar', ['en-EG', 'fr'])).number(42)).toBe('42')
})

test('the switch wins over the region, both ways', async () => {
  expect((await phone('ar', ['ar'], 'arab')).number(42)).toBe('٤٢')
  expect((await phone('ar', ['ar-EG'], 'latn')).number(42)).toBe('42')
  expect((await phone('fr', ['fr'], 'arab')).percent(0.35)).toContain('٣٥')
})

test('chosen digits keep the grouping of the region', async () => {
  // en-IN groups 12,34,567 (benchmark method, section 13)
  expect((await phone('en', ['en-IN'], 'latn')).number(1234567)).toBe('12,34,567')
})

test('numbers have the decimals that are asked for, and none otherwise', async () => {
  const { number } = await phone('en', ['en'])
  expect(number(2.5, 1)).toBe('2.5')
  expect(number(2, 3)).toBe('2.000')
  expect(number(61.7)).toBe('62')
})

test('French writes a comma, a narrow space and a percent sign after a space', async () => {
  const { number, percent } = await phone('fr', ['fr-FR'])
  expect(number(1234.5, 1)).toBe('1\u202f234,5')
  expect(percent(0.35)).toMatch(/^35[\u00a0\u202f]+%$/)
})

test('a bare day is the same day everywhere, an instant the day where the phone is', async () => {
  // Honolulu is ten hours behind UTC all year.
  vi.stubEnv('TZ', 'Pacific/Honolulu')
  const { day, instant } = await phone('en', ['en-GB'])
  expect(day('2026-11-23')).toBe('23 November 2026')
  expect(day('2026-11-23T05:00:00.000Z')).toBe('22 November 2026')
  expect(day('2026-11-23')).toBe('23 November 2026')
  expect(instant('2026-11-23T05:00:00.000Z')).toBe('22 November 2026 at 19:00')
})

test('sizes are told in the unit that reads best', async () => {
  const { kilobytes } = await phone('en', ['en'])
  expect(kilobytes(0)).toBe('0 kB')
  expect(kilobytes(18_400)).toBe('18 kB')
  expect(kilobytes(1_340_000)).toBe('1.3 MB')
  expect(kilobytes(10_738_700_000)).toBe('10.7 GB')
  expect((await phone('fr', ['fr'])).kilobytes(18_400)).toMatch(/^18\sko$/)
})

test('lists, countries and order are those of the language', async () => {
  const french = await phone('fr', ['fr'])
  expect(french.list(['a', 'b', 'c'])).toBe('a, b et c')
  expect(french.country('EG')).toBe('Égypte')
  expect(french.country('XQ')).toBe('XQ')
  // é sorts with e, not after z
  expect(['zèle', 'été', 'fin'].sort(french.collator().compare)).toEqual(['été', 'fin', 'zèle'])
  expect((await phone('ar', ['ar'])).country('MA')).toBe('المغرب')
})

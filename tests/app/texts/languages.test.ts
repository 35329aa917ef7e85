import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestLanguage, directionOf, languages } from '../../../src/app/texts/languages.ts'
import { seed } from '../../support/seed.ts'

test("the first of the person's languages that we have is spoken", () => {
  expect(bestLanguage(['sw', 'fr', 'ar'])).toBe('fr')
})

test('a kept choice comes before the languages of the phone', () => {
  expect(bestLanguage(['ar', 'fr-FR', 'en-GB'])).toBe('ar')
  expect(bestLanguage([null, 'fr-FR', 'en-GB'])).toBe('fr')
})

test('region, script and capitals do not matter', () => {
  expect(bestLanguage(['ar-EG'])).toBe('ar')
  expect(bestLanguage(['FR-cd'])).toBe('fr')
  expect(bestLanguage(['ar-Arab-MA-u-nu-latn'])).toBe('ar')
})

test('a language that only begins alike is another one', () => {
  // arn is Mapudungun, frr is Northern Frisian
  expect(bestLanguage(['arn', 'frr'])).toBe('en')
})

test('without any language of ours it is English', () => {
  expect(bestLanguage([])).toBe('en')
  expect(bestLanguage([null, '', 'ha', 'am-ET'])).toBe('en')
})

test('a draft is spoken to whoever wants its language', () => {
  const drafts = languages.filter(({ reviewed }) => !reviewed).map(({ id }) => id)
  expect(drafts).toEqual(['fr', 'ar'])
  for (const id of drafts) expect(bestLanguage([id, 'en'])).toBe(id)
})

test('whatever a phone says, the language is one of ours', () => {
  const ours = languages.map(({ id }) => id)
  fc.assert(
    fc.property(fc.array(fc.option(fc.string())), (wanted) => ours.includes(bestLanguage(wanted))),
    { seed },
  )
})

test('Arabic runs from right to left, the others do not', () => {
  expect(languages.map(({ id }) => directionOf(id))).toEqual(['ltr', 'ltr', 'rtl'])
})

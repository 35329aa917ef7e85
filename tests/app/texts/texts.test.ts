import { beforeEach, describe, expect, test, vi } from 'vitest'
import { makeEngine } from '../../../src/app/texts/texts.ts'
import type { LanguageId } from '../../../src/app/texts/languages.ts'

/** The texts of an app that has just started: nothing is loaded, nothing spoken. */
async function freshTexts() {
  vi.resetModules()
  return import('../../../src/app/texts/texts.ts')
}

let texts: Awaited<ReturnType<typeof freshTexts>>
beforeEach(async () => {
  texts = await freshTexts()
})

test('the question screen is spoken before the engine is there, other pages after', async () => {
  await texts.speak('fr')
  const { t } = texts.useTexts()
  expect(t('question.position', { n: '3', count: '14' })).toBe('3 sur 14')
  expect(t('results.title')).toBe('')
  await texts.loadAllTexts()
  expect(t('results.title')).toBe('Résultats')
  expect(t('question.position', { n: '3', count: '14' })).toBe('3 sur 14')
})

test('nothing is said before a language is chosen', () => {
  expect(texts.useTexts().t('saving.saved')).toBe('')
})

test('the page takes language and direction of what is spoken', async () => {
  await texts.speak('ar')
  expect(document.documentElement.lang).toBe('ar')
  expect(document.documentElement.dir).toBe('rtl')
  await texts.speak('fr')
  expect(document.documentElement.lang).toBe('fr')
  expect(document.documentElement.dir).toBe('ltr')
})

test('a change of language is complete once the engine is there', async () => {
  await texts.speak('en')
  await texts.loadAllTexts()
  await texts.speak('ar')
  expect(texts.useTexts().language()).toBe('ar')
  expect(texts.useTexts().t('results.title')).toBe('النتائج')
})

test('names and codes stand apart in an Arabic sentence, with and without the engine', async () => {
  await texts.speak('ar')
  const { t } = texts.useTexts()
  const apart = 'المسؤول عادةً: \u2068NITDA 2\u2069'
  expect(t('question.owner', { owner: 'NITDA 2' })).toBe(apart)
  await texts.loadAllTexts()
  expect(t('question.owner', { owner: 'NITDA 2' })).toBe(apart)
  expect(t('home.round', { round: '2026-Q4' })).toBe('الجولة \u20682026-Q4\u2069')
})

test('what is put in is neither escaped nor read as a message of its own', async () => {
  await texts.speak('en')
  await texts.loadAllTexts()
  const { t } = texts.useTexts()
  expect(t('home.profile', { name: '<b>&amp; $t(app.name) {{name}}' })).toBe(
    'Profile: <b>&amp; $t(app.name) {{name}}',
  )
})

test('the number of assessments takes its form in each language', async () => {
  const said = async (language: LanguageId, count: number) => {
    await texts.speak(language)
    await texts.loadAllTexts()
    return texts.useTexts().t('copy.contents', { label: 'A', time: 'T', count, n: String(count) })
  }
  expect(await said('en', 1)).toBe('Copy of “A” from T with 1 assessment.')
  expect(await said('en', 0)).toBe('Copy of “A” from T with 0 assessments.')
  expect(await said('fr', 0)).toMatch(/0 évaluation\.$/)
  expect(await said('fr', 2)).toMatch(/2 évaluations\.$/)
  expect(await said('ar', 2)).toMatch(/فيها تقييمان\.$/)
  expect(await said('ar', 3)).toMatch(/فيها \u20683\u2069 تقييمات\.$/)
  expect(await said('ar', 11)).toMatch(/فيها \u206811\u2069 تقييمًا\.$/)
})

describe('plural forms by benchmark method, section 12 (CLDR 48)', () => {
  test.each<[LanguageId, number, string]>([
    ['en', 1, 'one'],
    ['en', 0, 'other'],
    ['en', 2, 'other'],
    ['fr', 0, 'one'],
    ['fr', 1, 'one'],
    ['fr', 1.5, 'one'],
    ['fr', 2, 'other'],
    ['fr', 1_000_000, 'many'],
    ['ar', 0, 'zero'],
    ['ar', 1, 'one'],
    ['ar', 2, 'two'],
    ['ar', 3, 'few'],
    ['ar', 10, 'few'],
    ['ar', 11, 'many'],
    ['ar', 99, 'many'],
    ['ar', 100, 'other'],
    ['ar', 102, 'other'],
    ['ar', 103, 'few'],
    ['ar', 111, 'many'],
  ])('%s: %d is "%s"', async (language, count, expected) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    // One message whose every form says its own name.
    const engine = await makeEngine(
      language,
      Object.fromEntries(forms.map((form) => [`probe_${form}`, form])),
    )
    expect(engine.t('probe', { count })).toBe(expected)
  })
})

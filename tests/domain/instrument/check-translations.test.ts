import { expect, test } from 'vitest'
import { findingsWith, indicatorTexts } from '../../support/build-pack.ts'

test('a translation may not call itself the source', () => {
  const found = findingsWith(({ fr }) => {
    fr.status = 'source'
    fr.statusByIndicator = { 'SR-A-1': 'source', 'SR-A-X': 'reviewed' }
  })
  expect(found).toEqual(['status texts/fr.json status', 'status texts/fr.json statusByIndicator.SR-A-1'])
})

test('the source language is the source', () => {
  const found = findingsWith(({ en }) => {
    en.status = 'reviewed'
  })
  expect(found).toEqual(['status texts/en.json status'])
})

test('a translation keeps every placeholder of the source and adds none', () => {
  for (const question of [
    'Combien existent ?',
    'Combien des {{nombre}} existent ?',
    '{{count}} et {{count}} ?',
  ]) {
    const found = findingsWith(({ fr }) => {
      indicatorTexts(fr, 'SR-A-1').question = question
    })
    expect(found).toEqual(['placeholder texts/fr.json indicators.SR-A-1.question'])
  }
})

test('placeholders may change their order', () => {
  const found = findingsWith(({ en, fr, ar }) => {
    indicatorTexts(en, 'SR-A-1').question = 'Do {a} of {b} exist?'
    indicatorTexts(fr, 'SR-A-1').question = 'Parmi {b}, {a} existent-ils ?'
    indicatorTexts(ar, 'SR-A-1').question = 'هل يوجد {a} من {b}؟'
  })
  expect(found).toEqual([])
})

test('a text that reads as in the source language is not translated', () => {
  const found = findingsWith(({ fr }) => {
    indicatorTexts(fr, 'SR-A-1').why = 'It  matters here'
  })
  expect(found).toEqual(['untranslated texts/fr.json indicators.SR-A-1.why'])
})

test('a single word and the name of a framework may read alike', () => {
  const found = findingsWith(({ en, fr }) => {
    indicatorTexts(en, 'SR-A-1').title = 'Audit'
    indicatorTexts(fr, 'SR-A-1').title = 'Audit'
    fr.frameworks.handbook = 'The handbook'
  })
  expect(found).toEqual([])
})

test('regions of one language may read alike, scripts of one language may not', () => {
  const asLanguage = (language: string) =>
    findingsWith(({ instrument, en, fr }) => {
      instrument.languages = ['en', language, 'ar']
      Object.assign(fr, structuredClone(en), { language, status: 'reviewed' })
    })
  expect(asLanguage('en-KE')).toEqual([])
  expect(asLanguage('en-Dsrt').every((finding) => finding.startsWith('untranslated '))).toBe(true)
  expect(asLanguage('en-Dsrt')).not.toEqual([])
})

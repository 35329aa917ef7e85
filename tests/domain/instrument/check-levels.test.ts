import { expect, test } from 'vitest'
import { byId, findingsWith, indicatorTexts } from '../../support/build-pack.ts'

test('an indicator describes every level of its scale', () => {
  const found = findingsWith(({ fr }) => indicatorTexts(fr, 'SR-A-1').levels.pop())
  expect(found).toEqual(['level-count texts/fr.json indicators.SR-A-1.levels'])
})

test('a scale and a band name each of their steps', () => {
  const found = findingsWith(({ ar }) => {
    ar.scales.capacity?.pop()
    ar.bands.stage?.push('بين الاثنين')
  })
  expect(found).toEqual([
    'level-count texts/ar.json scales.capacity',
    'level-count texts/ar.json bands.stage',
  ])
})

test('two levels that differ only in capitals, spaces or full stops are the same', () => {
  const found = findingsWith(({ en }) => {
    indicatorTexts(en, 'SR-A-1').levels[2] = 'a  FIRST step.'
  })
  expect(found).toEqual(['level-repeat texts/en.json indicators.SR-A-1.levels.2'])
})

test('levels may differ in a figure or a sign alone', () => {
  const found = findingsWith(({ en }) => {
    indicatorTexts(en, 'SR-A-1').levels = [
      'About 10% of bodies',
      'About 20% of bodies',
      'About +20% of bodies',
    ]
  })
  expect(found).toEqual([])
})

test('a level has at most 20 words, counted as its language counts them', () => {
  // 20 words, and a hyphen and punctuation that are none.
  const twenty =
    'One two three four five, six seven eight nine ten: one two three four five – six seven eight nine ten.'
  const arabic = 'كلمة '.repeat(21).trim()
  expect(
    findingsWith(({ en }) => {
      indicatorTexts(en, 'SR-A-1').levels[2] = twenty
    }),
  ).toEqual([])
  expect(
    findingsWith(({ en, ar }) => {
      indicatorTexts(en, 'SR-A-1').levels[2] = `${twenty} Eleven`
      indicatorTexts(ar, 'SR-A-1').levels[2] = arabic
    }),
  ).toEqual([
    'level-length texts/en.json indicators.SR-A-1.levels.2',
    'level-length texts/ar.json indicators.SR-A-1.levels.2',
  ])
})

test('a language without spaces is counted word by word', () => {
  // "我们国家没有法律" ("our country has no law"), 4 words to ICU; six times over it passes 20.
  const found = findingsWith(({ instrument, ar }) => {
    instrument.languages = ['en', 'fr', 'zh']
    ar.language = 'zh'
    indicatorTexts(ar, 'SR-A-1').levels[2] = '我们国家没有法律'.repeat(6)
  })
  expect(found).toContain('level-length texts/zh.json indicators.SR-A-1.levels.2')
})

test('an indicator on an unknown scale is not counted against it', () => {
  const found = findingsWith(({ instrument, fr }) => {
    byId(instrument.indicators, 'SR-A-1').scale = 'colours'
    indicatorTexts(fr, 'SR-A-1').levels.pop()
  })
  expect(found).toEqual(['unknown-reference instrument.json indicators.SR-A-1.scale'])
})

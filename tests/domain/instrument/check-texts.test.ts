import { expect, test } from 'vitest'
import { checkInstrument } from '../../../src/domain/instrument/check-instrument.ts'
import { asTwoTrack, buildPack, findingsWith, indicatorTexts } from '../../support/build-pack.ts'

test('a language that is listed has its texts', () => {
  const found = findingsWith(({ instrument }) => instrument.languages.push('sw'))
  expect(found).toEqual(['language-files instrument.json languages'])
})

test('texts belong to a language that is listed', () => {
  const found = findingsWith(({ instrument }) => instrument.languages.pop())
  expect(found).toEqual(['language-files instrument.json languages'])
})

const groups = [
  ['tracks', 'risk'],
  ['dimensions', 'SR-A'],
  ['scales', 'capacity'],
  ['figures', 'concern'],
  ['bands', 'stage'],
  ['frameworks', 'handbook'],
  ['indicators', 'SR-A-1'],
  ['glossary', 'step'],
] as const

test.each(groups)('what is missing among the %s of a language is named', (group, id) => {
  const found = findingsWith(({ fr }) => delete fr[group][id])
  expect(found).toEqual([`missing-text texts/fr.json ${group}.${id}`])
})

test.each(groups)('what nothing refers to among the %s of a language is named', (group, id) => {
  const found = findingsWith(({ ar }) => {
    Object.assign(ar[group], { extra: ar[group][id] })
  })
  expect(found).toEqual([`surplus-text texts/ar.json ${group}.extra`])
})

test('each figure that two tracks give has its words: tracks, risk without safeguards, dimensions, deficits', () => {
  const found = findingsWith((draft) => {
    asTwoTrack(draft)
    draft.fr.figures = {}
  })
  expect(found).toEqual(
    [
      'risk', 'risk-inherent', 'ready', 'SR-A', 'SR-A-inherent', 'SR-R', 'DR-B',
      'deficit-consensus', 'deficit-lag', 'deficit-execution', 'deficit-accountability',
    ].map((id) => `missing-text texts/fr.json figures.${id}`), // prettier-ignore
  )
})

test('the source language too must have what the structure asks for', () => {
  const found = findingsWith(({ en }) => delete en.tracks.risk)
  expect(found).toEqual(['missing-text texts/en.json tracks.risk'])
})

test('an indicator without a review status of its own is no gap, a status without indicator is surplus', () => {
  const found = findingsWith(({ fr }) => {
    fr.statusByIndicator = { 'SR-A-1': 'reviewed', 'SR-A-2': 'reviewed' }
  })
  expect(found).toEqual(['surplus-text texts/fr.json statusByIndicator.SR-A-2'])
})

test('a control without next steps lacks them', () => {
  const found = findingsWith(({ fr }) => {
    indicatorTexts(fr, 'SR-A-1').next = null
  })
  expect(found).toEqual(['missing-text texts/fr.json indicators.SR-A-1.next'])
})

test('a likelihood has no next step', () => {
  const found = findingsWith(({ en }) => {
    indicatorTexts(en, 'SR-A-X').next = { low: 'Hide in the cellar.', mid: 'Hope for the best.' }
  })
  expect(found).toEqual(['surplus-text texts/en.json indicators.SR-A-X.next'])
})

test('a text of spaces only is missing', () => {
  const found = findingsWith(({ ar }) => {
    indicatorTexts(ar, 'DR-B-1').owner = ' '
  })
  expect(found).toEqual(['missing-text texts/ar.json indicators.DR-B-1.owner'])
})

test('an introduction may be empty in all languages, not in one', () => {
  const empty = (texts: { tracks: Record<string, { introduction: string }> }) => {
    if (texts.tracks.risk) texts.tracks.risk.introduction = ''
  }
  expect(
    findingsWith(({ en, fr, ar }) => {
      empty(en)
      empty(fr)
      empty(ar)
    }),
  ).toEqual([])
  expect(findingsWith(({ fr }) => empty(fr))).toEqual(['missing-text texts/fr.json tracks.risk.introduction'])
})

test('ids that objects have by nature are not taken for texts', () => {
  const pack = buildPack(({ instrument }) => {
    instrument.tracks.push({ id: 'constructor', polarity: 'high-is-good' })
  })
  const missing = checkInstrument(pack, null).map(({ rule, place }) => `${rule} ${place}`)
  expect(missing).toEqual(Array(3).fill('missing-text tracks.constructor'))
})

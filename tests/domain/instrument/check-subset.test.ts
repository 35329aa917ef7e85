import { expect, test } from 'vitest'
import { buildPack, byId, findingsWith, indicatorTexts, type PackDraft } from '../../support/build-pack.ts'

const whole = buildPack(({ instrument }) => {
  instrument.id = 'whole'
})

function subsetWith(change: (draft: PackDraft) => void, parent = whole): string[] {
  return findingsWith((draft) => {
    draft.instrument.subsetOf = { id: 'whole', version: '1.0.0' }
    change(draft)
  }, parent)
}

test('a subset takes from its parent what it likes and has its own title, scoring and glossary', () => {
  const found = subsetWith(({ instrument, en, fr, ar }) => {
    instrument.indicators = [byId(instrument.indicators, 'SR-A-1')]
    instrument.dimensions = [byId(instrument.dimensions, 'SR-A')]
    if (instrument.scoring.model === 'composite') {
      const node = byId(instrument.scoring.parameters.nodes, 'concern')
      node.parts = [{ of: 'SR-A-1', weight: 2 }]
      instrument.scoring.parameters.nodes = [node]
      instrument.scoring.parameters.shares = []
    }
    for (const texts of [en, fr, ar]) {
      texts.indicators = { 'SR-A-1': indicatorTexts(texts, 'SR-A-1') }
      delete texts.dimensions['DR-B']
      delete texts.figures.capacity
      delete texts.figures.all
      texts.glossary = {}
    }
    en.title = 'The first part'
    fr.title = 'La première partie'
    ar.title = 'الجزء الأول'
  })
  expect(found).toEqual([])
})

test('an indicator of a subset is an indicator of its parent', () => {
  const smaller = buildPack(({ instrument, en, fr, ar }) => {
    instrument.id = 'whole'
    instrument.indicators = instrument.indicators.filter(({ id }) => id !== 'DR-B-1')
    for (const texts of [en, fr, ar]) delete texts.indicators['DR-B-1']
  })
  expect(subsetWith(() => undefined, smaller)).toEqual([
    'subset instrument.json indicators.DR-B-1',
    'subset texts/en.json indicators.DR-B-1',
    'subset texts/fr.json indicators.DR-B-1',
    'subset texts/ar.json indicators.DR-B-1',
  ])
})

test('structure that differs from the parent is named field by field', () => {
  const found = subsetWith(({ instrument }) => {
    byId(instrument.tracks, 'risk').polarity = 'high-is-good'
    byId(instrument.dimensions, 'SR-A').likelihoodFloor = 0
    byId(instrument.indicators, 'SR-A-1').weight = 3
    byId(instrument.indicators, 'DR-B-1').mappings = []
    instrument.scales.capacity = { levels: 3, scores: [0, 50, 100] }
  })
  expect(found).toEqual([
    'subset instrument.json tracks.risk.polarity',
    'subset instrument.json dimensions.SR-A.likelihoodFloor',
    'subset instrument.json indicators.SR-A-1.weight',
    'subset instrument.json indicators.DR-B-1.mappings',
    'subset instrument.json scales.capacity.scores',
  ])
})

test('wording that differs from the parent is named in each language', () => {
  const found = subsetWith(({ en, fr, ar }) => {
    indicatorTexts(en, 'SR-A-1').question = 'Are there {{count}} of them?'
    indicatorTexts(fr, 'SR-A-1').levels[1] = 'Un tout premier pas'
    if (ar.scales.capacity) ar.scales.capacity[0] = 'لا شيء هنا'
  })
  expect(found).toEqual([
    'subset texts/en.json indicators.SR-A-1.question',
    'subset texts/fr.json indicators.SR-A-1.levels',
    'subset texts/ar.json scales.capacity.0',
  ])
})

test('a subset calls tracks and dimensions as its parent does, and may introduce them in its own words', () => {
  const found = subsetWith(({ en, fr, ar }) => {
    Object.assign(en.tracks.risk ?? {}, { title: 'Other dangers' })
    Object.assign(fr.dimensions['DR-B'] ?? {}, { title: 'Un autre thème' })
    Object.assign(ar.dimensions['SR-A'] ?? {}, { introduction: 'كلمات أخرى.' })
  })
  expect(found).toEqual([
    'subset texts/en.json tracks.risk.title',
    'subset texts/fr.json dimensions.DR-B.title',
  ])
})

test('a language that the parent lacks has nothing to be compared with', () => {
  const found = subsetWith(({ instrument, fr }) => {
    instrument.languages = ['en', 'pt', 'ar']
    fr.language = 'pt'
    indicatorTexts(fr, 'SR-A-1').why = 'Isto importa aqui.'
  })
  expect(found).toEqual([])
})

test('an instrument that stands alone is compared with nothing', () => {
  const found = findingsWith(({ instrument }) => {
    byId(instrument.indicators, 'SR-A-1').weight = 3
  }, whole)
  expect(found).toEqual([])
})

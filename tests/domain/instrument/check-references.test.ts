import { expect, test } from 'vitest'
import { asTwoTrack, buildPack, byId, findingsWith } from '../../support/build-pack.ts'
import { checkInstrument } from '../../../src/domain/instrument/check-instrument.ts'

test('a pack without fault has nothing to mend', () => {
  expect(checkInstrument(buildPack(), null)).toEqual([])
})

test('a two-track pack without fault has nothing to mend', () => {
  expect(findingsWith(asTwoTrack)).toEqual([])
})

test('two indicators may not share an id', () => {
  const found = findingsWith(({ instrument }) => {
    instrument.indicators.push({ ...byId(instrument.indicators, 'DR-B-1') })
  })
  expect(found).toEqual(['duplicate-id instrument.json indicators'])
})

test('a figure may not take the id of an indicator, since parts name either', () => {
  const found = findingsWith(({ instrument, en, fr, ar }) => {
    if (instrument.scoring.model === 'composite')
      byId(instrument.scoring.parameters.nodes, 'concern').id = 'SR-A-X'
    for (const texts of [en, fr, ar]) {
      texts.figures['SR-A-X'] = texts.tracks.risk ?? { title: '', introduction: '' }
      delete texts.figures.concern
    }
  })
  expect(found).toEqual(['duplicate-id instrument.json indicators'])
})

test('two tracks, two dimensions, two languages or two names of a band may not be the same', () => {
  const found = findingsWith(({ instrument }) => {
    instrument.languages.push('en')
    instrument.tracks.push({ id: 'risk', polarity: 'high-is-bad' })
    instrument.dimensions.push({ ...byId(instrument.dimensions, 'SR-A') })
    instrument.scoring.parameters.bands = { stage: { names: ['nascent', 'nascent'], bounds: [50] } }
  })
  expect(found).toEqual([
    'duplicate-id instrument.json languages',
    'duplicate-id instrument.json tracks',
    'duplicate-id instrument.json dimensions',
    'duplicate-id instrument.json scoring.parameters.bands.stage',
  ])
})

test('the source language is one of the languages', () => {
  const found = findingsWith(({ instrument, en, fr, ar }) => {
    instrument.sourceLanguage = 'sw'
    for (const texts of [en, fr, ar]) texts.status = 'reviewed'
  })
  expect(found).toEqual(['unknown-reference instrument.json sourceLanguage'])
})

test('a dimension belongs to a track that exists', () => {
  const found = findingsWith(({ instrument }) => {
    byId(instrument.dimensions, 'SR-A').track = 'danger'
  })
  expect(found).toEqual(['unknown-reference instrument.json dimensions.SR-A.track'])
})

test('an indicator belongs to a dimension that exists', () => {
  const found = findingsWith(({ instrument }) => {
    byId(instrument.indicators, 'SR-A-1').dimension = 'SR-C'
  })
  expect(found).toEqual(['unknown-reference instrument.json indicators.SR-A-1.dimension'])
})

test('an indicator is answered on a scale that exists', () => {
  const found = findingsWith(({ instrument }) => {
    byId(instrument.indicators, 'SR-A-1').scale = 'constructor'
  })
  expect(found).toEqual(['unknown-reference instrument.json indicators.SR-A-1.scale'])
})

test('an indicator needs only indicators that exist', () => {
  const found = findingsWith(({ instrument }) => {
    byId(instrument.indicators, 'DR-B-1').needs = ['SR-A-9']
  })
  expect(found).toEqual(['unknown-reference instrument.json indicators.DR-B-1.needs'])
})

test('in a subset an indicator may need one that only the whole instrument has', () => {
  const found = findingsWith(({ instrument }) => {
    instrument.subsetOf = { id: 'whole', version: '1.0.0' }
    byId(instrument.indicators, 'DR-B-1').needs = ['SR-A-9']
  })
  expect(found).toEqual([])
})

test('a visibility rule reads only indicators that exist, however deep it asks', () => {
  const found = findingsWith(({ instrument }) => {
    byId(instrument.dimensions, 'DR-B').visibleWhen = null
    byId(instrument.indicators, 'DR-B-1').visibleWhen = {
      and: [true, { '>': [{ var: ['SR-A-7', 0] }, 1] }, { '!': { var: 'SR-A-1' } }, { var: '' }],
    }
  })
  expect(found).toEqual(['unknown-reference instrument.json indicators.DR-B-1.visibleWhen'])
})

test('a figure is computed from indicators and from figures before it', () => {
  const found = findingsWith(({ instrument }) => {
    if (instrument.scoring.model === 'composite') instrument.scoring.parameters.nodes.reverse()
  })
  expect(found).toEqual(['unknown-reference instrument.json scoring.parameters.nodes.all.parts'])
})

test('a figure has a track and a band that exist', () => {
  const found = findingsWith(({ instrument }) => {
    if (instrument.scoring.model !== 'composite') return
    const node = byId(instrument.scoring.parameters.nodes, 'all')
    node.track = 'danger'
    node.band = 'colour'
  })
  expect(found).toEqual([
    'unknown-reference instrument.json scoring.parameters.nodes.all.track',
    'unknown-reference instrument.json scoring.parameters.nodes.all.band',
  ])
})

test('only figures and tracks that exist may be shared', () => {
  const found = findingsWith(({ instrument }) => {
    instrument.scoring.parameters.shares = [{ figure: 'secret', track: 'danger', highestTier: 'B2' }]
  })
  expect(found).toEqual([
    'unknown-reference instrument.json scoring.parameters.shares',
    'unknown-reference instrument.json scoring.parameters.shares.secret.track',
  ])
})

test('the two-track model names tracks, a dimension and shared figures that exist', () => {
  const found = findingsWith((draft) => {
    const parameters = asTwoTrack(draft)
    parameters.riskTrack = 'danger'
    parameters.readinessTrack = 'progress'
    parameters.responseDimension = 'SR-INC'
    parameters.shares = [{ figure: 'DR-C', track: 'ready', highestTier: 'B3' }]
  })
  // Other rules then miss the words and the exposures of what is now named.
  expect(found.filter((finding) => finding.startsWith('unknown-reference'))).toEqual([
    'unknown-reference instrument.json scoring.parameters.riskTrack',
    'unknown-reference instrument.json scoring.parameters.readinessTrack',
    'unknown-reference instrument.json scoring.parameters.responseDimension',
    'unknown-reference instrument.json scoring.parameters.shares',
  ])
})

test('prerequisites may not run in a circle', () => {
  const found = findingsWith(({ instrument }) => {
    byId(instrument.indicators, 'SR-A-1').needs = ['DR-B-1']
  })
  expect(found).toEqual(['cycle instrument.json indicators.SR-A-1.needs'])
})

test('an indicator may not be visible depending on its own answer, not even through its dimension', () => {
  const found = findingsWith(({ instrument }) => {
    byId(instrument.dimensions, 'DR-B').visibleWhen = { var: 'DR-B-1' }
  })
  expect(found).toEqual(['cycle instrument.json indicators.DR-B-1.visibleWhen'])
})

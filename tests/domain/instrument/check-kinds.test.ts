import { expect, test } from 'vitest'
import { asTwoTrack, byId, findingsWith, indicatorTexts, type PackDraft } from '../../support/build-pack.ts'

test('a likelihood carries no weight, gate, deficit or effort', () => {
  const found = findingsWith(({ instrument }) => {
    Object.assign(byId(instrument.indicators, 'SR-A-X'), {
      weight: 1,
      gate: true,
      deficits: { primary: 'lag', secondary: null },
      effort: 'small',
    })
  })
  expect(found).toEqual([
    'kind-fields instrument.json indicators.SR-A-X.weight',
    'kind-fields instrument.json indicators.SR-A-X.gate',
    'kind-fields instrument.json indicators.SR-A-X.deficits',
    'kind-fields instrument.json indicators.SR-A-X.effort',
  ])
})

test.each([null, 0.5, 3.5])('a control has a weight from 1 to 3, not %s', (weight) => {
  const found = findingsWith(({ instrument }) => {
    byId(instrument.indicators, 'SR-A-1').weight = weight
  })
  expect(found).toEqual(['kind-fields instrument.json indicators.SR-A-1.weight'])
})

test('a readiness indicator names its deficit and its effort', () => {
  const found = findingsWith(({ instrument }) => {
    Object.assign(byId(instrument.indicators, 'DR-B-1'), { deficits: null, effort: null })
  })
  expect(found).toEqual([
    'kind-fields instrument.json indicators.DR-B-1.deficits',
    'kind-fields instrument.json indicators.DR-B-1.effort',
  ])
})

test('a practice of a foreign instrument may go without all of these, but a gate needs a weight', () => {
  const practice = { kind: 'practice', weight: null, deficits: null, effort: null }
  const without = findingsWith(({ instrument, en, fr, ar }) => {
    Object.assign(byId(instrument.indicators, 'SR-A-1'), practice, { gate: false })
    for (const texts of [en, fr, ar]) indicatorTexts(texts, 'SR-A-1').next = null
  })
  const gate = findingsWith(({ instrument }) => {
    Object.assign(byId(instrument.indicators, 'SR-A-1'), practice)
  })
  expect(without).toEqual([])
  expect(gate).toEqual(['kind-fields instrument.json indicators.SR-A-1.weight'])
})

test.each(['SR-A-X', 'SR-A-1'])('%s, a likelihood or a gate, never accepts "not applicable"', (id) => {
  const found = findingsWith(({ instrument }) => {
    byId(instrument.indicators, id).notApplicable = 'reason-required'
  })
  expect(found).toEqual([`not-applicable instrument.json indicators.${id}.notApplicable`])
})

test('an impact never accepts "not applicable"', () => {
  const found = findingsWith(({ instrument }) => {
    Object.assign(byId(instrument.indicators, 'SR-A-X'), { kind: 'impact', notApplicable: 'reason-required' })
  })
  expect(found).toEqual(['not-applicable instrument.json indicators.SR-A-X.notApplicable'])
})

const exposures: readonly [string, (draft: PackDraft) => void, readonly string[]][] = [
  [
    'a risk dimension of a two-track instrument asks how likely and how bad',
    (draft) => {
      const { instrument, en, fr, ar } = draft
      instrument.indicators = instrument.indicators.filter(({ id }) => id !== 'SR-A-X' && id !== 'SR-A-I')
      for (const { indicators } of [en, fr, ar]) {
        delete indicators['SR-A-X']
        delete indicators['SR-A-I']
      }
    },
    ['SR-A', 'SR-A'],
  ],
  ['it asks each of them once', (draft) => addIndicator(draft, 'SR-A-I', { id: 'SR-A-J' }), ['SR-A']],
  [
    'the response dimension, which softens the impact in all others, has none of its own',
    (draft) => addIndicator(draft, 'SR-A-I', { id: 'SR-R-I', dimension: 'SR-R' }),
    ['SR-R'],
  ],
  [
    'readiness reads no likelihood',
    (draft) => addIndicator(draft, 'SR-A-X', { id: 'DR-B-X', dimension: 'DR-B' }),
    ['DR-B'],
  ],
]

test.each(exposures)('%s', (_, change, dimensions) => {
  const found = findingsWith((draft) => {
    asTwoTrack(draft)
    change(draft)
  })
  expect(found).toEqual(dimensions.map((id) => `exposure-count instrument.json dimensions.${id}`))
})

function addIndicator(
  { instrument, en, fr, ar }: PackDraft,
  like: string,
  own: { readonly id: string; readonly dimension?: string },
): void {
  instrument.indicators.push({ ...byId(instrument.indicators, like), ...own })
  for (const texts of [en, fr, ar]) texts.indicators[own.id] = indicatorTexts(texts, like)
}

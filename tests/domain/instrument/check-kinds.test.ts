import { expect, test } from 'vitest'
import { byId, findingsWith, indicatorTexts } from '../../support/build-pack.ts'

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

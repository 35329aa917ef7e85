import { describe, expect, test } from 'vitest'
import { buildActionPlan, chooseActions } from '../../../src/domain/action-plan/build-action-plan.ts'
import { asOf, assessmentWith, type Short } from '../../support/scored-assessments.ts'
import { nationalInstrument as instrument } from '../../support/national-instrument.ts'
import { nationalProfile } from '../../support/national-profile.ts'

const plan = (answers: Readonly<Record<string, Short>>, targets = {}) =>
  buildActionPlan({ instrument, assessment: assessmentWith(instrument, answers), asOf }, targets)

describe('the worked profile (specification, test 10)', () => {
  const actions = plan(nationalProfile)

  test('26 steps close a gap', () => {
    expect(actions).toHaveLength(26)
  })

  test('the first ten, with their priorities', () => {
    expect(actions.slice(0, 10).map((one) => [one.indicator, one.orderedBy])).toEqual([
      ['SR-SYS-1', 168.75],
      ['SR-INC-2', 75],
      ['SR-INF-1', 75],
      ['DR-STR-1', 56.25],
      ['DR-COP-2', 50],
      ['SR-INC-1', 50],
      ['SR-SUP-1', 50],
      ['DR-LAW-4', 45],
      ['SR-INC-5', expect.closeTo(33.33, 2)],
      ['SR-MAL-1', 25],
    ])
  })

  test('a step that another waits for comes first, although its own priority is lower', () => {
    const order = actions.map((one) => one.indicator)
    expect(order.indexOf('DR-STR-2')).toBeLessThan(order.indexOf('DR-ECO-3'))
    const costed = actions.find((one) => one.indicator === 'DR-STR-2')
    // .25 x 1 x 1.25 / 1.5 = 20.83; 0.9 x 22.22 = 20.0 does not lift it
    expect(costed?.priority).toBeCloseTo(20.83, 2)
    expect(costed?.orderedBy).toBeCloseTo(20.83, 2)
    expect(actions.find((one) => one.indicator === 'DR-ECO-3')?.waitsFor).toEqual(['DR-STR-2'])
  })

  test('of ten, at least four belong to each track: DR-STR-2 takes the place of SR-MAL-1', () => {
    const chosen = chooseActions(actions, 10).map((one) => one.indicator)
    expect(chosen).toHaveLength(10)
    expect(chosen).toContain('DR-STR-2')
    expect(chosen).not.toContain('SR-MAL-1')
  })

  test('of three, each track has at least one', () => {
    expect(chooseActions(actions, 3).map((one) => one.indicator)).toEqual([
      'SR-SYS-1',
      'SR-INC-2',
      'DR-STR-1',
    ])
  })
})

test('unknown stands at zero; not asked and withheld have no step and block nothing', () => {
  const actions = plan({ 'SR-SYS-1': 'WH', 'SR-SYS-2': 0, 'DR-STR-1': 'DK' })
  expect(actions.map((one) => one.indicator)).toEqual(['DR-STR-1', 'SR-SYS-2'])
  expect(actions.find((one) => one.indicator === 'SR-SYS-2')?.waitsFor).toEqual([])
})

test('a country may aim higher, never lower', () => {
  const met = { 'DR-CAP-2': 2 as const }
  expect(plan(met)).toEqual([])
  expect(plan(met, { 'DR-CAP-2': 4 })[0]?.target).toBe(4)
  expect(plan(met, { 'DR-CAP-2': 1 })).toEqual([])
})

test('when one track has fewer steps than its share, the other fills up', () => {
  const actions = plan({ 'SR-SYS-1': 0, 'SR-INC-1': 0, 'SR-INF-1': 0, 'SR-SUP-2': 0 })
  expect(chooseActions(actions, 3)).toHaveLength(3)
})

import { describe, expect, test } from 'vitest'
import { bindingGates } from '../../../src/domain/scoring/binding-gates.ts'
import type { ScoringInput } from '../../../src/domain/scoring/input.ts'
import { scoreAssessment } from '../../../src/domain/scoring/score-assessment.ts'
import { effectOfOneLevel, narrowings } from '../../../src/domain/scoring/what-if.ts'
import { asOf, assessmentWith } from '../../support/scored-assessments.ts'
import { nationalInstrument as instrument } from '../../support/national-instrument.ts'
import { nationalProfile } from '../../support/national-profile.ts'

const input = (answers: Parameters<typeof assessmentWith>[1]): ScoringInput => ({
  instrument,
  assessment: assessmentWith(instrument, answers),
  asOf,
})

describe('gates that bind in the worked profile', () => {
  test('are named with what they hold down', () => {
    const gates = bindingGates(scoreAssessment(input(nationalProfile)))
    // test 5: SYS mean .375 held at .25 by SYS-1 = 0; test 6: LAW .425 held at .25 by LAW-4 = 0.
    expect(gates).toEqual([
      { dimension: 'SR-SYS', indicators: ['SR-SYS-1'], without: 37.5, held: 25 },
      { dimension: 'DR-LAW', indicators: ['DR-LAW-4'], without: 42.5, held: 25 },
    ])
  })

  test('all of the weakest are named when several bind', () => {
    const gates = bindingGates(scoreAssessment(input({ ...nationalProfile, 'DR-LAW-1': 0 })))
    expect(gates.find(({ dimension }) => dimension === 'DR-LAW')).toBeUndefined() // mean .2 is below the cap .25
    const strong = { 'DR-LAW-1': 0, 'DR-LAW-2': 4, 'DR-LAW-3': 4, 'DR-LAW-4': 0 }
    const both = bindingGates(scoreAssessment(input({ ...nationalProfile, ...strong })))
    expect(both.find(({ dimension }) => dimension === 'DR-LAW')?.indicators).toEqual(['DR-LAW-1', 'DR-LAW-4'])
  })
})

describe('what one level more does (specification, tests 5 and 6)', () => {
  test.each([
    ['SR-INC-2', 'risk', 52.2, 50.12],
    ['SR-SUP-1', 'risk', 52.2, 50.93],
    ['SR-SYS-1', 'risk', 52.2, 51.75],
    ['DR-LAW-4', 'readiness', 34.93, 39.13],
  ])('%s on %s: from %d to %d', (indicator, figure, before, after) => {
    const now = input(nationalProfile)
    const [effect] = effectOfOneLevel(now, scoreAssessment(now), indicator, [figure])
    expect(effect?.before).toBeCloseTo(before, 2)
    expect(effect?.after).toBeCloseTo(after, 2)
  })

  test('an unknown answer becomes level 1', () => {
    const now = input({ ...nationalProfile, 'DR-CAP-2': 'DK' })
    const [effect] = effectOfOneLevel(now, scoreAssessment(now), 'DR-CAP-2', ['DR-CAP'])
    // weights 3, 2, 2, 2 with 1, DK, 1, 2: 9/36, with level 1 in its place 11/36
    expect(effect?.before).toBeCloseTo(25, 9)
    expect(effect?.after).toBeCloseTo((11 / 36) * 100, 9)
  })
})

describe('what would narrow a range', () => {
  test('is the open answer with the greatest weight first', () => {
    const open = { 'DR-CAP-1': 'SK', 'DR-CAP-2': 'DK', 'DR-CAP-3': [2, 'E3'], 'DR-CAP-4': [2, 'E3'] } as const
    // weights 3 and 2 of 9: knowing them takes away 3/9 and 2/9 of the range at whatever level
    expect(narrowings(input(open), 'DR-CAP', 5)).toEqual([
      { indicator: 'DR-CAP-1', because: 'not-asked', points: expect.closeTo(100 / 3, 9) },
      { indicator: 'DR-CAP-2', because: 'unknown', points: expect.closeTo(200 / 9, 9) },
    ])
  })

  test('names weak evidence, and nothing that is proven', () => {
    const weak = {
      'DR-CAP-1': [3, 'E0'],
      'DR-CAP-2': [2, 'E3'],
      'DR-CAP-3': [1, 'E0'],
      'DR-CAP-4': [2, 'E3'],
    } as const
    // a statement supports level 1: 3 x (3 - 1) / 36 of the scale is in doubt
    expect(narrowings(input(weak), 'DR-CAP', 5)).toEqual([
      { indicator: 'DR-CAP-1', because: 'evidence', points: expect.closeTo(100 / 6, 9) },
    ])
  })

  test('of everything open, no more than asked for', () => {
    expect(narrowings(input({}), 'readiness', 3)).toHaveLength(3)
  })
})

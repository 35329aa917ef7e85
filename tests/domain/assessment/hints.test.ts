import { describe, expect, test } from 'vitest'
import { answersToCarry } from '../../../src/domain/assessment/carry-answers.ts'
import { hintsFor } from '../../../src/domain/assessment/hints.ts'
import { indicatorOf } from '../../../src/domain/instrument/find.ts'
import type { Instrument } from '../../../src/domain/instrument/instrument.ts'
import { assessmentWith, type Short } from '../../support/scored-assessments.ts'
import { nationalInstrument as instrument } from '../../support/national-instrument.ts'

const hints = (answers: Readonly<Record<string, Short>>, id: string) =>
  hintsFor(instrument, assessmentWith(instrument, answers), indicatorOf(instrument, id))

describe('hints', () => {
  test('testing that operates without an inventory deserves a second look, from either side', () => {
    const odd = { 'SR-SYS-1': 1, 'SR-SYS-2': 3 }
    const hint = { kind: 'prerequisite-low', indicator: 'SR-SYS-2', other: 'SR-SYS-1', otherLevel: 1 }
    expect(hints(odd, 'SR-SYS-2')).toEqual([hint])
    expect(hints(odd, 'SR-SYS-1')).toEqual([hint])
  })

  test('a first step whose ground is missing is told what comes first', () => {
    expect(hints({ 'SR-SYS-1': 0, 'SR-SYS-2': 1 }, 'SR-SYS-2')).toEqual([
      { kind: 'needs-unmet', indicator: 'SR-SYS-2', other: 'SR-SYS-1', otherLevel: 0 },
    ])
  })

  test('nothing is said where the ground is met, unknown or not asked', () => {
    expect(hints({ 'SR-SYS-1': 2, 'SR-SYS-2': 4 }, 'SR-SYS-2')).toEqual([])
    expect(hints({ 'SR-SYS-1': 'DK', 'SR-SYS-2': 4 }, 'SR-SYS-2')).toEqual([])
    expect(hints({ 'SR-SYS-2': 4 }, 'SR-SYS-2')).toEqual([])
  })
})

describe('answers of the pulse for the whole', () => {
  const pulse: Instrument = {
    ...instrument,
    id: 'pulse',
    subsetOf: { id: instrument.id, version: instrument.version },
    indicators: instrument.indicators.filter(({ id }) => ['SR-MAL-X', 'DR-STR-1'].includes(id)),
  }
  const at = '2026-11-23T10:00:00.000Z'

  test('come along where nothing is answered yet, without evidence', () => {
    const from = assessmentWith(pulse, { 'SR-MAL-X': 3, 'DR-STR-1': [2, 'E2'] })
    const to = assessmentWith(instrument, { 'DR-STR-1': 1 })
    expect(answersToCarry(from, pulse, to, instrument, at)).toEqual({
      'SR-MAL-X': { response: { kind: 'level', level: 3 }, evidence: null, note: '', at },
    })
  })

  test('do not come from an instrument that is no subset', () => {
    const from = assessmentWith(instrument, { 'SR-MAL-X': 3 })
    expect(answersToCarry(from, instrument, assessmentWith(instrument, {}), instrument, at)).toEqual({})
  })
})

import { describe, expect, test } from 'vitest'
import { longestNote } from '../../../src/domain/assessment/assessment.ts'
import { progressOf } from '../../../src/domain/assessment/progress.ts'
import { recordResponse, type AnswerChange } from '../../../src/domain/assessment/record-response.ts'
import { assessmentWith } from '../../support/scored-assessments.ts'
import { nationalInstrument as instrument } from '../../support/national-instrument.ts'

const at = '2026-11-23T09:00:00.000Z'
const empty = assessmentWith(instrument, {})
const record = (indicator: string, change: AnswerChange, from = empty) =>
  recordResponse(from, instrument, indicator, change, at)

describe('recording', () => {
  test('gives a new assessment and leaves the old one as it was', () => {
    const outcome = record('DR-STR-1', { response: { kind: 'level', level: 4 } })
    expect(outcome.kind === 'recorded' && outcome.assessment.answers['DR-STR-1']?.response).toEqual({
      kind: 'level',
      level: 4,
    })
    expect(empty.answers).toEqual({})
  })

  test('keeps the note when only the level changes', () => {
    const noted = record('DR-STR-1', { note: 'see the decree' })
    if (noted.kind !== 'recorded') throw new Error('refused')
    const again = record('DR-STR-1', { response: { kind: 'dont-know' } }, noted.assessment)
    expect(again.kind === 'recorded' && again.answer).toEqual({
      response: { kind: 'dont-know' },
      evidence: null,
      note: 'see the decree',
      at,
    })
  })

  test('clearing makes it not asked again', () => {
    const answered = assessmentWith(instrument, { 'SR-MAL-X': 2 })
    const cleared = record('SR-MAL-X', { response: { kind: 'not-asked' } }, answered)
    expect(cleared.kind === 'recorded' && progressOf(instrument, cleared.assessment).answered).toBe(0)
  })
})

describe('refusals are named', () => {
  test.each<[string, string, AnswerChange]>([
    ['level-out-of-range', 'DR-STR-1', { response: { kind: 'level', level: 7 } }],
    ['level-out-of-range', 'DR-STR-1', { response: { kind: 'level', level: 1.5 } }],
    ['level-out-of-range', 'DR-STR-1', { response: { kind: 'level', level: -1 } }],
    ['level-out-of-range', 'SR-MAL-F', { response: { kind: 'level', level: 2 } }],
    ['unknown-indicator', 'XX-1', { response: { kind: 'level', level: 1 } }],
    ['unknown-indicator', '__proto__', { response: { kind: 'level', level: 1 } }],
    ['not-applicable-not-allowed', 'DR-STR-1', { response: { kind: 'not-applicable', reason: 'no' } }],
    ['reason-missing', 'DR-STR-2', { response: { kind: 'not-applicable', reason: '  ' } }],
    ['note-too-long', 'DR-STR-2', { note: 'x'.repeat(longestNote + 1) }],
    [
      'evidence-date-invalid',
      'DR-STR-2',
      { evidence: { grade: 'E1', date: 'last year', firstRound: '2026' } },
    ],
  ])('%s for %s', (reason, indicator, change) => {
    expect(record(indicator, change)).toEqual({ kind: 'refused', reason })
  })
})

test('progress counts what is answered of what applies, and names the next one', () => {
  const answers = {
    'SR-MAL-X': 2,
    'SR-MAL-I': 'DK',
    'SR-MAL-F': 0,
    'SR-MAL-1': 'WH',
    'SR-MAL-2': 'NA',
    'SR-MAL-3': 'SK',
  } as const
  expect(progressOf(instrument, assessmentWith(instrument, answers))).toEqual({
    answered: 5,
    applicable: instrument.indicators.length,
    next: 'SR-MAL-3',
  })
})

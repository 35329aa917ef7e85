import fc from 'fast-check'
import type { Answer, Assessment, Response } from '../../src/domain/assessment/assessment.ts'

export function assessmentWith(change: Partial<Assessment> = {}): Assessment {
  return {
    id: 'assessment-1',
    instrument: { id: 'pulse', version: '1.0.0' },
    subject: { kind: 'country', country: 'KEN' },
    group: 'government',
    round: '2026',
    createdAt: '2026-11-23T10:00:00.000Z',
    answers: {},
    ...change,
  }
}

export function answerWith(change: Partial<Answer> = {}): Answer {
  return {
    response: { kind: 'level', level: 2 },
    evidence: null,
    note: '',
    at: '2026-11-23T10:00:00.000Z',
    ...change,
  }
}

/** Any text a person can type, lone surrogates left out since no keyboard makes them. */
export const typedText = fc.string({ unit: 'grapheme', maxLength: 40 })

export const anyResponse: fc.Arbitrary<Response> = fc.oneof(
  fc.record({ kind: fc.constant('level' as const), level: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ kind: fc.constant('not-applicable' as const), reason: typedText }),
  fc.constantFrom<Response>({ kind: 'dont-know' }, { kind: 'withheld' }, { kind: 'not-asked' }),
)

export const anyInstant = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString())

export const anyAnswer: fc.Arbitrary<Answer> = fc.record({
  response: anyResponse,
  evidence: fc.option(
    fc.record({
      grade: fc.constantFrom('E0' as const, 'E1' as const, 'E2' as const, 'E3' as const),
      date: fc.option(fc.constant('2026-05-01')),
      firstRound: fc.constant('2026'),
    }),
  ),
  note: typedText,
  at: anyInstant,
})

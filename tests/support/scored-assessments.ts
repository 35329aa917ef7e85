import type { Answer, Assessment, Evidence, Response } from '../../src/domain/assessment/assessment.ts'
import type { EvidenceGrade, Instrument } from '../../src/domain/instrument/instrument.ts'

/** A response in short: a level, or what stands in its place. */
export type Short = number | 'DK' | 'NA' | 'SK' | 'WH'

export function responseFrom(short: Short): Response {
  if (typeof short === 'number') return { kind: 'level', level: short }
  if (short === 'DK') return { kind: 'dont-know' }
  if (short === 'NA') return { kind: 'not-applicable', reason: 'no such service here' }
  return { kind: short === 'WH' ? 'withheld' : 'not-asked' }
}

export function evidenceFrom(grade: EvidenceGrade, date: string | null = '2026-10-01'): Evidence {
  return { grade, date, firstRound: '2026' }
}

export function answerFrom(short: Short, grade: EvidenceGrade | null = null): Answer {
  return {
    response: responseFrom(short),
    evidence: grade ? evidenceFrom(grade) : null,
    note: '',
    at: '2026-11-01T08:00:00.000Z',
  }
}

/** An assessment with the given answers; `[level, grade]` adds evidence of that grade, a month old. */
export function assessmentWith(
  instrument: Pick<Instrument, 'id' | 'version'>,
  answers: Readonly<Record<string, Short | readonly [Short, EvidenceGrade]>>,
): Assessment {
  return {
    id: 'assessment-1',
    instrument: { id: instrument.id, version: instrument.version },
    subject: { kind: 'country', country: 'KEN' },
    group: 'government',
    round: '2026',
    createdAt: '2026-11-01T08:00:00.000Z',
    answers: Object.fromEntries(
      Object.entries(answers).map(([id, given]) => [
        id,
        typeof given === 'object' ? answerFrom(given[0], given[1]) : answerFrom(given as Short),
      ]),
    ),
  }
}

export const asOf = '2026-11-23'

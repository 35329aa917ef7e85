import type { Indicator, Instrument } from '../instrument/instrument.ts'
import { levelCount } from '../instrument/find.ts'
import {
  longestNote,
  longestReason,
  notAsked,
  type Answer,
  type Assessment,
  type Evidence,
  type Response,
} from './assessment.ts'

export type AnswerChange = Partial<Pick<Answer, 'response' | 'evidence' | 'note'>>

export type RecordOutcome =
  | { readonly kind: 'recorded'; readonly assessment: Assessment; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly reason: Refusal }

export type Refusal =
  | 'unknown-indicator'
  | 'level-out-of-range'
  | 'not-applicable-not-allowed'
  | 'reason-missing'
  | 'reason-too-long'
  | 'note-too-long'
  | 'evidence-date-invalid'

/**
 * The assessment with one answer changed; what `change` leaves out stays as it was.
 *
 * @param at instant of the change, ISO 8601 in UTC
 */
export function recordResponse(
  assessment: Assessment,
  instrument: Instrument,
  indicatorId: string,
  change: AnswerChange,
  at: string,
): RecordOutcome {
  const indicator = instrument.indicators.find((one) => one.id === indicatorId)
  if (!indicator) return { kind: 'refused', reason: 'unknown-indicator' }
  const before = Object.hasOwn(assessment.answers, indicatorId) ? assessment.answers[indicatorId] : undefined
  const answer: Answer = {
    response: change.response ?? before?.response ?? notAsked,
    evidence: change.evidence === undefined ? (before?.evidence ?? null) : change.evidence,
    note: change.note ?? before?.note ?? '',
    at,
  }
  const reason = refusal(answer, indicator, instrument)
  if (reason) return { kind: 'refused', reason }
  return {
    kind: 'recorded',
    answer,
    assessment: { ...assessment, answers: { ...assessment.answers, [indicatorId]: answer } },
  }
}

function refusal(answer: Answer, indicator: Indicator, instrument: Instrument): Refusal | null {
  if (answer.note.length > longestNote) return 'note-too-long'
  return refusedResponse(answer.response, indicator, instrument) ?? refusedEvidence(answer.evidence)
}

function refusedResponse(response: Response, indicator: Indicator, instrument: Instrument): Refusal | null {
  if (response.kind === 'level') {
    const { level } = response
    const known = Number.isInteger(level) && level >= 0 && level < levelCount(instrument, indicator)
    return known ? null : 'level-out-of-range'
  }
  if (response.kind !== 'not-applicable') return null
  if (indicator.notApplicable === 'never') return 'not-applicable-not-allowed'
  if (response.reason.trim() === '') return 'reason-missing'
  return response.reason.length > longestReason ? 'reason-too-long' : null
}

function refusedEvidence(evidence: Evidence | null): Refusal | null {
  if (!evidence?.date) return null
  return /^\d{4}-\d{2}-\d{2}$/.test(evidence.date) ? null : 'evidence-date-invalid'
}

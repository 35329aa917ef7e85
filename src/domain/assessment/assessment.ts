import type { EvidenceGrade, InstrumentReference } from '../instrument/instrument.ts'
import type { Subject } from './subject.ts'

/** One subject, one instrument version, one round, on one profile. Plain data; functions beside it return new ones. */
export interface Assessment {
  readonly id: string
  readonly instrument: InstrumentReference
  /** Null until the person has said what is assessed; a direct link opens the first question before that. */
  readonly subject: Subject | null
  /** Which part of society the respondent speaks for; null until said. */
  readonly group: StakeholderGroup | null
  /** The period in which submissions are gathered, such as "2026". */
  readonly round: string
  readonly createdAt: string
  /** Latest answer per indicator. An indicator without an entry was not asked. */
  readonly answers: Readonly<Record<string, Answer>>
}

export const stakeholderGroups = [
  'government',
  'regulator',
  'business',
  'academia',
  'civil-society-media',
  'technical-community',
  'international',
] as const
export type StakeholderGroup = (typeof stakeholderGroups)[number]

/** What is known about one indicator: the response, what proves it, and the person's own words. */
export interface Answer {
  readonly response: Response
  readonly evidence: Evidence | null
  /** For the person's own eyes and the assessing team; never in a hub-bound record. */
  readonly note: string
  /** Instant (ISO 8601, UTC) of the last change. */
  readonly at: string
}

/** Not asked, don't know, not applicable, withheld and level zero are five different things. */
export type Response =
  | { readonly kind: 'level'; readonly level: number }
  | { readonly kind: 'dont-know' }
  | { readonly kind: 'not-applicable'; readonly reason: string }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'not-asked' }

export interface Evidence {
  readonly grade: EvidenceGrade
  /** Day of the evidence, `YYYY-MM-DD`; null when unknown. */
  readonly date: string | null
  /** Round in which this evidence was first attached: undated evidence counts as fresh in that round only. */
  readonly firstRound: string
}

export const notAsked: Response = { kind: 'not-asked' }

/** Longest note and longest reason, in UTF-16 code units: room for a page, none for a flood. */
export const longestNote = 10_000
export const longestReason = 1_000

export function responseTo(assessment: Assessment, indicator: string): Response {
  return answerTo(assessment, indicator)?.response ?? notAsked
}

export function answerTo(assessment: Assessment, indicator: string): Answer | null {
  return Object.hasOwn(assessment.answers, indicator) ? (assessment.answers[indicator] ?? null) : null
}

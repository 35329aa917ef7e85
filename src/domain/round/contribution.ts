import type { StakeholderGroup } from '../assessment/assessment.ts'
import type { InstrumentReference } from '../instrument/instrument.ts'

/**
 * How much of a track may leave the phone, chosen per track:
 * B0 nothing, B1 presence only, B2 the band of each figure, B3 rounded figures with their range.
 */
export const consentTiers = ['B0', 'B1', 'B2', 'B3'] as const
export type ConsentTier = (typeof consentTiers)[number]

/** Consent tier by track id. A track that is missing is B0. */
export type Consent = Readonly<Record<string, ConsentTier>>

/**
 * Everything a submission may carry to a hub, and nothing else: codes, whole numbers and bands.
 * No field can hold a level, a rating, a note, a name or a file; the decoder in `protocol` refuses any further field.
 */
export interface Contribution {
  readonly group: StakeholderGroup | null
  readonly figures: readonly ContributedFigure[]
  readonly verification: VerificationTier
  readonly quality: { readonly grade: QualityGrade; readonly flags: readonly QualityFlag[] }
  readonly commitments: readonly CommitmentCode[]
}

export type ContributedFigure =
  | {
      readonly detail: 'band'
      readonly figure: string
      /** Null when the figure has no point, hence no band. */
      readonly band: string | null
    }
  | {
      readonly detail: 'score'
      readonly figure: string
      /** Scores 0 to 100, rounded to 1 (readiness) or 5 (risk); null when there is no point score. */
      readonly declared: number | null
      /** Null when the instrument asks no evidence. */
      readonly supported: number | null
      readonly low: number
      readonly high: number
      /** Score over the indicators shared with the instrument this one is a subset of; null where there is none. */
      readonly trendCore: number | null
      /** Whole percent. */
      readonly coverage: number
      /** Whole percent of rated weight whose level its evidence supports; null when evidence is not asked. */
      readonly evidenceShare: number | null
    }

export type VerificationTier = 'V0' | 'V1' | 'V2' | 'V3'
export type QualityGrade = 'A' | 'B' | 'C' | 'X'

export const qualityFlags = [
  'cov',
  'ev',
  'line',
  'fast',
  'contra',
  'same',
  'jump',
  'solo',
  'old',
  'lang',
] as const
export type QualityFlag = (typeof qualityFlags)[number]

/** A commitment as codes: which readiness indicator, by when, how far, how many of the seven fields are filled. */
export interface CommitmentCode {
  readonly indicator: string
  readonly madeOn: string
  readonly dueOn: string
  readonly status: 'proposal' | 'committed' | 'done' | 'late' | 'silent' | 'set-aside'
  readonly fieldsFilled: number
}

/** What a submission says about itself, beside its contribution. */
export interface SubmissionHead {
  readonly instrument: InstrumentReference
  readonly subject: string
  readonly round: string
  readonly consent: Consent
}

import type { Explanation } from './explanation.ts'

/**
 * One score with everything that belongs to it: its points, its range, how much of it rests on answers, and whether it
 * may be shown as a point. Scores are 0 to 100 and unrounded.
 */
export interface Figure {
  readonly id: string
  readonly role: FigureRole
  readonly track: string | null
  readonly polarity: 'high-is-good' | 'high-is-bad'
  /** What the answers say. Null when no point score exists. */
  readonly declared: Explanation | null
  /** What the evidence supports. Null when no point score exists or the instrument asks no evidence. */
  readonly supported: Explanation | null
  /** Lowest and highest score that the open answers, weak evidence and disagreement leave possible. */
  readonly low: Explanation
  readonly high: Explanation
  readonly coverage: Coverage
  /** Share of the rated weight whose level its evidence supports; null when evidence is not asked or nothing is rated. */
  readonly evidenceShare: number | null
  readonly confidence: Confidence | null
  readonly state: FigureState
  /** Why there is no point, or why it stays "so far". Empty when shown. */
  readonly reasons: readonly Reason[]
  readonly bands: { readonly declared: string | null; readonly supported: string | null }
}

export type FigureRole =
  'track' | 'inherent-track' | 'dimension' | 'inherent-dimension' | 'response' | 'deficit' | 'aggregate'

/**
 * - `shown`: point, range and band
 * - `so-far`: too little is answered; only the range is shown
 * - `not-scored`: no point exists; only the range is shown
 */
export type FigureState = 'shown' | 'so-far' | 'not-scored'

/** Weight of indicators. Don't know, withheld and not asked apply but are not rated; not applicable does not apply. */
export interface Coverage {
  readonly rated: number
  readonly applicable: number
}

/** Share of what applies that is rated; null when nothing applies. */
export function coverageShare(coverage: Coverage): number | null {
  return coverage.applicable > 0 ? coverage.rated / coverage.applicable : null
}

export interface Confidence {
  /** 0 to 100 */
  readonly value: number
  readonly level: 'high' | 'medium' | 'low'
}

export type Reason =
  | { readonly code: 'coverage-below'; readonly threshold: number }
  | {
      readonly code: 'dimension-coverage-below'
      readonly dimensions: readonly string[]
      readonly threshold: number
    }
  | { readonly code: 'gate-open'; readonly indicators: readonly string[] }
  | { readonly code: 'mostly-not-applicable' }
  | { readonly code: 'nothing-rated' }
  | { readonly code: 'exposure-open'; readonly indicators: readonly string[] }
  | { readonly code: 'response-not-scored' }
  | { readonly code: 'dimension-not-scored'; readonly dimensions: readonly string[] }

/** All figures of one assessment on one day, in reading order. */
export interface AssessmentScores {
  /** The day the evidence was aged to, `YYYY-MM-DD`. */
  readonly asOf: string
  readonly figures: readonly Figure[]
}

export function figureOf(scores: AssessmentScores, id: string): Figure | null {
  return scores.figures.find((figure) => figure.id === id) ?? null
}

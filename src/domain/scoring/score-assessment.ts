import { scoreComposite } from './composite.ts'
import type { AssessmentScores } from './figure.ts'
import type { ScoringInput } from './input.ts'
import { scoreTwoTrack } from './two-track.ts'

/**
 * All figures of an assessment by the model its instrument names, in reading order. Recomputed from the answers, never
 * stored as a second truth. Partial answers give ranges; nothing missing is ever counted as zero in silence.
 */
export function scoreAssessment(input: ScoringInput): AssessmentScores {
  const { scoring } = input.instrument
  const figures =
    scoring.model === 'two-track'
      ? scoreTwoTrack(input, scoring.parameters)
      : scoreComposite(input, scoring.parameters)
  return { asOf: input.asOf, figures }
}

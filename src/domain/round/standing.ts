import type { Assessment } from '../assessment/assessment.ts'
import type { Instrument } from '../instrument/instrument.ts'
import { coverageShare, type AssessmentScores } from '../scoring/figure.ts'
import { indicatorsIn } from '../instrument/find.ts'
import { applicableIndicators } from '../assessment/progress.ts'
import { responseTo } from '../assessment/assessment.ts'
import type { Contribution, QualityFlag } from './contribution.ts'

/** Shares of weight below which a contribution is not pooled. Source: benchmark method, section 8. */
const coverageWanted = 0.8
const dimensionCoverageWanted = 0.5

/**
 * How far a contribution may be relied on, worked out on the phone.
 *
 * One person's answers are V0, a draft: the higher tiers need a signatory, evidence and other respondents. A draft is
 * grade C at best. `cov` says that too little is answered, `solo` that one person answered alone.
 */
export function standingOf(
  instrument: Instrument,
  assessment: Assessment,
  scores: AssessmentScores,
): Pick<Contribution, 'verification' | 'quality'> {
  const flags: QualityFlag[] = ['solo']
  if (isThin(instrument, assessment, scores)) flags.unshift('cov')
  return { verification: 'V0', quality: { grade: 'C', flags } }
}

function isThin(instrument: Instrument, assessment: Assessment, scores: AssessmentScores): boolean {
  const shared = new Set(instrument.scoring.parameters.shares.map(({ figure }) => figure))
  const thinFigure = scores.figures.some(
    (figure) => shared.has(figure.id) && (coverageShare(figure.coverage) ?? 0) < coverageWanted,
  )
  return thinFigure || instrument.dimensions.some(({ id }) => isThinDimension(instrument, assessment, id))
}

function isThinDimension(instrument: Instrument, assessment: Assessment, dimension: string): boolean {
  const applicable = new Set(applicableIndicators(instrument, assessment).map(({ id }) => id))
  const asked = indicatorsIn(instrument, dimension).filter(({ id }) => applicable.has(id))
  const rated = asked.filter(({ id }) => responseTo(assessment, id).kind === 'level')
  return asked.length > 0 && rated.length / asked.length < dimensionCoverageWanted
}

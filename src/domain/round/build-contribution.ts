import type { Assessment } from '../assessment/assessment.ts'
import type { Instrument, Share } from '../instrument/instrument.ts'
import { trackOf } from '../instrument/find.ts'
import type { Explanation } from '../scoring/explanation.ts'
import { coverageShare, figureOf, type AssessmentScores, type Figure } from '../scoring/figure.ts'
import type { Consent, ConsentTier, ContributedFigure, Contribution } from './contribution.ts'

/** Steps to which a score is rounded before it leaves: one point of readiness, five of risk. */
const readinessStep = 1
const riskStep = 5

/**
 * What an assessment gives to a hub under a consent, and nothing else: for each figure that the instrument lets out, the
 * band (B2) or the rounded scores with their range (B3). B0 and B1 give no figure.
 */
export function buildContribution(
  instrument: Instrument,
  assessment: Assessment,
  scores: AssessmentScores,
  consent: Consent,
  standing: Pick<Contribution, 'verification' | 'quality'>,
): Contribution {
  const figures = instrument.scoring.parameters.shares.flatMap((share) => {
    const figure = figureOf(scores, share.figure)
    if (!figure) throw new RangeError(`the instrument shares ${share.figure}, which its model does not score`)
    const contributed = contribute(figure, allowedTier(share, consent), stepOf(instrument, share))
    return contributed ? [contributed] : []
  })
  return { group: assessment.group, figures, ...standing, commitments: [] }
}

/** The tier under which a figure may leave: what the person allows, never more than the instrument does. */
export function allowedTier(share: Share, consent: Consent): ConsentTier {
  const chosen = consent[share.track] ?? 'B0'
  return chosen === 'B3' && share.highestTier === 'B2' ? 'B2' : chosen
}

/** Tracks of which an instrument shares anything, with the highest tier any of their figures allows. */
export function shareableTracks(
  instrument: Instrument,
): readonly { track: string; highestTier: 'B2' | 'B3' }[] {
  const { shares } = instrument.scoring.parameters
  return instrument.tracks.flatMap(({ id }) => {
    const own = shares.filter((share) => share.track === id)
    if (own.length === 0) return []
    return [{ track: id, highestTier: own.some((share) => share.highestTier === 'B3') ? 'B3' : 'B2' }]
  })
}

function contribute(figure: Figure, tier: ConsentTier, step: number): ContributedFigure | null {
  if (tier === 'B0' || tier === 'B1') return null
  const band = figure.bands.supported ?? figure.bands.declared
  if (tier === 'B2') return { detail: 'band', figure: figure.id, band }
  const shown = (tree: Explanation | null) =>
    tree && figure.state === 'shown' ? roundTo(tree.value, step) : null
  return {
    detail: 'score',
    figure: figure.id,
    declared: shown(figure.declared),
    supported: shown(figure.supported),
    low: roundTo(figure.low.value, step),
    high: roundTo(figure.high.value, step),
    trendCore: null,
    coverage: percent(coverageShare(figure.coverage) ?? 0),
    evidenceShare: figure.evidenceShare === null ? null : percent(figure.evidenceShare),
  }
}

function stepOf(instrument: Instrument, share: Share): number {
  return trackOf(instrument, share.track).polarity === 'high-is-bad' ? riskStep : readinessStep
}

/** Half up, after the last bit of the sum is rounded away; kept within 0 to 100. */
export function roundTo(score: number, step: number): number {
  const rounded = Math.floor(Math.round((score / step) * 1e9) / 1e9 + 0.5) * step
  return Math.min(100, Math.max(0, rounded))
}

function percent(share: number): number {
  return roundTo(share * 100, 1)
}

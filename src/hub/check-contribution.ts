import { sharedFigures, type SharedFigure } from '../domain/benchmark/shared-figures.ts'
import type { Indicator, Instrument } from '../domain/instrument/instrument.ts'
import { consentTiers, type ConsentTier } from '../domain/round/contribution.ts'
import type { Problem } from '../protocol/problem.ts'
import type { SubmissionRecord } from '../protocol/record.ts'

type Figure = SubmissionRecord['body']['figures'][number]

/**
 * Whether a submission says more than its instrument shares or its own consent allows. The decoder has already made
 * sure that nothing but a contribution is in it.
 * @returns The first problem, or null when all is in order.
 */
export function checkContribution(instrument: Instrument, record: SubmissionRecord): Problem | null {
  const figures = sharedFigures(instrument)
  return (
    checkTiers(instrument, figures, record) ??
    first(record.body.figures, (figure, i) =>
      at(`body.figures.${i}`, checkFigure(figures, record, figure, record.body.figures.slice(0, i))),
    ) ??
    first(record.body.commitments, (commitment, i) =>
      at(`body.commitments.${i}.indicator`, checkCommitment(instrument, record, commitment.indicator)),
    )
  )
}

function checkTiers(
  instrument: Instrument,
  figures: readonly SharedFigure[],
  { tiers }: SubmissionRecord,
): Problem | null {
  const wrong = first(Object.entries(tiers), ([track, tier]) => {
    if (!instrument.tracks.some(({ id }) => id === track)) return at(`tiers.${track}`, 'not-in-instrument')
    return isAtMost(tier, highestTier(figures, track)) ? null : at(`tiers.${track}`, 'tier-exceeded')
  })
  // B0 everywhere means that nothing leaves; then this should not have left either.
  return wrong ?? (Object.values(tiers).some((tier) => tier !== 'B0') ? null : at('tiers', 'tier-exceeded'))
}

/** Presence may always be shared; bands and scores only where the instrument shares a figure of the track. */
function highestTier(figures: readonly SharedFigure[], track: string): ConsentTier {
  return figures
    .filter((figure) => figure.track === track)
    .reduce<ConsentTier>(
      (highest, figure) => (isAtMost(figure.highestTier, highest) ? highest : figure.highestTier),
      'B1',
    )
}

function checkFigure(
  figures: readonly SharedFigure[],
  { tiers }: SubmissionRecord,
  shared: Figure,
  before: readonly Figure[],
): Problem['code'] | null {
  const figure = figures.find(({ id }) => id === shared.figure)
  if (!figure) return 'not-in-instrument'
  if (before.some((other) => other.figure === shared.figure)) return 'malformed-record'
  const needed = shared.detail === 'score' ? 'B3' : 'B2'
  if (!isAtMost(needed, tiers[figure.track] ?? 'B0') || !isAtMost(needed, figure.highestTier))
    return 'tier-exceeded'
  if (shared.detail === 'score') return checkScore(figure, shared)
  return shared.band === null || figure.bands?.names.includes(shared.band) ? null : 'not-in-instrument'
}

function checkScore(figure: SharedFigure, shared: Figure & { detail: 'score' }): Problem['code'] | null {
  if (shared.low > shared.high) return 'malformed-record'
  const scores = [shared.declared, shared.supported, shared.low, shared.high, shared.trendCore]
  // Scores of a risk track leave the phone in steps of five; anything finer says more than was agreed to.
  return figure.risk && scores.some((score) => score !== null && score % 5 !== 0) ? 'tier-exceeded' : null
}

/** Commitments are codes of capacities to build, never of a risk item, and go with at least a band's consent. */
function checkCommitment(
  instrument: Instrument,
  { tiers }: SubmissionRecord,
  id: string,
): Problem['code'] | null {
  const indicator = instrument.indicators.find((candidate) => candidate.id === id)
  if (!indicator || !mayCarryCommitment(indicator)) return 'not-in-instrument'
  const track = instrument.dimensions.find((dimension) => dimension.id === indicator.dimension)?.track ?? ''
  return isAtMost('B2', tiers[track] ?? 'B0') ? null : 'tier-exceeded'
}

function mayCarryCommitment({ kind, sensitivity }: Indicator): boolean {
  return (kind === 'readiness' || kind === 'practice') && sensitivity !== 'S2'
}

function isAtMost(tier: ConsentTier, most: ConsentTier): boolean {
  return consentTiers.indexOf(tier) <= consentTiers.indexOf(most)
}

function at(where: string, code: Problem['code'] | null): Problem | null {
  return code && { code, where }
}

function first<Value>(
  values: readonly Value[],
  check: (value: Value, index: number) => Problem | null,
): Problem | null {
  for (const [index, value] of values.entries()) {
    const problem = check(value, index)
    if (problem) return problem
  }
  return null
}

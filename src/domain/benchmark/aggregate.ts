import { readSubjectCode, type SubjectCode } from '../assessment/subject.ts'
import type { Consent, ContributedFigure, Contribution } from '../round/contribution.ts'
import type { Instrument } from '../instrument/instrument.ts'
import type { PeerFamily } from './peer-groups.ts'
import { bandOf, sharedFigures, type SharedFigure } from './shared-figures.ts'

/** One subject's current, accepted, not withdrawn submission. */
export interface Contributor {
  readonly subject: SubjectCode
  readonly consent: Consent
  readonly contribution: Contribution
}

/** What a peer group says about one figure, before anything is hidden. Never leaves the hub. */
export interface AggregateCell {
  readonly group: string
  readonly figure: SharedFigure
  /** Contributors of the group, whatever they share of this figure. */
  readonly present: number
  /** Those whose consent shares a score, or a band, of this figure. */
  readonly consenting: { readonly scores: number; readonly bands: number }
  /** Scores that consent and quality let in, ascending. */
  readonly scores: readonly number[]
  /** Bands that consent and quality let in, counted; in the order of the figure's scale. */
  readonly bandCounts: readonly number[]
}

export interface Aggregate {
  readonly groups: readonly {
    readonly id: string
    readonly present: number
    readonly countries: readonly string[]
  }[]
  readonly cells: readonly AggregateCell[]
}

/** Percent of a figure's weight that must be answered before it is pooled. */
export const coverageLimits = { whole: 80, dimension: 50 } as const

/**
 * Sorts contributors into the groups of a family and gathers their figures, in the order consent, then quality.
 * Contributors of no group are left out. The order in which they come changes nothing.
 * @throws RangeError when a subject contributes twice: the ledger lets only one count.
 */
export function aggregate(
  instrument: Instrument,
  family: PeerFamily,
  contributors: readonly Contributor[],
): Aggregate {
  requireDistinctSubjects(contributors)
  const figures = sharedFigures(instrument)
  const groups = family.groups.map((group) => ({
    group,
    members: contributors.filter(({ subject }) => group.countries.includes(countryOf(subject))),
  }))
  return {
    groups: groups.map(({ group, members }) => ({ ...group, present: members.length })),
    cells: groups.flatMap(({ group, members }) =>
      figures.map((figure) => aggregateCell(instrument, group.id, figure, members)),
    ),
  }
}

function aggregateCell(
  instrument: Instrument,
  group: string,
  figure: SharedFigure,
  members: readonly Contributor[],
): AggregateCell {
  const scores: number[] = []
  const bandCounts = new Array<number>(figure.bands?.names.length ?? 0).fill(0)
  const consenting = { scores: 0, bands: 0 }
  for (const { contribution } of members) {
    const shared = contribution.figures.find((candidate) => candidate.figure === figure.id)
    if (!shared) continue
    consenting.bands++
    if (shared.detail === 'score') consenting.scores++
    if (!isPooled(instrument, figure, contribution, shared)) continue
    const score = shared.detail === 'score' ? pointOf(instrument, shared) : null
    if (score !== null) scores.push(score)
    const band = shared.detail === 'band' ? shared.band : bandOfScore(figure, score)
    const index = band === null ? -1 : (figure.bands?.names.indexOf(band) ?? -1)
    if (index >= 0) bandCounts[index] = (bandCounts[index] ?? 0) + 1
  }
  return {
    group,
    figure,
    present: members.length,
    consenting,
    scores: scores.sort((a, b) => a - b),
    bandCounts,
  }
}

/**
 * Whether a contribution is good enough for the pool (benchmark method, section 8): grades A and B, nothing with low
 * coverage. An instrument that asks no evidence cannot reach A or B and is pooled at any grade but X.
 */
function isPooled(
  instrument: Instrument,
  figure: SharedFigure,
  { quality }: Contribution,
  shared: ContributedFigure,
): boolean {
  const grades = instrument.options.asksEvidence ? ['A', 'B'] : ['A', 'B', 'C']
  if (!grades.includes(quality.grade) || quality.flags.includes('cov')) return false
  if (shared.detail === 'band') return true
  return shared.coverage >= (figure.dimension ? coverageLimits.dimension : coverageLimits.whole)
}

/** Supported scores are the input; where no evidence is asked, the declared level is all there is. */
function pointOf(instrument: Instrument, shared: ContributedFigure & { detail: 'score' }): number | null {
  return instrument.options.asksEvidence ? shared.supported : shared.declared
}

function bandOfScore(figure: SharedFigure, score: number | null): string | null {
  return score === null || figure.bands === null ? null : bandOf(figure.bands, score)
}

function countryOf(subject: SubjectCode): string {
  return readSubjectCode(subject)?.country ?? ''
}

function requireDistinctSubjects(contributors: readonly Contributor[]): void {
  const seen = new Set<SubjectCode>()
  for (const { subject } of contributors) {
    if (seen.has(subject)) throw new RangeError(`${subject} contributes twice`)
    seen.add(subject)
  }
}

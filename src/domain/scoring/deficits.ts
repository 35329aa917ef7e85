import { deficitFigureId, deficitIds } from '../instrument/figure-ids.ts'
import type { DeficitId, Indicator, TwoTrackParameters } from '../instrument/instrument.ts'
import { explain, type Explanation } from './explanation.ts'
import { coverageShare, type Figure } from './figure.ts'
import { byReading, type Capacity, type Reading } from './levels.ts'

/** A secondary deficit carries half the load of a primary one. */
const secondaryLoad = 0.5

/**
 * The four action deficits, read across both tracks from the same answers: 0 none, 100 total. Each indicator loads its
 * primary deficit with its weight and its secondary one with half of it; what is missing of its scale is the deficit.
 *
 * Not asked and not applicable leave, unknown and withheld count as level 0. Shown once `deficitShown` of the load that
 * applies is rated. Source: instrument design, sections 8 and 17 (test 8).
 */
export function scoreDeficits(capacities: readonly Capacity[], parameters: TwoTrackParameters): Figure[] {
  const missing = capacities.map((capacity) => ({
    capacity,
    shares: byReading((reading) => {
      const of = capacity.shares[reading]
      return of && explain({ op: 'missing', of })
    }),
  }))
  return deficitIds.map((deficit) => scoreDeficit(deficit, missing, parameters))
}

/** How much of an indicator's scale is missing, under each reading. */
interface Missing {
  readonly capacity: Capacity
  readonly shares: Readonly<Record<Reading, Explanation | null>>
}

function scoreDeficit(
  deficit: DeficitId,
  missing: readonly Missing[],
  parameters: TwoTrackParameters,
): Figure {
  const id = deficitFigureId(deficit)
  const loads = missing
    .map(({ capacity, shares }) => ({
      kind: capacity.kind,
      shares,
      load: loadOf(capacity.indicator, deficit),
    }))
    .filter(({ load }) => load > 0)
  const tree = (reading: Reading): Explanation | null => {
    const parts = loads.flatMap(({ shares, load }) => {
      const of = shares[reading]
      return of ? [{ weight: load, of }] : []
    })
    if (parts.length === 0) return null
    return explain(
      { op: 'times', of: explain({ op: 'mean', power: 1, parts }), factor: 100 },
      { part: 'score', of: id },
    )
  }
  const sum = (list: typeof loads) => list.reduce((total, { load }) => total + load, 0)
  const coverage = {
    rated: sum(loads.filter(({ kind }) => kind === 'level')),
    applicable: sum(loads.filter(({ kind }) => kind !== 'not-applicable')),
  }
  const declared = tree('declared')
  const threshold = parameters.coverage.deficitShown
  const covered = (coverageShare(coverage) ?? 0) >= threshold
  return {
    id,
    role: 'deficit',
    track: null,
    polarity: 'high-is-bad',
    declared,
    supported: declared && tree('supported'),
    low: tree('best') ?? nothingKnown(0),
    high: tree('worst') ?? nothingKnown(100),
    coverage,
    evidenceShare: null,
    confidence: null,
    state: !declared ? 'not-scored' : covered ? 'shown' : 'so-far',
    reasons: !declared ? [{ code: 'nothing-rated' }] : covered ? [] : [{ code: 'coverage-below', threshold }],
    bands: { declared: null, supported: null },
  }
}

function loadOf(indicator: Indicator, deficit: DeficitId): number {
  const { deficits, weight } = indicator
  if (!deficits || !weight) return 0
  if (deficits.primary === deficit) return weight
  return deficits.secondary === deficit ? weight * secondaryLoad : 0
}

function nothingKnown(value: number): Explanation {
  return { op: 'constant', meaning: value === 0 ? 'bottom-of-scale' : 'top-of-scale', value }
}

import { applicableIndicators } from '../assessment/progress.ts'
import { deficitFigureId, deficitIds } from '../instrument/figure-ids.ts'
import type { DeficitId, Indicator, TwoTrackParameters } from '../instrument/instrument.ts'
import { explain, type Explanation } from './explanation.ts'
import { coverageShare, type Figure } from './figure.ts'
import type { ScoringInput } from './input.ts'
import { capacityLevel, responseKind, shareOfScale, type Reading } from './levels.ts'

/** A secondary deficit carries half the load of a primary one. */
const secondaryLoad = 0.5

/**
 * The four action deficits, read across both tracks from the same answers: 0 none, 100 total. Each indicator loads its
 * primary deficit with its weight and its secondary one with half of it; what is missing of its scale is the deficit.
 *
 * Not asked and not applicable leave, unknown and withheld count as level 0. Shown once `deficitShown` of the load that
 * applies is rated. Source: instrument design, sections 8 and 17 (test 8).
 */
export function scoreDeficits(input: ScoringInput, parameters: TwoTrackParameters): Figure[] {
  const loaded = applicableIndicators(input.instrument, input.assessment).filter(
    (one) => one.deficits && one.weight,
  )
  return deficitIds.map((deficit) => scoreDeficit(input, deficit, loaded, parameters))
}

function scoreDeficit(
  input: ScoringInput,
  deficit: DeficitId,
  loaded: readonly Indicator[],
  parameters: TwoTrackParameters,
): Figure {
  const id = deficitFigureId(deficit)
  const loads = loaded
    .map((indicator) => ({ indicator, load: loadOf(indicator, deficit) }))
    .filter(({ load }) => load > 0)
  const tree = (reading: Reading): Explanation | null => {
    const parts = loads.flatMap(({ indicator, load }) => {
      const level = capacityLevel(input, indicator, reading, parameters)
      return level
        ? [{ weight: load, of: explain({ op: 'missing', of: shareOfScale(input, indicator, level) }) }]
        : []
    })
    if (parts.length === 0) return null
    return explain(
      { op: 'times', of: explain({ op: 'mean', power: 1, parts }), factor: 100 },
      { part: 'score', of: id },
    )
  }
  const sum = (list: typeof loads) => list.reduce((total, { load }) => total + load, 0)
  const coverage = {
    rated: sum(loads.filter(({ indicator }) => responseKind(input, indicator) === 'level')),
    applicable: sum(loads.filter(({ indicator }) => responseKind(input, indicator) !== 'not-applicable')),
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

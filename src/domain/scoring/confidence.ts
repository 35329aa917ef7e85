import type { Indicator } from '../instrument/instrument.ts'
import { coverageShare, type Confidence, type Coverage } from './figure.ts'
import { fewestRaters, type ScoringInput } from './input.ts'
import { responseKind } from './levels.ts'

/** What confidence and coverage are counted from. Weights add up over indicators and dimensions. */
export interface Tally extends Coverage {
  /** Weight of rated indicators whose level its evidence supports. */
  readonly supported: number
  /** Weight of rated indicators that at least three people rated. */
  readonly shared: number
  /** Sum of (A + 1) / 2 over indicators that at least three people rated, likelihood and impact included. */
  readonly agreement: number
  readonly agreementCount: number
}

export const emptyTally: Tally = {
  rated: 0,
  applicable: 0,
  supported: 0,
  shared: 0,
  agreement: 0,
  agreementCount: 0,
}

export function tally(input: ScoringInput, indicator: Indicator, supported: boolean): Tally {
  const kind = responseKind(input, indicator)
  const weight = indicator.weight ?? 0
  const rated = kind === 'level' ? weight : 0
  const view = input.consensus?.[indicator.id]
  const shared = view !== undefined && view.raters >= fewestRaters
  return {
    applicable: kind === 'not-applicable' ? 0 : weight,
    rated,
    supported: supported ? rated : 0,
    shared: shared ? rated : 0,
    agreement: shared ? (view.agreement + 1) / 2 : 0,
    agreementCount: shared ? 1 : 0,
  }
}

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    applicable: a.applicable + b.applicable,
    rated: a.rated + b.rated,
    supported: a.supported + b.supported,
    shared: a.shared + b.shared,
    agreement: a.agreement + b.agreement,
    agreementCount: a.agreementCount + b.agreementCount,
  }
}

/** Share of the rated weight whose level its evidence supports; null when nothing is rated. */
export function evidenceShareOf(counts: Tally): number | null {
  return counts.rated > 0 ? counts.supported / counts.rated : null
}

/**
 * How far a score may be relied on, 0 to 100: coverage, evidence and agreement. Without three raters on at least half of
 * the rated weight it never passes 74, the top of "medium". Source: instrument design, sections 3 and 17 (test 3c).
 */
export function confidenceOf(counts: Tally): Confidence {
  const coverage = coverageShare(counts) ?? 0
  const supported = evidenceShareOf(counts) ?? 0
  const value = confidence(coverage, supported, counts)
  return { value, level: value >= 75 ? 'high' : value >= 50 ? 'medium' : 'low' }
}

function confidence(coverage: number, supported: number, counts: Tally): number {
  if (counts.agreementCount === 0) return Math.min(74, 100 * (0.5 * coverage + 0.5 * supported))
  const agreement = counts.agreement / counts.agreementCount
  const value = 100 * (0.4 * coverage + 0.4 * supported + 0.2 * agreement)
  return counts.rated > 0 && counts.shared >= counts.rated / 2 ? value : Math.min(74, value)
}

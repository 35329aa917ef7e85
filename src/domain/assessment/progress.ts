import { evaluateRule, isTruthy } from '../instrument/evaluate-rule.ts'
import type { Indicator, Instrument } from '../instrument/instrument.ts'
import { responseTo, type Assessment } from './assessment.ts'

/**
 * Indicators that apply to this assessment, in the order of asking: those whose own rule and whose dimension's rule
 * hold for the levels answered so far. A rule reads a level, or null where there is none.
 */
export function applicableIndicators(instrument: Instrument, assessment: Assessment): readonly Indicator[] {
  const ruled =
    instrument.indicators.some((one) => one.visibleWhen) ||
    instrument.dimensions.some((one) => one.visibleWhen)
  if (!ruled) return instrument.indicators
  const levels = levelsOf(instrument, assessment)
  const hidden = new Set(
    instrument.dimensions
      .filter((one) => one.visibleWhen && !isTruthy(evaluateRule(one.visibleWhen, levels)))
      .map((one) => one.id),
  )
  return instrument.indicators.filter(
    (one) =>
      !hidden.has(one.dimension) && (!one.visibleWhen || isTruthy(evaluateRule(one.visibleWhen, levels))),
  )
}

function levelsOf(instrument: Instrument, assessment: Assessment): Record<string, number | null> {
  return Object.fromEntries(
    instrument.indicators.map(({ id }) => {
      const response = responseTo(assessment, id)
      return [id, response.kind === 'level' ? response.level : null]
    }),
  )
}

export interface Progress {
  /** Indicators with any response: a level, don't know, not applicable or withheld. */
  readonly answered: number
  readonly applicable: number
  /** First applicable indicator that was not asked yet; null when all were. */
  readonly next: string | null
}

/** How much is answered of what applies. */
export function progressOf(instrument: Instrument, assessment: Assessment): Progress {
  const applicable = applicableIndicators(instrument, assessment)
  const open = applicable.filter(({ id }) => responseTo(assessment, id).kind === 'not-asked')
  return {
    answered: applicable.length - open.length,
    applicable: applicable.length,
    next: open[0]?.id ?? null,
  }
}

import type { Indicator, Instrument } from '../instrument/instrument.ts'
import { responseTo, type Assessment } from './assessment.ts'

/** Something to look at again, said kindly: never a refusal, since reality may be odd. */
export interface Hint {
  /**
   * - `prerequisite-low`: a capacity operates although one it stands on has barely begun
   * - `needs-unmet`: what this one needs is not adopted yet, so work there comes first
   */
  readonly kind: 'prerequisite-low' | 'needs-unmet'
  readonly indicator: string
  readonly other: string
  readonly otherLevel: number
}

/** A level from which a capacity operates, the highest one at which a prerequisite has barely begun, and the one it is met at. */
const operatingFrom = 3
const barelyBegun = 1
const metFrom = 2

/**
 * Hints about one indicator and what it stands on, or what stands on it. Source: benchmark method, section 8 (`contra`),
 * and instrument design, section 10 (a prerequisite is met at level 2).
 */
export function hintsFor(
  instrument: Instrument,
  assessment: Assessment,
  indicator: Indicator,
): readonly Hint[] {
  const level = levelOf(assessment, indicator.id)
  if (level === null) return []
  const below = indicator.needs.flatMap((id): readonly Hint[] => {
    const otherLevel = levelOf(assessment, id)
    if (otherLevel === null || otherLevel >= metFrom) return []
    if (level >= operatingFrom && otherLevel <= barelyBegun) {
      return [{ kind: 'prerequisite-low', indicator: indicator.id, other: id, otherLevel }]
    }
    return [{ kind: 'needs-unmet', indicator: indicator.id, other: id, otherLevel }]
  })
  const above = instrument.indicators.flatMap((other): readonly Hint[] => {
    const otherLevel = levelOf(assessment, other.id)
    if (!other.needs.includes(indicator.id) || otherLevel === null) return []
    if (level > barelyBegun || otherLevel < operatingFrom) return []
    return [
      { kind: 'prerequisite-low', indicator: other.id, other: indicator.id, otherLevel: level } as const,
    ]
  })
  return [...below, ...above]
}

function levelOf(assessment: Assessment, id: string): number | null {
  const response = responseTo(assessment, id)
  return response.kind === 'level' ? response.level : null
}

import type { Instrument } from '../instrument/instrument.ts'
import { notAsked, responseTo, type Answer, type Assessment } from './assessment.ts'

/**
 * Answers that an assessment of a subset instrument (the pulse) can give to one of the whole: same ids, same wording, same
 * scale. What was already answered here is not touched. Evidence does not come along, since the subset asks none.
 *
 * @param at instant at which they are taken over, ISO 8601 in UTC
 */
export function answersToCarry(
  from: Assessment,
  subset: Instrument,
  to: Assessment,
  whole: Instrument,
  at: string,
): Readonly<Record<string, Answer>> {
  if (subset.subsetOf?.id !== whole.id) return {}
  const carried: Record<string, Answer> = {}
  for (const { id, scale } of subset.indicators) {
    const target = whole.indicators.find((one) => one.id === id)
    const response = responseTo(from, id)
    if (!target || response.kind === 'not-asked' || responseTo(to, id) !== notAsked) continue
    if (subset.scales[scale]?.levels !== whole.scales[target.scale]?.levels) continue
    carried[id] = { response, evidence: null, note: from.answers[id]?.note ?? '', at }
  }
  return carried
}

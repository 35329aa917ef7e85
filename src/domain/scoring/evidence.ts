import type { Evidence } from '../assessment/assessment.ts'
import type { EvidenceGrade, Indicator, TwoTrackParameters } from '../instrument/instrument.ts'

/**
 * The grade that evidence still has on the day `asOf`: an operating record or test (E2, E3) older than its window drops
 * one grade, older than `oldMonths` it is no more than a document (E1). Undated E2 or E3 is fresh in the round in which
 * it was first attached and E1 afterwards. No evidence is E0. "Older" is strict: on the day itself it still counts.
 *
 * @param asOf `YYYY-MM-DD`
 * Source: instrument design, sections 3 and 17.
 */
export function gradeAsOf(
  evidence: Evidence | null,
  indicator: Indicator,
  round: string,
  asOf: string,
  parameters: Pick<TwoTrackParameters, 'freshMonths' | 'oldMonths'>,
): EvidenceGrade {
  const grade = evidence?.grade ?? 'E0'
  if (!evidence || grade === 'E0' || grade === 'E1') return grade
  if (evidence.date === null) return evidence.firstRound === round ? grade : 'E1'
  if (isOlder(evidence.date, parameters.oldMonths, asOf)) return 'E1'
  const window = indicator.evidenceMonths ?? parameters.freshMonths
  if (!isOlder(evidence.date, window, asOf)) return grade
  return grade === 'E3' ? 'E2' : 'E1'
}

/** True when more than `months` calendar months lie between the day and `asOf`. */
export function isOlder(day: string, months: number, asOf: string): boolean {
  return addMonths(day, months) < asOf
}

/** `YYYY-MM-DD` some months later; a day that the later month lacks becomes its last day. */
export function addMonths(day: string, months: number): string {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7)) - 1 + months
  const targetYear = year + Math.floor(month / 12)
  const targetMonth = ((month % 12) + 12) % 12
  const date = Math.min(Number(day.slice(8, 10)), daysIn(targetYear, targetMonth))
  return `${String(targetYear).padStart(4, '0')}-${String(targetMonth + 1).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

function daysIn(year: number, month: number): number {
  if (month === 1) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [3, 5, 8, 10].includes(month) ? 30 : 31
}

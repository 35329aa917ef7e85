import type { Assessment } from '../assessment/assessment.ts'
import type { Instrument } from '../instrument/instrument.ts'

/** Everything a score is made of. The same input gives the same scores on any day and any machine. */
export interface ScoringInput {
  readonly instrument: Instrument
  readonly assessment: Assessment
  /** The day to which evidence is aged, `YYYY-MM-DD`. */
  readonly asOf: string
  /** What a room found, by indicator id; absent where one person answers alone. */
  readonly consensus?: Readonly<Record<string, RoomView>>
}

export interface RoomView {
  /** People who gave a level. */
  readonly raters: number
  /** Van der Eijk's A, -1 to 1. */
  readonly agreement: number
  /** Quartiles (type 7) of a rating the room could not settle; null where it did. */
  readonly contested: { readonly q1: number; readonly q3: number } | null
}

/** Fewest people from whom a room's agreement or disagreement may be read. */
export const fewestRaters = 3

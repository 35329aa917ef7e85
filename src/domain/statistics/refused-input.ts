/** Where in a table something was refused: the names (or 1-based numbers) of its row and column. */
export interface TablePlace {
  readonly row?: string
  readonly column?: string
}

/**
 * Input that no definition covers: unequal lengths, a negative weight, a zero in a geometric mean, an empty group.
 * Thrown at once and names the place, so that a coordinator can repair the cell; never a silent number instead.
 * What is covered but has no answer (three equal values have no skewness) is no error: see `figure.ts`.
 */
export class RefusedInput extends RangeError {
  readonly code: RefusalCode
  readonly place: TablePlace

  constructor(code: RefusalCode, message: string, place: TablePlace = {}) {
    super(placeText(place) + message)
    this.name = 'RefusedInput'
    this.code = code
    this.place = place
  }
}

/** Callers decide from these, never from the message. */
export type RefusalCode =
  | 'empty'
  | 'length'
  | 'not-finite'
  | 'negative-weight'
  | 'no-weight'
  | 'not-positive'
  | 'out-of-range'
  | 'unknown-name'
  | 'too-few'

function placeText({ row, column }: TablePlace): string {
  const parts = [row === undefined ? '' : `row ${row}`, column === undefined ? '' : `column ${column}`]
  const text = parts.filter((part) => part !== '').join(', ')
  return text === '' ? '' : `${text}: `
}

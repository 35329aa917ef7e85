/**
 * A number, or the reason why there is none. Outside this room no figure is ever NaN.
 * A plain union, because `typeof figure === 'number'` reads well and the compiler insists on it.
 */
export type Figure = number | NoFigure

/** Why a figure that is well defined in general does not exist for these values. */
export type NoFigure =
  /** Nothing to compute from: every value is missing. */
  | 'no-values'
  /** Fewer values (rows, raters, pairs) than the formula needs. */
  | 'too-few-values'
  /** All values are equal, so the spread the formula divides by is zero. */
  | 'no-spread'
  /** The statistic is not defined at the place where the values lie (an aWG near the end of its scale). */
  | 'outside-definition'

export function isFigure(figure: Figure): figure is number {
  return typeof figure === 'number'
}

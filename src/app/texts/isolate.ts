/** First strong isolate and its end: what stands between keeps its own direction and leaves the sentence's alone. */
const [open, close] = ['\u2068', '\u2069']

/** The right-to-left blocks of Unicode's basic plane: Hebrew, Arabic, Syriac, Thaana, N'Ko and their relatives. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/**
 * A value as it is put into a sentence of this direction. Right-to-left sentences would turn codes, versions and Latin
 * names around (`2026-Q4` would read `Q4-2026`), so each value stands in an isolate there. In left-to-right sentences
 * only right-to-left names can do harm; nothing invisible is added to the rest.
 * Source: Unicode Standard Annex 9, section 2.7.
 */
export function isolated(value: string, direction: 'ltr' | 'rtl'): string {
  return direction === 'rtl' || rightToLeft.test(value) ? `${open}${value}${close}` : value
}

/** Number of words as the language counts them; punctuation and spaces are none. */
export function countWords(text: string, language: string): number {
  const segments = new Intl.Segmenter(language, { granularity: 'word' }).segment(text)
  return [...segments].filter(({ isWordLike }) => isWordLike).length
}

/** A text without what makes no difference to a reader: capitals, spaces and punctuation. */
export function comparable(text: string, language: string): string {
  return text
    .normalize('NFKC')
    .toLocaleLowerCase(language)
    .replace(/[\p{P}\p{Z}\s]/gu, '')
}

/** Placeholders of a text, sorted: `{{count}}` or `{name}`. */
export function placeholders(text: string): readonly string[] {
  return (text.match(/\{\{[^{}]*\}\}|\{[^{}]*\}/g) ?? []).sort()
}

/** The script a language is written in, as ISO 15924: `Arab` for `ar`, `ur` and `fa`. */
export function scriptOf(language: string): string {
  return new Intl.Locale(language).maximize().script ?? ''
}

/** Whether two language tags differ at most by region: `pt-BR` and `pt-PT`. */
export function sameLanguage(one: string, other: string): boolean {
  return (
    new Intl.Locale(one).language === new Intl.Locale(other).language && scriptOf(one) === scriptOf(other)
  )
}

/** Every rule a pack is checked against, in the order in which `content/README.md` explains them. */
export const checkRules = [
  'unreadable',
  'schema',
  'version-folder',
  'language-files',
  'duplicate-id',
  'unknown-reference',
  'cycle',
  'range',
  'kind-fields',
  'not-applicable',
  'exposure-count',
  'status',
  'missing-text',
  'surplus-text',
  'level-count',
  'level-repeat',
  'level-length',
  'placeholder',
  'untranslated',
  'markup',
  'hidden-character',
  'not-normalised',
  'foreign-letters',
  'subset',
] as const
export type CheckRule = (typeof checkRules)[number]

/** One thing to mend in a pack before it may be published. */
export interface Finding {
  /** Inside the pack's folder: `instrument.json` or `texts/fr.json`. */
  readonly file: string
  /** Where in the file, with ids rather than positions: `indicators.SR-SYS-1.levels.2`. Empty for the whole file. */
  readonly place: string
  readonly rule: CheckRule
  /** What to do, in a sentence. */
  readonly remedy: string
}

export const structureFile = 'instrument.json'

export function textsFileName(language: string): string {
  return `texts/${language}.json`
}

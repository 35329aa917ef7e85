import { hiddenCharacter, latinWords, markup } from '../../src/domain/instrument/check-wording.ts'
import { placeholders, scriptOf } from '../../src/domain/instrument/words.ts'

/** Rules for the texts of the interface. A translation is checked against the source language, the source by itself. */
export type LocaleRule =
  | 'missing'
  | 'unknown'
  | 'in-both-files'
  | 'plural-forms'
  | 'engine-in-core'
  | 'placeholders'
  | 'empty'
  | 'markup'
  | 'hidden-character'
  | 'untranslated'
  | 'foreign-letters'
  | 'printing'
  | 'too-long'

export type Messages = Readonly<Record<string, string>>

/** The two files of one language: the question screen's texts, and all others. */
export interface Locale {
  readonly language: string
  readonly core: Messages
  readonly pages: Messages
}

/** A rule that a message breaks; for a plural family the key without its suffix. */
export type LocaleFinding = `${LocaleRule} ${string}`

/** Forms that may say "one file" or "no files" in words and leave the number out. */
const formsWithoutNumber = ['zero', 'one', 'two']

/** Texts that are the same in both languages, and rightly so: names, codes, and words that French shares. */
const sameAsSource: Readonly<Record<string, readonly string[]>> = {
  fr: [
    'app.name',
    'question.note.action',
    'benchmark.instrument.label',
    'flag.contra',
    'group.region.150',
    'hub.contact',
  ],
  ar: ['app.name'],
}

/** Latin words that an Arabic text may hold: the product's name, the key D, the example of a code. */
const latinAllowed = /^(?:Tayari|D|KEN-7Q4M-X2NA-9RTB-5K2D)$/

/** Longest label of a button that fits one line of a phone 360 pixels wide. */
const longestButton = 28
const isButton = (key: string) => /\.(?:action|yes|no)$/.test(key)

const printing: Readonly<Record<string, readonly RegExp[]>> = {
  en: [/['"`]/],
  // A narrow no-break space before ; : ! ? % » and after «, and nowhere else.
  fr: [/['"`]/, /(?<!\u202f)[;:?%»]/, /«(?!\u202f)/, /\u202f(?![;:?%»])(?<!«\u202f)/],
  ar: [/[,;?%'"“”]/, /[\u0660-\u0669\u06f0-\u06f9]/],
}
const inEveryLanguage = [/!/, /^\s|\s$|\s\s/]

/** Everything a language breaks, in the order of its keys. */
export function checkLocale(locale: Locale, source: Locale = locale): LocaleFinding[] {
  const messages = { ...locale.core, ...locale.pages }
  return [
    ...checkKeys(locale, source),
    ...Object.keys(locale.core)
      .filter((key) => Object.hasOwn(locale.pages, key))
      .map((key) => `in-both-files ${key}` as const),
    ...Object.entries(locale.core)
      .filter(([key, text]) => suffixOf(key) !== null || /\$t\(|\{\{[^}]*[^\w}][^}]*\}\}/.test(text))
      .map(([key]) => `engine-in-core ${key}` as const),
    ...Object.entries(messages).flatMap(([key, text]) => checkText(locale.language, source, key, text)),
  ]
}

/** Both files hold the same messages as the source's, and a plural has exactly the forms of the language. */
function checkKeys(locale: Locale, source: Locale): LocaleFinding[] {
  const wantedForms = new Set<string>([
    ...new Intl.PluralRules(locale.language).resolvedOptions().pluralCategories,
    'other',
  ])
  return (['core', 'pages'] as const).flatMap((file) => {
    const own = families(locale[file])
    const wanted = families(source[file])
    return [
      ...[...wanted.keys()].filter((key) => !own.has(key)).map((key) => `missing ${key}` as const),
      ...[...own.keys()].filter((key) => !wanted.has(key)).map((key) => `unknown ${key}` as const),
      ...[...own]
        .filter(([key, forms]) => {
          const isPlural = (wanted.get(key) ?? forms).some((form) => form !== null)
          return isPlural
            ? forms.length !== wantedForms.size || !forms.every((form) => form && wantedForms.has(form))
            : forms.length !== 1 || forms[0] !== null
        })
        .map(([key]) => `plural-forms ${key}` as const),
    ]
  })
}

function checkText(language: string, source: Locale, key: string, text: string): LocaleFinding[] {
  const sourceText = sourceOf(source, key)
  const isSource = language === source.language
  const rules: readonly (readonly [LocaleRule, boolean])[] = [
    ['placeholders', sourceText !== null && !samePlaceholders(text, sourceText, suffixOf(key))],
    ['empty', text.trim() === ''],
    ['markup', markup.some((pattern) => pattern.test(text))],
    // The narrow no-break space has a width; everything invisible without one is refused, bidi controls among them.
    ['hidden-character', hiddenCharacter(text, scriptOf(language)) !== null],
    [
      'untranslated',
      !isSource &&
        /\p{L}/u.test(withoutPlaceholders(text)) &&
        withoutPlaceholders(text) === withoutPlaceholders(sourceText ?? '') &&
        !sameAsSource[language]?.includes(baseOf(key)),
    ],
    [
      'foreign-letters',
      scriptOf(language) !== 'Latn' && latinWords(text).some((word) => !latinAllowed.test(word)),
    ],
    [
      'printing',
      [...inEveryLanguage, ...(printing[language] ?? [])].some((pattern) =>
        pattern.test(withoutPlaceholders(text)),
      ),
    ],
    ['too-long', isButton(baseOf(key)) && text.length > longestButton],
  ]
  return rules.flatMap(([rule, broken]): LocaleFinding[] => (broken ? [`${rule} ${key}`] : []))
}

/** The source of a message; of a plural its `other`, which names everything that may be said. */
function sourceOf({ core, pages }: Locale, key: string): string | null {
  return core[key] ?? pages[key] ?? pages[`${baseOf(key)}_other`] ?? null
}

/** The words alone, with a figure where something is put in. */
function withoutPlaceholders(text: string): string {
  return text.replace(/\{\{\w+\}\}/g, '0')
}

function samePlaceholders(text: string, source: string, form: string | null): boolean {
  const own = new Set(placeholders(text))
  const wanted = new Set(placeholders(source))
  const mayLeaveOut = (name: string) => name === '{{n}}' && form !== null && formsWithoutNumber.includes(form)
  return (
    [...own].every((name) => wanted.has(name)) &&
    [...wanted].every((name) => own.has(name) || mayLeaveOut(name))
  )
}

/** Forms by message: `[null]` for one that has no plural. */
function families(messages: Messages): ReadonlyMap<string, readonly (string | null)[]> {
  const found = new Map<string, (string | null)[]>()
  for (const key of Object.keys(messages)) {
    const base = baseOf(key)
    found.set(base, [...(found.get(base) ?? []), suffixOf(key)])
  }
  return found
}

export function baseOf(key: string): string {
  return key.replace(pluralSuffix, '')
}

function suffixOf(key: string): string | null {
  return pluralSuffix.exec(key)?.[1] ?? null
}

const pluralSuffix = /_(zero|one|two|few|many|other)$/

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { languages } from '../../src/app/texts/languages.ts'
import { stakeholderGroups } from '../../src/domain/assessment/assessment.ts'
import { assembleRelease } from '../../src/domain/benchmark/assemble-release.ts'
import { peerFamilies, peerFamily } from '../../src/domain/benchmark/peer-groups.ts'
import { consentTiers, qualityFlags } from '../../src/domain/round/contribution.ts'
import { countryTable, readInstruments } from '../../src/hub/content.ts'
import { problems } from '../../src/protocol/problem.ts'
import { heldReasons } from '../../src/protocol/receipt.ts'
import { suppressionReasons } from '../../src/protocol/release.ts'
import { areaOf, askedTexts, sourceIn } from '../support/asked-texts.ts'
import { baseOf, checkLocale, type Locale, type LocaleRule, type Messages } from '../support/check-locales.ts'

const readLocale = (language: string): Locale => {
  const read = (name: string): Messages =>
    JSON.parse(readFileSync(`locales/${language}/${name}.json`, 'utf8')) as Messages
  return { language, core: read('core'), pages: read('pages') }
}
const english = readLocale('en')

test('every language of the app has texts, and every language with texts is in the app', () => {
  expect(readdirSync('locales').sort()).toEqual(languages.map(({ id }) => id).sort())
})

test.each(languages.map(({ id }) => id))('the texts in %s have nothing to mend', (language) => {
  expect(checkLocale(readLocale(language), english)).toEqual([])
})

describe('each rule finds what it is for', () => {
  const source: Locale = {
    language: 'en',
    core: { 'a.note': 'Your note on {{name}}', 'a.go.action': 'Go' },
    pages: { 'b.files_one': '{{n}} file in {{place}}', 'b.files_other': '{{n}} files in {{place}}' },
  }
  const french: Locale = {
    language: 'fr',
    core: { 'a.note': 'Votre note sur {{name}}', 'a.go.action': 'Aller' },
    pages: {
      'b.files_one': 'Un fichier dans {{place}}',
      'b.files_many': '{{n}} fichiers dans {{place}}',
      'b.files_other': '{{n}} fichiers dans {{place}}',
    },
  }
  const without = (messages: Messages, key: string): Messages =>
    Object.fromEntries(Object.entries(messages).filter(([name]) => name !== key))
  const core = (change: Record<string, string>): Locale => ({
    ...french,
    core: { ...french.core, ...change },
  })
  const pages = (change: Record<string, string>): Locale => ({
    ...french,
    pages: { ...french.pages, ...change },
  })
  const note = (text: string) => core({ 'a.note': text })

  test('a whole translation breaks none', () => {
    expect(checkLocale(source)).toEqual([])
    expect(checkLocale(french, source)).toEqual([])
  })

  test.each<[string, LocaleRule, string, Locale]>([
    ['a message is missing', 'missing', 'a.note', { ...french, core: without(french.core, 'a.note') }],
    ['a message nobody knows', 'unknown', 'a.old', core({ 'a.old': 'Ancien' })],
    ['a message stands in both files', 'in-both-files', 'a.go.action', pages({ 'a.go.action': 'Aller' })],
    [
      'a plural form is missing',
      'plural-forms',
      'b.files',
      { ...french, pages: without(french.pages, 'b.files_many') },
    ],
    [
      'a form the language does not have',
      'plural-forms',
      'b.files',
      pages({ 'b.files_few': '{{n}} fichiers dans {{place}}' }),
    ],
    [
      'a plural where the source has none',
      'plural-forms',
      'a.note',
      core({ 'a.note_other': 'Vos notes sur {{name}}' }),
    ],
    ['a plural in the core', 'engine-in-core', 'a.note_other', core({ 'a.note_other': 'Sur {{name}}' })],
    ['a nested message in the core', 'engine-in-core', 'a.note', note('$t(a.go.action) : {{name}}')],
    ['a format in the core', 'engine-in-core', 'a.note', note('Note sur {{name, uppercase}}')],
    ['a placeholder is lost', 'placeholders', 'a.note', note('Votre note')],
    ['a placeholder is misspelt', 'placeholders', 'a.note', note('Votre note sur {{nom}}')],
    [
      'a form for many numbers without the number',
      'placeholders',
      'b.files_other',
      pages({ 'b.files_other': 'Des fichiers dans {{place}}' }),
    ],
    [
      'a form for one without its place',
      'placeholders',
      'b.files_one',
      pages({ 'b.files_one': 'Un fichier' }),
    ],
    ['nothing but a space', 'empty', 'a.go.action', core({ 'a.go.action': ' ' })],
    ['a tag', 'markup', 'a.note', note('Votre <b>note</b> sur {{name}}')],
    ['a bidi control', 'hidden-character', 'a.note', note('Votre note sur \u202e{{name}}')],
    ['a text left in English', 'untranslated', 'a.note', note('Your note on {{name}}')],
    ['a straight apostrophe', 'printing', 'a.note', note("Note d'aujourd’hui sur {{name}}")],
    ['a colon without its narrow space', 'printing', 'a.note', note('Note: {{name}}')],
    ['a guillemet without its narrow space', 'printing', 'a.note', note('Note sur «{{name}}»')],
    ['an exclamation mark', 'printing', 'a.note', note('Votre note sur {{name}}\u202f!')],
    ['a label longer than a button', 'too-long', 'a.go.action', core({ 'a.go.action': 'A'.repeat(29) })],
  ])('%s', (_what, rule, key, locale) => {
    expect(checkLocale(locale, source)).toContain(`${rule} ${key}`)
  })

  test('Latin letters, a Latin comma and other digits in an Arabic text', () => {
    const arabic = (text: string): Locale => ({ language: 'ar', core: { 'a.go.action': text }, pages: {} })
    const small: Locale = { language: 'en', core: { 'a.go.action': 'Go' }, pages: {} }
    expect(checkLocale(arabic('إلى Tayari'), small)).toEqual([])
    expect(checkLocale(arabic('إلى Wi-Fi'), small)).toEqual(['foreign-letters a.go.action'])
    expect(checkLocale(arabic('هنا, وهناك'), small)).toEqual(['printing a.go.action'])
    expect(checkLocale(arabic('من ٠ إلى ٤'), small)).toEqual(['printing a.go.action'])
  })

  test('Arabic has six forms, of which three may leave the number out', () => {
    const small: Locale = { language: 'en', core: {}, pages: { n_one: '{{n}} file', n_other: '{{n}} files' } }
    const forms = {
      n_zero: 'بلا ملفات',
      n_one: 'ملف واحد',
      n_two: 'ملفان',
      n_few: '{{n}} ملفات',
      n_many: '{{n}} ملفًا',
      n_other: '{{n}} ملف',
    }
    const arabic = (pages: Messages): Locale => ({ language: 'ar', core: {}, pages })
    expect(checkLocale(arabic(forms), small)).toEqual([])
    expect(checkLocale(arabic(without(forms, 'n_two')), small)).toEqual(['plural-forms n'])
    expect(checkLocale(arabic({ ...forms, n_few: 'ملفات' }), small)).toEqual(['placeholders n_few'])
  })
})

describe('what the app says is what the catalogue holds', () => {
  const catalogue = new Set([...Object.keys(english.core), ...Object.keys(english.pages)].map(baseOf))
  const areas = new Set([...catalogue].map(areaOf))
  const asked = askedTexts(sourceIn('src/app'), areas)

  const [instrument] = readInstruments('content').all
  if (!instrument) throw new Error('no instrument to publish')
  const { rules } = assembleRelease({
    hub: 'hub',
    programme: 'default',
    instrument,
    round: '2026',
    number: 1,
    publishedOn: '2026-11-23',
    demonstration: false,
    family: peerFamily(countryTable, 'region'),
    contributors: [],
  })
  const groupsBy = (family: (typeof peerFamilies)[number]) =>
    peerFamily(countryTable, family).groups.map(({ id }) => id)
  const ends = ['declared', 'supported', 'low', 'high']
  const topics = [
    'levels',
    'unknown',
    'range',
    'offline',
    'lost',
    'language',
    'keyboard',
    'hand-over',
    'compare',
  ]
  const places = ['above', 'below', 'within']

  /** Keys whose last word is only known when they are asked for, with every word it can be. */
  const wordsByPattern: Readonly<Record<string, readonly string[]>> = {
    'compare.finding.*': ['clearly-above', 'clearly-below', ...places],
    'compare.place.*': places,
    'confidence.*': ['high', 'medium', 'low'],
    'consent.*.hint': consentTiers,
    'consent.*.title': consentTiers,
    'effort.*': ['small', 'medium', 'large'],
    'explain.assumed.*': ['dont-know', 'withheld', 'not-asked', 'contested'],
    'explain.constant.*': [
      'evidence-cap',
      'outside-threat',
      'confirmed-incident',
      'top-of-scale',
      'bottom-of-scale',
    ],
    'explain.part.*': [
      'control',
      'response',
      'likelihood',
      'likelihood-left',
      'impact',
      'impact-left',
      'capacity',
      'gates',
    ],
    'figure.end.*': ends,
    'figure.end.*.hint': ends,
    'flag.*': qualityFlags,
    'group.*': stakeholderGroups,
    'group.income.*': groupsBy('income'),
    'group.region.*': groupsBy('region'),
    'held.*': heldReasons,
    'help.*.answer': topics,
    'help.*.question': topics,
    'hidden.*': suppressionReasons,
    'join.standing.*': ['waiting', 'received', 'held'],
    'narrowing.because.*': ['not-asked', 'unknown', 'withheld', 'evidence', 'contested'],
    'privacy.*.text': ['kept', 'leaves', 'never', 'requests', 'limits', 'withdraw'],
    'privacy.*.title': ['kept', 'leaves', 'never', 'requests', 'limits', 'withdraw'],
    'problem.*': Object.keys(problems),
    'quadrant.finding.*-*': ['exposed-capable', 'exposed-unprepared', 'calm-capable', 'calm-unprepared'],
    'reason.*': ['mostly-not-applicable', 'nothing-rated', 'response-not-scored'],
    'release.family.*': peerFamilies,
    'rule.*': rules.map(({ id }) => id),
  }
  const composed = Object.entries(wordsByPattern).flatMap(([pattern, words]) =>
    words.map((word) => pattern.replace(/\*(?:-\*)?/, word)),
  )

  test('each composed key is known with all its words', () => {
    expect([...asked.patterns].sort()).toEqual(Object.keys(wordsByPattern).sort())
  })

  test('no text that is asked for is missing', () => {
    expect(asked.keys.size).toBeGreaterThan(100)
    expect([...asked.keys, ...composed].filter((key) => !catalogue.has(key))).toEqual([])
  })

  test('no text is left that nobody asks for', () => {
    const used = new Set([...asked.quoted, ...composed])
    expect([...catalogue].filter((key) => !used.has(key))).toEqual([])
  })

  test('a missing text, a text nobody uses and an unknown pattern would each be seen', () => {
    const seeded = askedTexts("t('saving.gone') + t(`saving.${state}`) + `index.${n}.html`", areas)
    expect([...seeded.keys].filter((key) => !catalogue.has(key))).toEqual(['saving.gone'])
    expect([...seeded.patterns]).toEqual(['saving.*'])
    expect(seeded.quoted.has('saving.saved')).toBe(false)
  })
})

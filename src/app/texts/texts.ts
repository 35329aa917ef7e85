import { shallowRef } from 'vue'
import type { i18n } from 'i18next'
import type core from '../../../locales/en/core.json'
import type pages from '../../../locales/en/pages.json'
import { isolated } from './isolate.ts'
import { directionOf, type LanguageId } from './languages.ts'
import { plainText } from './plain-text.ts'

/** Plural forms are the translator's: code names the message, i18next picks `_one`, `_few`, `_other`. */
type Plural<Key extends string> = Key extends `${infer Base}_other` ? Base : Key
export type TextKey = Plural<keyof typeof core & string> | Plural<keyof typeof pages & string>
export type TextValues = Readonly<Record<string, string | number>>
type Messages = Readonly<Record<string, string>>

const coreFiles = import.meta.glob<Messages>('../../../locales/*/core.json', { import: 'default' })
const pageFiles = import.meta.glob<Messages>('../../../locales/*/pages.json', { import: 'default' })

interface Spoken {
  readonly language: LanguageId
  readonly core: Messages
  readonly engine: i18n | null
}

/** What is spoken now. Replacing it redraws every text in place. */
const spoken = shallowRef<Spoken | null>(null)

/** Loads the question screen's texts of a language and speaks it. */
export async function speak(language: LanguageId): Promise<void> {
  const core = await load(coreFiles, language, 'core')
  const engine = spoken.value?.engine ? await loadEngine(language, core) : null
  spoken.value = { language, core, engine }
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
}

/** Loads the rest of the current language, plurals included. Pages other than the question wait for it. */
export async function loadAllTexts(): Promise<void> {
  const now = spoken.value
  if (!now || now.engine) return
  const engine = await loadEngine(now.language, now.core)
  if (spoken.value === now) spoken.value = { ...now, engine }
}

export function useTexts() {
  return { t: text, language }
}

/** Fetches a language's texts ahead of its choice, so that the choice shows at once. */
export async function prefetchLanguage(language: LanguageId): Promise<void> {
  await Promise.all([load(coreFiles, language, 'core'), load(pageFiles, language, 'pages')])
}

function text(key: TextKey, values?: TextValues): string {
  const now = spoken.value
  if (!now) return ''
  const apart = values && isolatedValues(values, directionOf(now.language))
  return now.engine?.t(key, apart ?? {}) ?? plainText(now.core, key, apart) ?? ''
}

/** Numbers stay as they are: `count` chooses the plural form, and a bare number reads alike in every sentence. */
function isolatedValues(values: TextValues, direction: 'ltr' | 'rtl'): TextValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? isolated(value, direction) : value,
    ]),
  )
}

function language(): LanguageId {
  return spoken.value?.language ?? 'en'
}

async function loadEngine(id: LanguageId, core: Messages): Promise<i18n> {
  const [rest] = await Promise.all([load(pageFiles, id, 'pages'), import('i18next')])
  return makeEngine(id, { ...core, ...rest })
}

/** The text engine over one language's messages: plural forms by suffix, nothing escaped, dots are part of a key. */
export async function makeEngine(id: LanguageId, messages: Messages): Promise<i18n> {
  const { createInstance } = await import('i18next')
  const engine = createInstance()
  await engine.init({
    lng: id,
    resources: { [id]: { translation: messages } },
    keySeparator: false,
    nsSeparator: false,
    // Vue escapes what it renders; escaping twice would show "&amp;" to people.
    interpolation: { escapeValue: false },
  })
  return engine
}

async function load(
  files: Record<string, () => Promise<Messages>>,
  id: LanguageId,
  name: string,
): Promise<Messages> {
  const file = files[`../../../locales/${id}/${name}.json`]
  if (!file) throw new Error(`no ${name} texts in ${id}`)
  return file()
}

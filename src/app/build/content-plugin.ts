import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** Texts longer than this travel by dimension, so that the first question need not wait for the last. */
const longestWhole = 40_000

/**
 * Puts the instruments of the content folders into the app: one hashed file for the structure and one per language (long
 * ones also one per dimension), so that a phone fetches only what it reads, and `virtual:catalogue`, the list of what
 * there is.
 */
export function contentPlugin(folders: readonly string[]): Plugin {
  const packs = folders.flatMap(readPacks)
  let built = false
  return {
    name: 'tayari-content',
    configResolved: (config) => {
      built = config.command === 'build'
    },
    resolveId: (id) => (id === 'virtual:catalogue' ? '\0catalogue' : null),
    load(id) {
      if (id !== '\0catalogue') return null
      const emit = (name: string, text: string) => {
        if (!built)
          return JSON.stringify(`data:application/json;base64,${Buffer.from(text).toString('base64')}`)
        return `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'asset', name, source: text })}`
      }
      const entries = packs.map(({ instrument, structure, texts }) => {
        const name = `${instrument.id}-${instrument.version}`
        const languages = texts.map(({ language, title, index, parts, bytes }) => {
          const urls = Object.entries(parts).map(
            ([dimension, text]) =>
              `${JSON.stringify(dimension)}: ${emit(`text-${language}-${name}_${dimension}.json`, text)}`,
          )
          return `${JSON.stringify(language)}: { title: ${JSON.stringify(title)}, bytes: ${bytes}, url: ${emit(`text-${language}-${name}.json`, index)}, parts: { ${urls.join(', ')} } }`
        })
        return `{ id: ${JSON.stringify(instrument.id)}, version: ${JSON.stringify(instrument.version)}, structure: ${emit(`pack-${name}.json`, structure)}, languages: { ${languages.join(', ')} } }`
      })
      return `export const catalogue = [${entries.join(', ')}]`
    },
  }
}

interface Pack {
  readonly instrument: { readonly id: string; readonly version: string }
  readonly structure: string
  readonly texts: readonly PackTexts[]
}

interface PackTexts {
  readonly language: string
  readonly title: string
  /** Everything, or everything but the indicators where these travel by dimension. */
  readonly index: string
  /** Texts of the indicators by dimension; empty where the index holds them. */
  readonly parts: Readonly<Record<string, string>>
  readonly bytes: number
}

interface IndicatorPlaces {
  readonly languages: readonly string[]
  readonly indicators: readonly { readonly id: string; readonly dimension: string }[]
}

/** `folder/<instrument>/<version>/{instrument.json,texts/<language>.json}`; white space does not travel. */
function readPacks(folder: string): Pack[] {
  if (!existsSync(folder)) return []
  return directories(folder).flatMap((id) =>
    directories(join(folder, id))
      .filter((version) => existsSync(join(folder, id, version, 'instrument.json')))
      .map((version) => {
        const read = (path: string) => JSON.parse(readFileSync(join(folder, id, version, path), 'utf8'))
        const instrument = read('instrument.json')
        return {
          instrument,
          structure: JSON.stringify(instrument),
          texts: (instrument.languages as string[]).map((language) =>
            splitTexts(language, read(`texts/${language}.json`), instrument),
          ),
        }
      }),
  )
}

function splitTexts(
  language: string,
  texts: { readonly title: string; readonly indicators: Readonly<Record<string, unknown>> },
  { indicators }: IndicatorPlaces,
): PackTexts {
  const whole = JSON.stringify(texts)
  const common = { language, title: texts.title, bytes: Buffer.byteLength(whole) }
  if (whole.length <= longestWhole) return { ...common, index: whole, parts: {} }
  const parts: Record<string, Record<string, unknown>> = {}
  for (const { id, dimension } of indicators) (parts[dimension] ??= {})[id] = texts.indicators[id]
  return {
    ...common,
    index: JSON.stringify({ ...texts, indicators: {} }),
    parts: Object.fromEntries(
      Object.entries(parts).map(([dimension, part]) => [dimension, JSON.stringify(part)]),
    ),
  }
}

function directories(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

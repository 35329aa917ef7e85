import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Puts the instruments of the content folders into the app: one hashed file for the structure and one per language, so
 * that a phone fetches only what it reads, and `virtual:catalogue`, the list of what there is.
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
        const languages = texts.map(
          ({ language, title, text }) =>
            `${JSON.stringify(language)}: { title: ${JSON.stringify(title)}, bytes: ${Buffer.byteLength(text)}, url: ${emit(`text-${language}-${name}.json`, text)} }`,
        )
        return `{ id: ${JSON.stringify(instrument.id)}, version: ${JSON.stringify(instrument.version)}, structure: ${emit(`pack-${name}.json`, structure)}, languages: { ${languages.join(', ')} } }`
      })
      return `export const catalogue = [${entries.join(', ')}]`
    },
  }
}

interface Pack {
  readonly instrument: { readonly id: string; readonly version: string }
  readonly structure: string
  readonly texts: readonly { readonly language: string; readonly title: string; readonly text: string }[]
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
          texts: (instrument.languages as string[]).map((language) => {
            const texts = read(`texts/${language}.json`)
            return { language, title: texts.title as string, text: JSON.stringify(texts) }
          }),
        }
      }),
  )
}

function directories(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

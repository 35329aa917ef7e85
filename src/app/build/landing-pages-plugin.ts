import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import { languages } from '../texts/languages.ts'

interface Output {
  readonly fileName: string
  readonly source?: unknown
}

/**
 * One start page per language, and one per language and instrument for direct links. Each names what the first screen
 * will need, so that a slow connection fetches it all at once instead of one after the other. The hub serves the page
 * that fits; the service worker keeps the plain `index.html` alone.
 */
export function landingPagesPlugin(): Plugin {
  return {
    name: 'tayari-landing-pages',
    apply: 'build',
    writeBundle(options, bundle) {
      const folder = options.dir
      if (!folder) return
      const files = Object.values(bundle) as readonly Output[]
      const page = readFileSync(join(folder, 'index.html'), 'utf8')
      const write = (path: string, text: string) => {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
      for (const { id: language, direction } of languages) {
        const spoken = page.replace('<html lang="en">', `<html lang="${language}" dir="${direction}">`)
        const texts = named(files, `text-${language}-core`)
        const always = texts ? [script(texts.fileName)] : []
        write(`index.${language}.html`, withLinks(spoken, always))
        for (const pack of files.filter(({ fileName }) => /^assets\/pack-/.test(fileName))) {
          const name = /^assets\/pack-(.+)-[\w-]{8}\.json$/.exec(pack.fileName)?.[1]
          if (!name) throw new Error(`unexpected name of a pack: ${pack.fileName}`)
          const words = textsOf(files, language, name, pack) ?? textsOf(files, 'en', name, pack) ?? []
          const scoring = showsScore(pack) ? named(files, 'scoring') : undefined
          write(
            `i/${name.replace(/-\d+\.\d+\.\d+$/, '')}.${language}.html`,
            withLinks(spoken, [
              ...always,
              ...(scoring ? [script(scoring.fileName)] : []),
              data(pack.fileName),
              ...words.map(({ fileName }) => data(fileName)),
            ]),
          )
        }
      }
    },
  }
}

function named(files: readonly Output[], name: string): Output | undefined {
  return files.find(({ fileName }) => fileName.startsWith(`assets/${name}-`) && !fileName.endsWith('.css'))
}

/** The texts that the first question needs: the language's file, and its first dimension where that travels apart. */
function textsOf(
  files: readonly Output[],
  language: string,
  name: string,
  pack: Output,
): readonly Output[] | null {
  const index = named(files, `text-${language}-${name}`)
  if (!index) return null
  const { indicators } = JSON.parse(String(pack.source)) as { indicators: readonly { dimension: string }[] }
  const part = named(files, `text-${language}-${name}_${indicators[0]?.dimension ?? ''}`)
  return part ? [index, part] : [index]
}

function showsScore(pack: Output): boolean {
  const instrument = JSON.parse(String(pack.source)) as { options: { showDimensionScore: boolean } }
  return instrument.options.showDimensionScore
}

const script = (file: string) => `<link rel="modulepreload" crossorigin href="/${file}">`
const data = (file: string) => `<link rel="preload" as="fetch" crossorigin="anonymous" href="/${file}">`

function withLinks(page: string, links: readonly string[]): string {
  return page.replace('</head>', `${links.join('\n')}\n</head>`)
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the source of a program asks the catalogue for. */
export interface AskedTexts {
  /** Keys named whole where the text is asked for: `t('a.b')`. */
  readonly keys: ReadonlySet<string>
  /** Every quoted text shaped like a key: one may wait in a list before it is asked for. */
  readonly quoted: ReadonlySet<string>
  /** Keys with a part that is known later, as `problem.*`. */
  readonly patterns: ReadonlySet<string>
}

/** @param areas First parts of the catalogue's keys, by which a key is told from any other composed text. */
export function askedTexts(source: string, areas: ReadonlySet<string>): AskedTexts {
  const all = (pattern: RegExp) => [...source.matchAll(pattern)].map(([, found = '']) => found)
  const composed = all(/`([^`]*\$\{[^`]*)`/g).map((text) => text.replace(/\$\{[^}]*\}/g, '*'))
  return {
    keys: new Set(all(/\bt\(\s*'([^']+)'/g)),
    quoted: new Set(all(/'([a-z][\w.-]*)'/g)),
    patterns: new Set(composed.filter((text) => /^[a-z-]+\.[\w.*-]+$/.test(text) && areas.has(areaOf(text)))),
  }
}

export function areaOf(key: string): string {
  return key.split('.')[0] ?? ''
}

/** All source of a folder as one text. */
export function sourceIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|vue)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
}

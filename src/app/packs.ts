import { catalogue, type CatalogueEntry } from 'virtual:catalogue'
import type { Instrument, InstrumentReference } from '../domain/instrument/instrument.ts'
import type { InstrumentTexts } from '../domain/instrument/texts.ts'
import { ProblemError } from '../protocol/problem.ts'

/**
 * Instruments that came with this build, trusted with it: they were decoded and checked before it was made. Each file is
 * fetched once and kept in memory; with no connection the service worker has it.
 */
const files = new Map<string, Promise<unknown>>()

/** Newest version of each instrument, in the order of the catalogue. */
export function newestPacks(): readonly CatalogueEntry[] {
  return catalogue.filter((entry) => entry === newest(entry.id))
}

export function newestVersion(id: string): string | null {
  return newest(id)?.version ?? null
}

/** @throws ProblemError `unknown-instrument` or `offline` */
export async function loadInstrument(reference: InstrumentReference): Promise<Instrument> {
  return (await file(entryOf(reference).structure)) as Instrument
}

/**
 * Texts in the wanted language, else in the one the instrument was written in.
 *
 * @param dimension only the indicators of this dimension need to be there; null for all of them
 */
export async function loadInstrumentTexts(
  reference: InstrumentReference,
  language: string,
  dimension: string | null = null,
): Promise<InstrumentTexts> {
  const { languages } = entryOf(reference)
  const known = languages[language] ?? languages['en'] ?? Object.values(languages)[0]
  if (!known) throw new ProblemError('unknown-instrument', reference.id)
  const urls = Object.entries(known.parts).filter(([id]) => dimension === null || id === dimension)
  const [index, ...parts] = await Promise.all([known.url, ...urls.map(([, url]) => url)].map(file))
  const whole = index as InstrumentTexts
  return urls.length === 0
    ? whole
    : { ...whole, indicators: Object.assign({}, ...parts) as InstrumentTexts['indicators'] }
}

function newest(id: string): CatalogueEntry | undefined {
  const versions = catalogue.filter((entry) => entry.id === id)
  return versions.reduce<CatalogueEntry | undefined>(
    (best, entry) => (best && compareVersions(best.version, entry.version) >= 0 ? best : entry),
    undefined,
  )
}

function entryOf({ id, version }: InstrumentReference): CatalogueEntry {
  const entry = catalogue.find((one) => one.id === id && one.version === version)
  if (!entry) throw new ProblemError('unknown-instrument', `${id}@${version}`)
  return entry
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  return left.map((part, i) => part - (right[i] ?? 0)).find((difference) => difference !== 0) ?? 0
}

function file(url: string): Promise<unknown> {
  const known = files.get(url)
  if (known) return known
  const wanted = fetch(url).then(
    (answer) => {
      if (!answer.ok) throw new ProblemError('pack-invalid', url)
      return answer.json()
    },
    (cause: unknown) => {
      throw new ProblemError('offline', url, { cause })
    },
  )
  files.set(url, wanted)
  wanted.catch(() => files.delete(url))
  return wanted
}

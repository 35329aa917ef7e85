import { readFile, readdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import * as v from 'valibot'
import { checkInstrument } from '../domain/instrument/check-instrument.ts'
import { structureFile, textsFileName, type CheckRule, type Finding } from '../domain/instrument/finding.ts'
import type { Instrument } from '../domain/instrument/instrument.ts'
import type { InstrumentPack } from '../domain/instrument/pack.ts'
import { decodeInstrument, decodeTexts, instrumentFile, textsFile } from '../protocol/pack.ts'

export type PackReading =
  | { readonly kind: 'read'; readonly pack: InstrumentPack }
  | { readonly kind: 'broken'; readonly findings: readonly Finding[] }

/**
 * Reads the pack in `<id>/<version>/`: `instrument.json` and every file in `texts/`. Broken when a file cannot be read,
 * does not match the schema, or stands in a folder or under a name that says something else than the file itself.
 */
export async function readPackFolder(folder: string): Promise<PackReading> {
  const structure = await readJson(folder, structureFile)
  const instrument = structure.kind === 'json' ? decodeInstrument(structure.json) : null
  const findings: Finding[] = [
    ...(structure.kind === 'json'
      ? schemaFindings(structureFile, instrumentFile, structure.json)
      : [structure.finding]),
    ...(instrument ? folderFindings(folder, instrument) : []),
  ]

  const texts = []
  for (const file of await textsFilesIn(folder)) {
    const reading = await readJson(folder, file)
    if (reading.kind === 'unreadable') {
      findings.push(reading.finding)
      continue
    }
    findings.push(...schemaFindings(file, textsFile, reading.json))
    const decoded = decodeTexts(reading.json)
    if (!decoded) continue
    const { instrument: id, version, ...words } = decoded
    findings.push(...headFindings(file, words.language, { id, version }, instrument))
    texts.push(words)
  }

  return instrument && findings.length === 0
    ? { kind: 'read', pack: { instrument, texts } }
    : { kind: 'broken', findings }
}

/**
 * Everything to mend in the pack of a folder. The instrument it is a subset of is looked for beside it
 * (`../../<id>/<version>`); where there is none, the subset rule is not applied.
 */
export async function checkPackFolder(folder: string): Promise<readonly Finding[]> {
  const reading = await readPackFolder(folder)
  if (reading.kind === 'broken') return reading.findings
  const { subsetOf } = reading.pack.instrument
  const parentFolder = subsetOf && join(resolve(folder), '..', '..', subsetOf.id, subsetOf.version)
  if (!parentFolder || !(await exists(parentFolder))) return checkInstrument(reading.pack, null)

  const parent = await readPackFolder(parentFolder)
  if (parent.kind === 'read') return checkInstrument(reading.pack, parent.pack)
  return [
    ...checkInstrument(reading.pack, null),
    finding(
      structureFile,
      'subsetOf',
      'subset',
      `Mend ${subsetOf.id} ${subsetOf.version} first: it cannot be read.`,
    ),
  ]
}

function finding(file: string, place: string, rule: CheckRule, remedy: string): Finding {
  return { file, place, rule, remedy }
}

async function exists(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => null)) !== null
}

async function textsFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'texts')).catch(() => [])
  return names
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => `texts/${name}`)
}

type JsonReading =
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'unreadable'; readonly finding: Finding }

async function readJson(folder: string, file: string): Promise<JsonReading> {
  const unreadable = (remedy: string): JsonReading => ({
    kind: 'unreadable',
    finding: finding(file, '', 'unreadable', remedy),
  })
  const bytes = await readFile(join(folder, file)).catch(() => null)
  if (bytes === null) return unreadable('Add the file: it is missing or cannot be opened.')
  try {
    return { kind: 'json', json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch (error) {
    return unreadable(`Save it as JSON in UTF-8 (${error instanceof Error ? error.message : String(error)}).`)
  }
}

function schemaFindings(file: string, schema: v.GenericSchema, json: unknown): Finding[] {
  const result = v.safeParse(schema, json)
  return (result.issues ?? []).map((issue) => finding(file, place(issue), 'schema', `${issue.message}.`))
}

/** The path of an issue, where things in a list go by their id. */
function place(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? [])
    .map((step) => {
      const value: unknown = step.value
      const hasId = step.type === 'array' && typeof value === 'object' && value !== null && 'id' in value
      return hasId ? String(value.id) : String(step.key)
    })
    .join('.')
}

function folderFindings(folder: string, instrument: Instrument): Finding[] {
  const version = basename(resolve(folder))
  const id = basename(dirname(resolve(folder)))
  return [
    ...(version === instrument.version
      ? []
      : [finding(structureFile, 'version', 'version-folder', `Write "${version}", or rename the folder.`)]),
    ...(id === instrument.id
      ? []
      : [finding(structureFile, 'id', 'version-folder', `Write "${id}", or rename the folder above.`)]),
  ]
}

function headFindings(
  file: string,
  language: string,
  head: { readonly id: string; readonly version: string },
  instrument: Instrument | null,
): Finding[] {
  const demand = (holds: boolean, place: string, remedy: string) =>
    holds ? [] : [finding(file, place, 'language-files', remedy)]
  return [
    ...demand(
      file === textsFileName(language),
      'language',
      `Name the file ${textsFileName(language)}, or mend this field.`,
    ),
    ...demand(!instrument || head.id === instrument.id, 'instrument', `Write "${instrument?.id}".`),
    ...demand(
      !instrument || head.version === instrument.version,
      'version',
      `Write "${instrument?.version}".`,
    ),
  ]
}

import fs from 'node:fs'
import path from 'node:path'
import type { CountryTable } from '../domain/benchmark/peer-groups.ts'
import type { Instrument } from '../domain/instrument/instrument.ts'
import { decodeInstrument } from '../protocol/pack.ts'
import countries from '../../content/countries/2026-05.json'
import { Refusal } from './refusal.ts'

/** Facts about countries, as built into this version. */
export const countryTable: CountryTable = countries

/** The instruments this hub knows. Submissions for others are held until it does. */
export interface Instruments {
  readonly all: readonly Instrument[]
  find(id: string, version: string): Instrument | null
}

/**
 * Reads `<folder>/<id>/<version>/instrument.json` of every instrument.
 * @throws Refusal when a file cannot be read as an instrument, or says another id or version than its folder.
 */
export function readInstruments(folder: string): Instruments {
  const all = instrumentFiles(folder).map(readInstrument)
  const byReference = new Map(all.map((instrument) => [referenceOf(instrument), instrument]))
  return { all, find: (id, version) => byReference.get(referenceOf({ id, version })) ?? null }
}

/** `pulse@1.0.0` */
export function referenceOf({ id, version }: { id: string; version: string }): string {
  return `${id}@${version}`
}

function instrumentFiles(folder: string): string[] {
  return subfolders(folder)
    .flatMap((id) => subfolders(path.join(folder, id)).map((version) => path.join(folder, id, version)))
    .map((version) => path.join(version, 'instrument.json'))
    .filter((file) => fs.existsSync(file))
}

function subfolders(folder: string): string[] {
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

function readInstrument(file: string): Instrument {
  const instrument = decodeInstrument(readJson(file))
  const expected = path.dirname(file).split(path.sep).slice(-2).join('@')
  if (!instrument || referenceOf(instrument) !== expected)
    throw new Refusal(`The file ${file} is not the instrument ${expected}; run the content check.`)
  return instrument
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

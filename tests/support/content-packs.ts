import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { InstrumentPack } from '../../src/domain/instrument/pack.ts'
import { readPackFolder } from '../../src/hub/pack-folder.ts'

/** Folders of all packs in `content/`. */
export const packFolders: readonly string[] = readdirSync('content', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['schema', 'countries'].includes(entry.name))
  .flatMap(({ name }) => readdirSync(join('content', name)).map((version) => join('content', name, version)))

export async function readPack(folder: string): Promise<InstrumentPack> {
  const reading = await readPackFolder(folder)
  if (reading.kind === 'broken') expect.fail(JSON.stringify(reading.findings))
  return reading.pack
}

import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkPackFolder, readPackFolder } from '../../src/hub/pack-folder.ts'

let content: string
let folder: string

beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), 'tayari-content-'))
  folder = join(content, 'pulse', '1.0.0')
  await cp('content/pulse/1.0.0', folder, { recursive: true })
})

afterEach(() => rm(content, { recursive: true }))

/** The pack's findings as `rule file place`. */
async function findings(of = folder): Promise<string[]> {
  return (await checkPackFolder(of)).map(({ rule, file, place }) => `${rule} ${file} ${place}`)
}

async function edit(file: string, change: (text: string) => string, inside = folder): Promise<void> {
  const before = await readFile(join(inside, file), 'utf8')
  const after = change(before)
  expect(after, 'the edit must change something').not.toBe(before)
  await writeFile(join(inside, file), after)
}

test('a pack is read with its instrument and all its languages', async () => {
  const reading = await readPackFolder(folder)
  expect(reading).toMatchObject({
    kind: 'read',
    pack: {
      instrument: { id: 'pulse' },
      texts: [{ language: 'ar' }, { language: 'en' }, { language: 'fr' }],
    },
  })
})

test('a folder without a pack is unreadable', async () => {
  expect(await findings(join(content, 'nowhere', '1.0.0'))).toEqual(['unreadable instrument.json '])
})

test('a file with a comma too many is unreadable', async () => {
  await edit('texts/fr.json', (text) => text.replace('{', '{,'))
  expect(await findings()).toEqual(['unreadable texts/fr.json '])
})

test('a file that is not saved as UTF-8 is unreadable', async () => {
  await writeFile(join(folder, 'texts/fr.json'), Buffer.from('{"title":"Préparation"}', 'latin1'))
  expect(await findings()).toEqual(['unreadable texts/fr.json '])
})

test('what does not match the schema is named by its id', async () => {
  await edit('instrument.json', (text) => text.replace('"weight": 3', '"weight": "three"'))
  expect(await findings()).toEqual(['schema instrument.json indicators.SR-SYS-1.weight'])
})

test('a field the format does not know is refused', async () => {
  await edit('texts/ar.json', (text) => text.replace('"status":', '"reviewer": "?", "status":'))
  expect(await findings()).toEqual(['schema texts/ar.json reviewer'])
})

test('the folders carry the id and the version of the pack', async () => {
  await rename(folder, join(content, 'pulse', '1.0.1'))
  expect(await findings(join(content, 'pulse', '1.0.1'))).toEqual(['version-folder instrument.json version'])
  await rename(join(content, 'pulse'), join(content, 'pulses'))
  expect(await findings(join(content, 'pulses', '1.0.1'))).toEqual([
    'version-folder instrument.json version',
    'version-folder instrument.json id',
  ])
})

test('texts stand under the name of their language and belong to the instrument', async () => {
  await rename(join(folder, 'texts/fr.json'), join(folder, 'texts/fr-FR.json'))
  await edit('texts/ar.json', (text) =>
    text
      .replace('"instrument": "pulse"', '"instrument": "gov-national"')
      .replace('"version": "1.0.0"', '"version": "1.1.0"'),
  )
  expect(await findings()).toEqual([
    'language-files texts/ar.json instrument',
    'language-files texts/ar.json version',
    'language-files texts/fr-FR.json language',
  ])
})

test('a language file that is missing, or not listed, is named', async () => {
  await rm(join(folder, 'texts/fr.json'))
  await edit('instrument.json', (text) => text.replace('["en", "fr", "ar"]', '["en", "fr"]'))
  expect(await findings()).toEqual([
    'language-files instrument.json languages',
    'language-files instrument.json languages',
  ])
})

test('a hidden file of the operating system in the texts folder does no harm', async () => {
  await writeFile(join(folder, 'texts/.DS_Store'), 'x')
  expect(await findings()).toEqual([])
})

test('a subset is compared with its parent when that lies beside it', async () => {
  const parent = join(content, 'gov-national', '1.0.0')
  await cp(folder, parent, { recursive: true })
  for (const file of ['instrument.json', 'texts/en.json', 'texts/fr.json', 'texts/ar.json'])
    await edit(file, (text) => text.replace('"pulse"', '"gov-national"'), parent)
  expect(await findings()).toEqual([])

  await edit('texts/en.json', (text) => text.replace('No inventory.', 'No list at all.'), parent)
  expect(await findings()).toEqual(['subset texts/en.json indicators.SR-SYS-1.levels'])

  await edit('instrument.json', (text) => text.replace('{', ''), parent)
  expect(await findings()).toEqual(['subset instrument.json subsetOf'])
})

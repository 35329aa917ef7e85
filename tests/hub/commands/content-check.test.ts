import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../../src/hub/commands/content-check.ts'

let content: string
let folder: string

beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), 'tayari-content-'))
  folder = join(content, 'pulse', '1.0.0')
  await cp('content/pulse/1.0.0', folder, { recursive: true })
})

afterEach(() => rm(content, { recursive: true }))

async function spoil(): Promise<void> {
  const file = join(folder, 'texts', 'fr.json')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('Aucun inventaire.', 'No inventory.').replace('Audit"', '<b>Audit</b>"'))
}

async function check(...folders: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  return { code: await run(folders, (line) => lines.push(line)), lines }
}

test('a clean pack prints only the count and exits with 0', async () => {
  expect(await check(folder)).toEqual({ code: 0, lines: ['1 checked, 0 to mend.'] })
})

test('each finding is one line with file, place, rule and what to do, and the exit code is 1', async () => {
  await spoil()
  const { code, lines } = await check(folder)
  expect(code).toBe(1)
  expect(lines).toHaveLength(3)
  expect(lines[0]).toMatch(
    /pulse\/1\.0\.0\/texts\/fr\.json: indicators\.SR-SYS-1\.levels\.0: untranslated: Translate it/,
  )
  expect(lines[1]).toMatch(/texts\/fr\.json: glossary\.audit\.term: markup: Write plain words/)
  expect(lines[2]).toBe('1 checked, 2 to mend.')
})

test('without a folder every pack in content/ is checked', async () => {
  const { code, lines } = await check()
  expect(lines.filter((line) => !line.endsWith(' to mend.'))).toEqual([])
  expect(code).toBe(0)
})

test('a folder that holds no pack is no clean result', async () => {
  expect((await check(join(content, 'nothing'))).code).toBe(1)
})

test('the command line says the same as the function', async () => {
  const npmRun = ['src/hub/commands/run.mjs', 'content-check', folder]
  const clean = await promisify(execFile)(process.execPath, npmRun)
  expect(clean.stdout).toBe('1 checked, 0 to mend.\n')

  await spoil()
  await expect(promisify(execFile)(process.execPath, npmRun)).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('1 checked, 2 to mend.') as string,
  })
})

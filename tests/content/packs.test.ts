import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkRules } from '../../src/domain/instrument/finding.ts'
import { checkPackFolder } from '../../src/hub/pack-folder.ts'
import { packFolders } from '../support/content-packs.ts'

test('the packs that come with the app are found', () => {
  expect(packFolders).toContain('content/pulse/1.0.0')
})

test.each(packFolders)('%s has nothing to mend', async (folder) => {
  expect(await checkPackFolder(folder)).toEqual([])
})

test('content/README.md explains every rule, in order, and no other', () => {
  const [, section = ''] = readFileSync('content/README.md', 'utf8').split('## Rules of the check')
  const rows = section.split('\n## ')[0]?.matchAll(/^\| `([a-z-]+)` *\|/gm) ?? []
  expect([...rows].map(([, rule]) => rule)).toEqual([...checkRules])
})

import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { checkPackFolder } from '../pack-folder.ts'

const contentFolder = 'content'

/**
 * `npm run content:check [-- FOLDER…]`: checks the packs in the folders named, by default all in `content/`.
 * Prints one line per finding (file, place, rule, what to do) and a last line with the count.
 * @returns the exit code: 0 when there is nothing to mend, 1 otherwise, also when there is no pack at all.
 */
export async function run(args: readonly string[], print: (line: string) => void): Promise<number> {
  const folders = args.length > 0 ? args : await packFoldersIn(contentFolder)
  let count = 0
  for (const folder of folders) {
    for (const { file, place, rule, remedy } of await checkPackFolder(folder)) {
      print([relative('.', join(folder, file)), place, rule, remedy].filter((part) => part !== '').join(': '))
      count += 1
    }
  }
  print(`${folders.length} checked, ${count} to mend.`)
  return folders.length > 0 && count === 0 ? 0 : 1
}

/** Every `<id>/<version>` below a folder, whether or not a pack is in it: an empty one is a finding too. */
async function packFoldersIn(folder: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const id of await foldersIn(folder))
    for (const version of await foldersIn(join(folder, id))) found.push(join(folder, id, version))
  return found
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

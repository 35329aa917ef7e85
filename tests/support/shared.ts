import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * Reference data that nobody here wrote and that is never copied in. A missing folder is a failure, not a skip:
 * a test that cannot compare has proved nothing.
 */
export function sharedFile(path: string): string {
  const file = resolve(import.meta.dirname, '../../../shared', path)
  if (!existsSync(file)) throw new Error(`reference data is missing: ${file}`)
  return file
}

export function sharedJson(path: string): unknown {
  return JSON.parse(readFileSync(sharedFile(path), 'utf8'))
}

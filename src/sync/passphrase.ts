import { inGroups, newCrockford, readCrockford } from '../protocol/typed-text.ts'
import type { RandomBytes } from './freeze-record.ts'

const length = 24

/** A passphrase worth 120 bits that can be read from paper: `7Q4M-X2NA-9RTB-5K2D-0HJF-3WPC`. */
export function newPassphrase(random: RandomBytes): string {
  return inGroups(newCrockford(length, random))
}

/**
 * The passphrase that is meant, however it was typed. One of ours may come in either case, with other dashes, in other
 * digits, with letters for the digits they look like; a person's own is only trimmed and brought to one form (NFKC).
 */
export function meantPassphrase(typed: string): string {
  const symbols = readCrockford(typed)
  return symbols?.length === length ? inGroups(symbols) : typed.normalize('NFKC').trim()
}

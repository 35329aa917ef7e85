import { parseArgs } from 'node:util'
import { Refusal } from '../refusal.ts'
import type { Hub } from '../hub.ts'

/** What an operator types after `npm run hub --`. */
export interface Command {
  readonly name: string
  /** Its options, as `help` shows them. */
  readonly usage: string
  readonly summary: string
  /** Every option takes a text. */
  readonly options: readonly string[]
  /**
   * Runs on an open hub, inside the running one or on its own.
   * @throws Refusal when it cannot be done.
   */
  run(hub: Hub, call: Call): Promise<void>
}

export interface Call {
  readonly options: Readonly<Record<string, string | undefined>>
  /** The caller's working folder: files are meant relative to it. */
  readonly folder: string
  /** Prints one line for the operator. */
  readonly say: (line: string) => void
}

/**
 * Reads `--name value` pairs.
 * @throws Refusal when an option is unknown or has no value.
 */
export function readOptions(command: Command, words: readonly string[]): Call['options'] {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: Object.fromEntries(command.options.map((name) => [name, { type: 'string' as const }])),
      strict: true,
    })
    return values
  } catch {
    throw new Refusal(`Usage: ${usageOf(command)}`)
  }
}

export function usageOf({ name, usage }: Command): string {
  return `npm run hub -- ${name} ${usage}`.trim()
}

/** The value of an option that must be there. */
export function required(command: Command, { options }: Call, name: string): string {
  const value = options[name]
  if (!value) throw new Refusal(`--${name} is missing. Usage: ${usageOf(command)}`)
  return value
}

import type { HubTransport } from '../sync/transport.ts'
import type { TakeTurns } from '../sync/take-turns.ts'

/** The way to the hub, chosen in `main.ts` and fetched only when it is first needed. */
export interface Connection {
  readonly transport: HubTransport
  readonly takeTurns: TakeTurns
}

let load: (() => Promise<Connection>) | null = null
let loaded: Promise<Connection> | null = null

export function provideConnection(loader: () => Promise<Connection>): void {
  load = loader
  loaded = null
}

export function useConnection(): Promise<Connection> {
  if (!load) throw new Error('no connection was provided')
  loaded ??= load()
  return loaded
}

/** What the hub and its database worker say to each other, beside PostgreSQL's wire protocol as `Uint8Array`. */

export interface WorkerData {
  /** Where the database lives; made by the worker when it does not exist. */
  readonly folder: string
}

export type WorkerMessage = 'ready' | 'does-not-sync'

/** The worker ends itself with one of these when its log can no longer be written. */
export const exitCodes = { diskFull: 28, logBroken: 5 } as const

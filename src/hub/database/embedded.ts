import fs from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { Pool } from 'pg'
import { Refusal } from '../refusal.ts'
import { EmbeddedStream, type Session } from './embedded-stream.ts'
import { exitCodes, type WorkerData, type WorkerMessage } from './embedded-protocol.ts'
import { columnTypes } from './column-types.ts'

/** A query that takes longer than this has met a database that stopped; it is started again. */
const longestQueryMs = 120_000

/** How long a failed restart counts, so that a full disk is not answered with a start-up per request. */
const retryAfterMs = 1_000

/** The embedded database ended under a query: nothing was acknowledged, and it comes back by itself. */
class EmbeddedStopped extends Error {
  readonly code: 'ENOSPC' | 'EMBEDDED_STOPPED'
  constructor(exitCode: number) {
    super(`the embedded database stopped (${exitCode})`)
    this.name = 'EmbeddedStopped'
    this.code = exitCode === exitCodes.diskFull ? 'ENOSPC' : 'EMBEDDED_STOPPED'
  }
}

/**
 * Opens the embedded database as a `pg` pool of one connection. The caller holds the folder's lock.
 * @param folder DATA_DIR; the database lives in `database/` below it.
 * @param workerFile The built `database-worker.js`.
 * @throws Refusal when the folder cannot be opened, or when a commit does not reach the disk.
 */
export async function openEmbedded(
  folder: string,
  workerFile: URL,
): Promise<{ pool: Pool; close(): Promise<void> }> {
  const engine = new EmbeddedEngine(path.join(folder, 'database'), workerFile)
  await engine.start()
  const pool = new Pool({
    stream: () => new EmbeddedStream((receive, lost) => engine.openSession(receive, lost)),
    max: 1,
    idleTimeoutMillis: 0,
    user: 'postgres',
    database: 'postgres',
    password: 'unused',
    types: columnTypes,
  })
  // A lost idle connection is replaced with the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  return {
    pool,
    close: async () => {
      await pool.end()
      await engine.stop()
    },
  }
}

class EmbeddedEngine {
  readonly #folder: string
  readonly #workerFile: URL
  #worker: Promise<Worker> | null = null
  #failedAt = -Infinity
  #failure: unknown = null

  constructor(folder: string, workerFile: URL) {
    this.#folder = folder
    this.#workerFile = workerFile
  }

  async start(): Promise<void> {
    await this.#running()
  }

  async stop(): Promise<void> {
    const worker = await this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  async openSession(receive: (bytes: Uint8Array) => void, lost: (error: Error) => void): Promise<Session> {
    const worker = await this.#running()
    let unanswered = 0
    let watchdog: NodeJS.Timeout | undefined
    const watch = (): void => {
      clearTimeout(watchdog)
      if (unanswered > 0) watchdog = setTimeout(() => void worker.terminate(), longestQueryMs).unref()
    }
    const onMessage = (bytes: Uint8Array): void => {
      unanswered--
      watch()
      receive(bytes)
    }
    const onExit = (exitCode: number): void => {
      clearTimeout(watchdog)
      lost(new EmbeddedStopped(exitCode))
    }
    worker.on('message', onMessage)
    worker.once('exit', onExit)
    worker.postMessage('new-session')
    return {
      send: (bytes) => {
        unanswered++
        watch()
        worker.postMessage(bytes, [bytes.buffer as ArrayBuffer])
      },
      end: () => {
        clearTimeout(watchdog)
        worker.off('message', onMessage)
        worker.off('exit', onExit)
      },
    }
  }

  #running(): Promise<Worker> {
    if (this.#worker) return this.#worker
    if (performance.now() - this.#failedAt < retryAfterMs) return Promise.reject(this.#failure)
    const starting = startWorker(this.#folder, this.#workerFile)
    this.#worker = starting
    const forget = (): void => {
      if (this.#worker === starting) this.#worker = null
    }
    starting.then(
      (worker) => worker.once('exit', forget),
      (error: unknown) => {
        this.#failedAt = performance.now()
        this.#failure = error
        forget()
      },
    )
    return starting
  }
}

async function startWorker(folder: string, workerFile: URL): Promise<Worker> {
  const workerData: WorkerData = { folder }
  const worker = new Worker(workerFile, { workerData })
  const first = await new Promise<WorkerMessage | EmbeddedStopped | Error>((resolve) => {
    worker.once('message', resolve)
    worker.once('error', resolve)
    worker.once('exit', (exitCode) => resolve(new EmbeddedStopped(exitCode)))
  })
  if (first === 'ready') {
    // An error in the worker ends it, and its end is what sessions listen to.
    worker.on('error', () => undefined)
    return worker
  }
  await worker.terminate()
  if (first === 'does-not-sync')
    throw new Refusal(
      'The embedded database does not sync its commits to disk, so no receipt could be trusted; the hub does not start.',
    )
  if (first instanceof EmbeddedStopped && first.code === 'ENOSPC') throw first
  throw new Refusal(
    `The embedded database in ${folder} cannot be opened (${first.message}); restore a backup into an empty folder.`,
    { cause: first },
  )
}

/** True when this folder already holds an embedded database. */
export function hasEmbeddedDatabase(folder: string): boolean {
  return fs.existsSync(path.join(folder, 'database'))
}

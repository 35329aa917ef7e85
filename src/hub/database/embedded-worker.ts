import fs from 'node:fs'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { DurableNodeFS } from './durable-node-fs.ts'
import { exitCodes, type WorkerData, type WorkerMessage } from './embedded-protocol.ts'

/**
 * The embedded database, in a thread of its own: its queries are synchronous and would stop the hub. It speaks the
 * PostgreSQL wire protocol, one message in, one answer out, so that the hub uses the same client for both engines.
 */

/** A standalone backend writes no checkpoints by itself: without ours the log grows until the process ends. */
const checkpointAfterLogBytes = 64 * 1024 * 1024

const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'fsync=on'],
  // fdatasync does nothing in this build of PostgreSQL; fsync is the one that was repaired.
  ...['-c', 'wal_sync_method=fsync'],
  ...['-c', 'shared_buffers=16MB'],
]

const port = parentPort
if (!port) throw new Error('embedded-worker runs in a worker thread')
const tell = (message: WorkerMessage): void => port.postMessage(message)

const { folder } = workerData as WorkerData
if (!fs.existsSync(folder)) await createFolder(folder)
const { pg, files } = await open(folder)

if (await commitsReachTheDisk()) {
  port.on('message', (request: Uint8Array | 'new-session') => {
    if (request === 'new-session') return endTransaction()
    answer(request)
    writeCheckpointIfDue()
  })
  tell('ready')
} else {
  tell('does-not-sync')
}

/** PostgreSQL's own set-up is not atomic: it happens beside the place, is synced, and takes its name when whole. */
async function createFolder(target: string): Promise<void> {
  const half = `${target}.new`
  fs.rmSync(half, { recursive: true, force: true })
  const fresh = await open(half)
  await fresh.pg.close()
  syncTree(half)
  fs.renameSync(half, target)
  syncOne(path.dirname(target))
}

async function open(at: string): Promise<{ pg: PGlite; files: DurableNodeFS }> {
  const files = new DurableNodeFS(at, (error) => {
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
    process.exit(full ? exitCodes.diskFull : exitCodes.logBroken)
  })
  return { pg: await PGlite.create({ fs: files, startParams }), files }
}

/** One real commit must sync at least once: everything a receipt promises rests on it. */
async function commitsReachTheDisk(): Promise<boolean> {
  await pg.exec('create table if not exists durability_probe (started bigint)')
  const before = files.syncs
  await pg.exec('begin; delete from durability_probe; insert into durability_probe values (1); commit')
  return files.syncs > before
}

function answer(request: Uint8Array): void {
  // A copy of its own, so that it can be handed over without copying again.
  const bytes = new Uint8Array(pg.execProtocolRawSync(request))
  port?.postMessage(bytes, [bytes.buffer])
}

function endTransaction(): void {
  if (pg.isInTransaction()) runSilently('rollback')
}

function writeCheckpointIfDue(): void {
  if (files.logBytes < checkpointAfterLogBytes || pg.isInTransaction()) return
  runSilently('checkpoint')
  files.logBytes = 0
}

/** A simple-query message of the wire protocol whose answer nobody waits for. */
function runSilently(statement: string): void {
  const text = new TextEncoder().encode(statement)
  const message = new Uint8Array(text.length + 6)
  message[0] = 'Q'.charCodeAt(0)
  new DataView(message.buffer).setUint32(1, text.length + 5)
  message.set(text, 5)
  pg.execProtocolRawSync(message)
}

function syncTree(at: string): void {
  for (const entry of fs.readdirSync(at, { withFileTypes: true, recursive: true }))
    syncOne(path.join(entry.parentPath, entry.name))
  syncOne(at)
}

function syncOne(at: string): void {
  const descriptor = fs.openSync(at, 'r')
  try {
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

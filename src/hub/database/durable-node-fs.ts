import fs from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

type ModuleOptions = Parameters<NodeFS['init']>[1]

/** The part of Emscripten's file system that is repaired here. It has no types of its own. */
interface EmscriptenModule {
  readonly NODEFS: NodeFileSystem
}
interface NodeFileSystem {
  readonly stream_ops: {
    write: (stream: Stream, ...rest: unknown[]) => number
    fsync?: (stream: Stream) => void
  }
  realPath(node: unknown): string
}
interface Stream {
  /** Node's file descriptor; directories have none. */
  readonly nfd?: number
  readonly node: unknown
  readonly path?: string
}

/**
 * PGlite's folder on disk, with the one call it lacks: fsync. As delivered, PGlite 0.5.16 acknowledges commits that
 * a power cut takes away (upstream issue 1107). Counts what it does, so that the start-up test can see it work and
 * the worker knows when to write a checkpoint.
 */
export class DurableNodeFS extends NodeFS {
  /** Syncs that reached the operating system. */
  syncs = 0
  /** Bytes of write-ahead log since {@link logBytes} was last set to zero. */
  logBytes = 0
  readonly #onLogFailure: (error: unknown) => void

  /**
   * @param onLogFailure Called when the log cannot be written or synced. PostgreSQL stops the server then; PGlite
   * would turn in circles, so the worker must end. It starts again from what is on disk.
   */
  constructor(folder: string, onLogFailure: (error: unknown) => void) {
    super(folder)
    this.#onLogFailure = onLogFailure
  }

  override async init(pg: PGlite, options: ModuleOptions): ReturnType<NodeFS['init']> {
    const prepared = await super.init(pg, options)
    const preRun = prepared.emscriptenOpts.preRun ?? []
    prepared.emscriptenOpts.preRun = [
      (module) => this.#repair((module as unknown as EmscriptenModule).NODEFS),
      ...preRun,
    ]
    return prepared
  }

  #repair(files: NodeFileSystem): void {
    const write = files.stream_ops.write
    files.stream_ops.write = (stream, ...rest) => {
      if (!isLog(stream)) return write(stream, ...rest)
      const written = this.#guarded(() => write(stream, ...rest))
      this.logBytes += written
      return written
    }
    files.stream_ops.fsync = (stream) => {
      this.#guarded(() => syncStream(files, stream))
      this.syncs++
    }
  }

  #guarded<Result>(act: () => Result): Result {
    try {
      return act()
    } catch (error) {
      this.#onLogFailure(error)
      throw error
    }
  }
}

function isLog(stream: Stream): boolean {
  return stream.path?.includes('/pg_wal/') ?? false
}

function syncStream(files: NodeFileSystem, stream: Stream): void {
  if (stream.nfd !== undefined) return fs.fsyncSync(stream.nfd)
  const directory = fs.openSync(files.realPath(stream.node), 'r')
  try {
    fs.fsyncSync(directory)
  } finally {
    fs.closeSync(directory)
  }
}

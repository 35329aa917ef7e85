import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Refusal, systemCode } from '../refusal.ts'

/** Who holds a data folder. Two embedded databases on one folder destroy each other without noticing. */
interface Holder {
  readonly pid: number
  /** When the process started, as its system counts; null where the system does not say. Tells reused ids apart. */
  readonly started: string | null
}

/** Long enough for another process that judged the same lock stale to have shown itself. */
const settleMs = 200

/**
 * Takes the data folder for this process, making it when it does not exist.
 * A lock whose process is dead is taken over.
 * @throws Refusal when another hub holds it, or it cannot be written to.
 */
export async function lockFolder(folder: string): Promise<{ release(): void }> {
  const file = path.join(folder, 'lock')
  const me = JSON.stringify(holderOf(process.pid))
  makeFolder(folder)
  if (!takeLock(file, me)) {
    const present = readLock(file)
    if (present && isAlive(present)) throw alreadyRunning(folder, present)
    fs.rmSync(file, { force: true })
    if (!takeLock(file, me)) throw alreadyRunning(folder, readLock(file))
    await wait(settleMs)
    if (fs.readFileSync(file, 'utf8') !== me) throw alreadyRunning(folder, readLock(file))
  }
  return {
    release: () => {
      fs.rmSync(file, { force: true })
    },
  }
}

/** True when a living process holds the folder. */
export function isLocked(folder: string): boolean {
  const holder = readLock(path.join(folder, 'lock'))
  return holder !== null && isAlive(holder)
}

function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK)
  } catch (error) {
    throw unwritable(folder, error)
  }
}

/** Whole or not at all: the content is written beside the place and linked to its name. */
function takeLock(file: string, content: string): boolean {
  const own = `${file}.${process.pid}`
  try {
    fs.writeFileSync(own, content)
    fs.linkSync(own, file)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw unwritable(path.dirname(file), error)
  } finally {
    fs.rmSync(own, { force: true })
  }
}

function readLock(file: string): Holder | null {
  try {
    const holder: unknown = JSON.parse(fs.readFileSync(file, 'utf8'))
    if (typeof holder !== 'object' || holder === null || !('pid' in holder)) return null
    const started = 'started' in holder && typeof holder.started === 'string' ? holder.started : null
    return typeof holder.pid === 'number' ? { pid: holder.pid, started } : null
  } catch {
    return null
  }
}

function holderOf(pid: number): Holder {
  return { pid, started: startOf(pid) }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives, under another user.
    if (systemCode(error) !== 'EPERM') return false
  }
  const started = startOf(holder.pid)
  return started === null || holder.started === null || started === holder.started
}

/**
 * Boot and clock tick at which a process started, `dead` when it only waits for its parent to notice (a container
 * without an init process keeps such entries); null where the system does not say.
 */
function startOf(pid: number): string | null {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const status = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything. Behind it: the state first, the start time as the 20th field.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? 'dead' : `${boot}/${fields[19] ?? ''}`
  } catch {
    return null
  }
}

function alreadyRunning(folder: string, holder: Holder | null): Refusal {
  const who = holder ? ` (process ${holder.pid})` : ''
  return new Refusal(`Another hub is already running on ${folder}${who}; stop it or choose another DATA_DIR.`)
}

function unwritable(folder: string, error: unknown): Refusal {
  return new Refusal(
    `The data folder ${folder} cannot be written to (${systemCode(error)}); choose another DATA_DIR.`,
    {
      cause: error,
    },
  )
}

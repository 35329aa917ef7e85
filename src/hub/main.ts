import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { restoreBackup } from './backup.ts'
import { backup } from './commands/backup.ts'
import { readOptions, type Command } from './commands/command.ts'
import { listenForOrders, sendOrder, type Order } from './commands/control-socket.ts'
import { enrol } from './commands/enrol.ts'
import { held } from './commands/held.ts'
import { helpText } from './commands/help.ts'
import { publish } from './commands/publish.ts'
import { serve } from './commands/serve.ts'
import { status } from './commands/status.ts'
import { readConfig, type HubConfig } from './config.ts'
import { hasEmbeddedDatabase } from './database/embedded.ts'
import { isLocked } from './database/folder-lock.ts'
import { openDatabase, type DatabasePlace } from './database/open-database.ts'
import { fillDemonstration } from './demonstration.ts'
import { openHub, type Hub } from './hub.ts'
import { Refusal } from './refusal.ts'

/**
 * The hub as a program: `main.js start | demo | restore --from FILE | help | <command> ...`. The only place that
 * chooses clock, environment and files; ends with 1 and one sentence on standard error when it is refused.
 */

const commands: readonly Command[] = [enrol, publish, held, status, backup]
const programRoot = fileURLToPath(new URL('../../', import.meta.url))
const workerFile = new URL('./database-worker.js', import.meta.url)
const now = (): Date => new Date()
const say = (line: string): void => console.log(line)
/** Where the operator typed; npm itself runs in the project's folder. */
const folder = process.env['INIT_CWD'] ?? process.cwd()

const [name = 'help', ...words] = process.argv.slice(2)
try {
  await run()
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(error.message)
  process.exit(1)
}

async function run(): Promise<void> {
  if (name === 'help' || name === '--help') return say(helpText(commands))
  const config = readConfig(standingIn(), programRoot, now())
  if (name === 'start' || name === 'demo') return start(config, name === 'demo')
  if (name === 'restore') return restore(config)
  await order(config, { words: [name, ...words], folder })
}

/** The environment; a demonstration has a data folder and a name of its own. */
function standingIn(): NodeJS.ProcessEnv {
  if (name !== 'demo') return process.env
  return { DATA_DIR: './data/demo', HUB_NAME: 'Tayari demonstration', ...process.env }
}

async function start(config: HubConfig, demonstration: boolean): Promise<void> {
  const opened = await openHub({ config, place: placeOf(config), demonstration, now })
  try {
    if (demonstration) await fillDemonstration(opened)
    const { hub, close } = await serve(opened, say)
    // On PostgreSQL several hubs may run at once and commands go to the database.
    const orders =
      hub.engine === 'embedded'
        ? await listenForOrders(config.dataDir, (given, sayBack) => carryOut(hub, given, sayBack))
        : null
    stopOnSignal(async () => {
      await close()
      await orders?.close()
      await opened.close()
    })
  } catch (error) {
    await opened.close()
    throw error
  }
}

function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void stop().then(() => process.exit(0))
    })
}

/** Hands a command to the running hub, or opens the database for it when none runs. */
async function order(config: HubConfig, given: Order): Promise<void> {
  findCommand(given)
  if (config.databaseUrl === null) {
    if (isLocked(config.dataDir)) return sendOrder(config.dataDir, given, say)
    if (!hasEmbeddedDatabase(config.dataDir))
      throw new Refusal(`There is no hub in ${config.dataDir} yet; start one, or set DATA_DIR.`)
  }
  const hub = await openHub({ config, place: placeOf(config), demonstration: false, now })
  try {
    await carryOut(hub, given, say)
  } finally {
    await hub.close()
  }
}

async function carryOut(hub: Hub, given: Order, sayBack: (line: string) => void): Promise<void> {
  const command = findCommand(given)
  const options = readOptions(command, given.words.slice(1))
  await command.run(hub, { options, folder: given.folder, say: sayBack })
}

function findCommand({ words: [first] }: Order): Command {
  const command = commands.find((candidate) => candidate.name === first)
  if (!command) throw new Refusal(`There is no command "${first ?? ''}"; "npm run hub -- help" lists them.`)
  return command
}

async function restore(config: HubConfig): Promise<void> {
  const [flag, file] = words
  if (flag !== '--from' || !file) throw new Refusal('Usage: npm run hub -- restore --from FILE')
  if (config.databaseUrl === null && !isLocked(config.dataDir) && hasEmbeddedDatabase(config.dataDir))
    throw new Refusal(
      `There is a hub in ${config.dataDir} already; a backup is restored into an empty folder only.`,
    )
  const { db, close } = await openDatabase(placeOf(config), async () => undefined)
  try {
    const rows = await restoreBackup(db, path.resolve(folder, file))
    say(`Restored ${rows} rows. Start the hub; phones will offer their records again.`)
  } finally {
    await close()
  }
}

function placeOf(config: HubConfig): DatabasePlace {
  return config.databaseUrl === null
    ? { engine: 'embedded', folder: config.dataDir, workerFile }
    : { engine: 'postgresql', url: config.databaseUrl }
}

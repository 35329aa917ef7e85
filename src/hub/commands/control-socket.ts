import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Refusal, systemCode } from '../refusal.ts'

/** One command for the running hub, as typed. */
export interface Order {
  readonly words: readonly string[]
  readonly folder: string
}

/** What comes back, line by line. */
type Reply = { readonly say: string } | { readonly refused: string } | { readonly done: true }

/** Longest path a socket may have on the systems we know. */
const longestPath = 100

/**
 * Lets commands reach the running hub through a socket in its data folder: only who may read the folder can, and
 * nobody over the network. The caller holds the folder's lock, so whatever lies there already is left over.
 */
export async function listenForOrders(
  dataDir: string,
  carryOut: (order: Order, say: (line: string) => void) => Promise<void>,
): Promise<{ close(): Promise<void> }> {
  const address = addressIn(dataDir)
  fs.rmSync(address, { force: true })
  const server = net.createServer((socket) => {
    const reply = (value: Reply): void => void socket.write(`${JSON.stringify(value)}\n`)
    // The caller may leave at any time; the command still runs to its end.
    socket.on('error', () => undefined)
    createInterface({ input: socket }).once('line', (line) => {
      carryOut(JSON.parse(line) as Order, (text) => reply({ say: text })).then(
        () => reply({ done: true }),
        (error: unknown) => reply({ refused: error instanceof Refusal ? error.message : String(error) }),
      )
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  fs.chmodSync(address, 0o600)
  return { close: () => new Promise((resolve) => server.close(() => resolve())) }
}

/**
 * Hands a command to the running hub and prints what it answers.
 * @throws Refusal when the command was refused or the hub ended meanwhile.
 */
export async function sendOrder(dataDir: string, order: Order, say: (line: string) => void): Promise<void> {
  const socket = net.connect(addressIn(dataDir))
  const failure = new Promise<never>((_, reject) => {
    socket.once('error', (error) =>
      reject(
        new Refusal(
          `The running hub in ${dataDir} does not answer (${systemCode(error)}); is it still starting?`,
        ),
      ),
    )
  })
  socket.write(`${JSON.stringify(order)}\n`)
  try {
    await Promise.race([failure, readReplies(socket, say)])
  } finally {
    socket.destroy()
  }
}

async function readReplies(socket: net.Socket, say: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: socket })) {
    const reply = JSON.parse(line) as Reply
    if ('say' in reply) say(reply.say)
    else if ('refused' in reply) throw new Refusal(reply.refused)
    else return
  }
  throw new Refusal('The hub ended before the command was done.')
}

function addressIn(dataDir: string): string {
  const absolute = path.join(dataDir, 'control')
  const relative = path.relative(process.cwd(), absolute)
  const address = relative.length < absolute.length ? relative : absolute
  if (Buffer.byteLength(address) > longestPath)
    throw new Refusal(
      `The path of the data folder ${dataDir} is too long for its control socket; choose a shorter one.`,
    )
  return address
}

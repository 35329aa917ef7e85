import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** What a proxy does to one connection. */
export type ProxyFault =
  | { readonly kind: 'none' }
  /** The connection is reset once this many bytes went through in that direction. */
  | { readonly kind: 'cut'; readonly direction: Direction; readonly afterBytes: number }
  /** Nothing moves for so long. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** At most so many bytes a second in each direction. */
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number }
  /** The connection is taken and then nobody is there. */
  | { readonly kind: 'half-open' }
  | { readonly kind: 'reset' }
  /** The request goes through, its answer does not come back. */
  | { readonly kind: 'drop-response' }
  /** Somebody else answers: what cafés and airports do. */
  | { readonly kind: 'portal'; readonly answer: PortalAnswer }

export type Direction = 'request' | 'response'
export type PortalAnswer = 'page' | 'redirect' | 'sign-in-required' | 'empty'

export interface FaultProxy {
  readonly port: number
  /** How often each fault happened. */
  readonly fired: ReadonlyMap<ProxyFault['kind'], number>
  /** What the next connections meet, one entry each; afterwards nothing is wrong. */
  plan(...faults: readonly ProxyFault[]): void
  /** From here on nobody listens at the address, as when the hub is switched off. */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/** A TCP proxy on loopback in front of a server, for breaking the network between a real client and a real server. */
export async function createFaultProxy(targetPort: number): Promise<FaultProxy> {
  const planned: ProxyFault[] = []
  const fired = new Map<ProxyFault['kind'], number>()
  const sockets = new Set<Socket>()
  let server: Server | null = null
  let port = 0

  const track = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // Broken connections are what this is for.
    socket.on('error', () => socket.destroy())
    return socket
  }

  const accept = (client: Socket) => {
    track(client)
    const fault = planned.shift() ?? { kind: 'none' }
    const fire = () => fired.set(fault.kind, (fired.get(fault.kind) ?? 0) + 1)
    if (fault.kind === 'half-open') {
      fire()
      client.resume()
    } else if (fault.kind === 'reset') {
      fire()
      client.resetAndDestroy()
    } else if (fault.kind === 'portal') {
      client.once('data', () => {
        fire()
        client.end(portalAnswers[fault.answer])
      })
    } else {
      const target = track(connect(targetPort, '127.0.0.1'))
      client.on('close', () => target.destroy())
      target.on('error', () => client.destroy())
      forward(client, target, 'request', fault, fire)
      forward(target, client, 'response', fault, fire)
    }
  }

  const start = async () => {
    server = createServer(accept).listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  const stop = async () => {
    const stopping = server
    server = null
    if (!stopping) return
    const stopped = once(stopping, 'close')
    stopping.close()
    for (const socket of sockets) socket.destroy()
    await stopped
  }

  await start()
  return {
    port,
    fired,
    plan: (...faults) => planned.push(...faults),
    start,
    stop,
    close: stop,
  }
}

/** Passes bytes on, as the fault has it. */
function forward(from: Socket, to: Socket, direction: Direction, fault: ProxyFault, fire: () => void): void {
  if (fault.kind === 'delay' && direction === 'request') {
    fire()
    from.pause()
    setTimeout(() => from.resume(), fault.ms)
  }
  if (fault.kind === 'throttle') {
    if (direction === 'request') fire()
    return throttle(from, to, fault.bytesPerSecond)
  }
  let passed = 0
  from.on('data', (piece: Buffer) => {
    if (fault.kind === 'drop-response' && direction === 'response') {
      fire()
      to.resetAndDestroy()
      return
    }
    if (fault.kind === 'cut' && fault.direction === direction && passed + piece.length > fault.afterBytes) {
      // The bytes before the cut arrive before the connection breaks.
      to.write(piece.subarray(0, fault.afterBytes - passed), () => {
        fire()
        to.resetAndDestroy()
        from.resetAndDestroy()
      })
      from.removeAllListeners('data')
      return
    }
    passed += piece.length
    to.write(piece)
  })
  from.on('end', () => to.end())
}

const slicesPerSecond = 50

function throttle(from: Socket, to: Socket, bytesPerSecond: number): void {
  const slice = Math.max(1, Math.floor(bytesPerSecond / slicesPerSecond))
  let waiting = Buffer.alloc(0)
  let ended = false
  from.on('data', (piece: Buffer) => (waiting = Buffer.concat([waiting, piece])))
  from.on('end', () => (ended = true))
  const clock = setInterval(() => {
    to.write(waiting.subarray(0, slice))
    waiting = waiting.subarray(slice)
    if ((ended && waiting.length === 0) || to.destroyed) {
      clearInterval(clock)
      to.end()
    }
  }, 1000 / slicesPerSecond)
}

const page = '<!doctype html><title>Welcome to the airport</title><p>Please sign in.'
const html = (status: string) =>
  `HTTP/1.1 ${status}\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\nconnection: close\r\n\r\n${page}`

const portalAnswers: Readonly<Record<PortalAnswer, string>> = {
  page: html('200 OK'),
  'sign-in-required': html('511 Network Authentication Required'),
  redirect:
    'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/login\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
  empty: 'HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n',
}

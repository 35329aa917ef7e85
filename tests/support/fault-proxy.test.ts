import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFaultProxy, type FaultProxy } from './fault-proxy.ts'

const answer = 'a'.repeat(20_000)
let origin: Server
let proxy: FaultProxy
/** Bodies that reached the server. */
let arrived: string[]

beforeEach(async () => {
  arrived = []
  origin = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => (body += String(piece)))
    request.on('end', () => {
      arrived.push(body)
      response.end(answer)
    })
  }).listen(0, '127.0.0.1')
  await once(origin, 'listening')
  proxy = await createFaultProxy((origin.address() as AddressInfo).port)
})

afterEach(async () => {
  await proxy.close()
  origin.closeAllConnections()
  origin.close()
})

const ask = async (body = 'hello', timeoutMs = 5000) => {
  const response = await fetch(`http://127.0.0.1:${proxy.port}/`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { connection: 'close' },
    signal: AbortSignal.timeout(timeoutMs),
  })
  return { status: response.status, text: await response.text() }
}

describe('the fault proxy', () => {
  test('passes everything on when nothing is wrong', async () => {
    expect(await ask('x'.repeat(50_000))).toEqual({ status: 200, text: answer })
    expect(arrived).toEqual(['x'.repeat(50_000)])
    expect(proxy.fired.size).toBe(0)
  })

  test('cuts a request after a byte: the server never sees the whole', async () => {
    proxy.plan({ kind: 'cut', direction: 'request', afterBytes: 300 })
    await expect(ask('x'.repeat(50_000))).rejects.toThrow()
    expect(arrived).toEqual([])
    expect(proxy.fired.get('cut')).toBe(1)
    expect((await ask()).status).toBe(200)
  })

  test('cuts an answer after exactly that many bytes', async () => {
    for (const afterBytes of [1, 100, 5000]) {
      proxy.plan({ kind: 'cut', direction: 'response', afterBytes })
      expect(await receivedBytes(proxy.port)).toBe(afterBytes)
    }
    expect(proxy.fired.get('cut')).toBe(3)
  })

  test('drops only the answer: the server has the request', async () => {
    proxy.plan({ kind: 'drop-response' })
    await expect(ask('kept')).rejects.toThrow()
    expect(arrived).toEqual(['kept'])
    expect(proxy.fired.get('drop-response')).toBe(1)
  })

  test('resets', async () => {
    proxy.plan({ kind: 'reset' })
    await expect(ask()).rejects.toThrow()
    expect(arrived).toEqual([])
    expect(proxy.fired.get('reset')).toBe(1)
  })

  test('takes a connection and then never answers', async () => {
    proxy.plan({ kind: 'half-open' })
    await expect(ask('hello', 200)).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(arrived).toEqual([])
    expect(proxy.fired.get('half-open')).toBe(1)
  })

  test('delays', async () => {
    proxy.plan({ kind: 'delay', ms: 150 })
    const start = performance.now()
    expect((await ask()).status).toBe(200)
    expect(performance.now() - start).toBeGreaterThan(145)
    expect(proxy.fired.get('delay')).toBe(1)
  })

  test('throttles: 20,000 bytes at 50,000 a second take some 400 ms', async () => {
    proxy.plan({ kind: 'throttle', bytesPerSecond: 50_000 })
    const start = performance.now()
    expect((await ask()).text).toBe(answer)
    expect(performance.now() - start).toBeGreaterThan(300)
    expect(proxy.fired.get('throttle')).toBeGreaterThan(0)
  })

  test.each([
    ['page', 200],
    ['redirect', 302],
    ['sign-in-required', 511],
    ['empty', 204],
  ] as const)('answers itself as a portal does: %s', async (kind, status) => {
    proxy.plan({ kind: 'portal', answer: kind })
    const got = await ask()
    expect(got.status).toBe(status)
    expect(got.text).not.toContain('aaa')
    expect(arrived).toEqual([])
    expect(proxy.fired.get('portal')).toBe(1)
  })

  test('stops and starts again at the same address', async () => {
    await proxy.stop()
    await expect(ask()).rejects.toThrow()
    await proxy.start()
    expect((await ask()).status).toBe(200)
  })

  test('meets connections with the plan in its order', async () => {
    proxy.plan({ kind: 'reset' }, { kind: 'none' }, { kind: 'portal', answer: 'empty' })
    await expect(ask()).rejects.toThrow()
    expect((await ask()).status).toBe(200)
    expect((await ask()).status).toBe(204)
  })
})

/** Bytes of an answer that arrive before the connection breaks. */
async function receivedBytes(port: number): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  let received = 0
  socket.on('data', (piece: Buffer) => (received += piece.length))
  socket.on('error', () => undefined)
  socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  await once(socket, 'close')
  return received
}

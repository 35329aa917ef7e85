import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createHttpTransport } from '../../src/sync/http-transport.ts'
import { handIn } from '../../src/sync/hand-in.ts'
import { push } from '../../src/sync/push.ts'
import { turnsInOneTab } from '../../src/sync/take-turns.ts'
import type { HubRequest } from '../../src/sync/transport.ts'
import { handInWith, randomBytes } from '../support/contributions.ts'
import { createFaultProxy, type FaultProxy, type ProxyFault } from '../support/fault-proxy.ts'
import { createHubDouble, type HubDouble } from '../support/hub-double.ts'
import { serveHub, type HubServer } from '../support/hub-server.ts'
import { newPhone } from '../support/phone.ts'

describe('the transport', () => {
  let server: Server
  let origin: string
  let answer: (request: IncomingMessage, response: ServerResponse) => void
  beforeAll(async () => {
    server = createServer((request, response) => {
      answer(request, response)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const send = (request: Partial<HubRequest> = {}, longestAnswer = 10_000) =>
    createHttpTransport({ origin, timeoutMs: 2000, longestAnswer }).send({
      method: 'GET',
      path: '/api/v1/hub',
      ...request,
    })

  test('sends JSON and an entity tag, and gives back what came', async () => {
    let seen: unknown = null
    answer = (request, response) => {
      const { method, url, headers } = request
      seen = [method, url, headers['content-type'], headers['if-none-match'], headers.cookie, headers.referer]
      response.writeHead(201, { 'content-type': 'Application/JSON; charset=utf-8', etag: '"7"' })
      response.end('{"a":1}')
    }
    const response = await send({ method: 'POST', path: '/api/v1/records', body: { b: 2 }, etag: '"6"' })
    expect(seen).toEqual(['POST', '/api/v1/records', 'application/json', '"6"', undefined, undefined])
    expect({ ...response, body: new TextDecoder().decode(response.body) }).toEqual({
      status: 201,
      contentType: 'application/json',
      etag: '"7"',
      body: '{"a":1}',
    })
  })

  test('gives back a 304', async () => {
    answer = (_, response) => response.writeHead(304).end()
    expect(await send({ etag: '"6"' })).toMatchObject({ status: 304, contentType: '', etag: null })
  })

  test.each([301, 302, 303, 307, 308])('never follows a redirect (%i)', async (status) => {
    let requests = 0
    answer = (_, response) => {
      requests++
      response.writeHead(status, { location: '/api/v1/elsewhere' }).end()
    }
    await expect(send()).rejects.toMatchObject({ code: 'not-our-hub', where: 'redirect' })
    expect(requests).toBe(1)
  })

  test('reads an answer up to its limit and no further', async () => {
    answer = (_, response) => response.end('x'.repeat(10_000))
    expect((await send()).body).toHaveLength(10_000)
    let sent = 0
    answer = (_, response) => {
      const pour = () => {
        while (!response.destroyed && sent < 500_000_000) {
          sent += 10_000
          if (!response.write('x'.repeat(10_000))) {
            response.once('drain', pour)
            return
          }
        }
        response.end()
      }
      pour()
    }
    await expect(send()).rejects.toMatchObject({ code: 'not-our-hub' })
    expect(sent).toBeLessThan(50_000_000)
  })

  test('gives up on an answer that never ends', async () => {
    answer = (_, response) => {
      response.write('{')
    }
    await expect(send()).rejects.toMatchObject({ code: 'offline' })
  })

  test('takes an answer cut short for no answer', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"half":')
      response.destroy()
    }
    await expect(send()).rejects.toMatchObject({ code: 'offline' })
  })

  test('says offline when nobody is there', async () => {
    const gone = createHttpTransport({ origin: 'http://127.0.0.1:9', timeoutMs: 2000, longestAnswer: 100 })
    await expect(gone.send({ method: 'GET', path: '/api/v1/hub' })).rejects.toMatchObject({ code: 'offline' })
  })

  test.each(['//other.example/api/v1/hub', '/api/v1/../../hub', 'https://other.example/api/v1/hub', '/hub'])(
    'asks nobody but its own hub: %s',
    async (path) => {
      await expect(send({ path: path as '/api/v1/hub' })).rejects.toThrow('not an address of this hub')
    },
  )
})

describe('handing over across a broken network', () => {
  let hub: HubDouble
  let server: HubServer
  let proxy: FaultProxy
  beforeEach(async () => {
    hub = await createHubDouble()
    server = await serveHub(hub.transport)
    proxy = await createFaultProxy(server.port)
  })
  afterEach(async () => {
    await proxy.close()
    await server.close()
  })

  const meetFault = async (fault: ProxyFault) => {
    const { profile } = await newPhone()
    const { id } = await handIn(profile, handInWith(hub.key), randomBytes)
    const transport = createHttpTransport({
      origin: `http://127.0.0.1:${proxy.port}`,
      timeoutMs: 2000,
      longestAnswer: 100_000,
    })
    const means = { store: profile, transport, hub: hub.key }
    const state = async () => (await profile.listRecords())[0]?.state
    proxy.plan(fault)
    const broken = await push(means, turnsInOneTab())
    const between = await state()
    // The fault is over: the same app goes on without being started again.
    expect(await push(means, turnsInOneTab())).toEqual({ waiting: 0, problem: null })
    expect(await state()).toMatchObject({ kind: 'received' })
    expect(hub.writes.get(id)).toBe(1)
    return { problem: broken.problem?.code, between, fired: proxy.fired.get(fault.kind) }
  }

  test.each<[string, ProxyFault, string]>([
    ['reset', { kind: 'reset' }, 'offline'],
    ['half-open', { kind: 'half-open' }, 'offline'],
    ['slower than the time allowed', { kind: 'delay', ms: 2500 }, 'offline'],
    ['throttled below use', { kind: 'throttle', bytesPerSecond: 500 }, 'offline'],
    ['the answer dropped', { kind: 'drop-response' }, 'offline'],
    ['the request cut', { kind: 'cut', direction: 'request', afterBytes: 400 }, 'offline'],
    ['the answer cut in its head', { kind: 'cut', direction: 'response', afterBytes: 40 }, 'offline'],
    ['the answer cut in its body', { kind: 'cut', direction: 'response', afterBytes: 400 }, 'offline'],
    ['a portal’s page', { kind: 'portal', answer: 'page' }, 'not-our-hub'],
    ['a portal’s redirect', { kind: 'portal', answer: 'redirect' }, 'not-our-hub'],
    ['a portal’s 511', { kind: 'portal', answer: 'sign-in-required' }, 'not-our-hub'],
    ['a portal’s empty 204', { kind: 'portal', answer: 'empty' }, 'not-our-hub'],
  ])('%s: nothing false, nothing lost, nothing doubled', async (_, fault, problem) => {
    const met = await meetFault(fault)
    expect(met).toEqual({
      problem,
      between: { kind: 'waiting', attempts: 1, lastProblem: problem },
      fired: expect.toSatisfy((count: number) => count > 0) as number,
    })
  })

  test('cut at every 64th byte of the answer', { timeout: 60_000 }, async () => {
    let cuts = 0
    for (let afterBytes = 0; afterBytes < 1000; afterBytes += 64) {
      const { between } = await meetFault({ kind: 'cut', direction: 'response', afterBytes })
      if (between?.kind === 'waiting') cuts++
    }
    expect(cuts).toBeGreaterThan(10)
  })

  test('the hub switched off and on again', async () => {
    await proxy.stop()
    const { profile } = await newPhone()
    await handIn(profile, handInWith(hub.key), randomBytes)
    const origin = `http://127.0.0.1:${proxy.port}`
    const transport = createHttpTransport({ origin, timeoutMs: 2000, longestAnswer: 100_000 })
    const means = { store: profile, transport, hub: hub.key }
    expect(await push(means, turnsInOneTab())).toMatchObject({ waiting: 1, problem: { code: 'offline' } })
    await proxy.start()
    expect(await push(means, turnsInOneTab())).toEqual({ waiting: 0, problem: null })
  })
})

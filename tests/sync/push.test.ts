import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { longestBatch, type PushRequest } from '../../src/protocol/exchange.ts'
import { ProblemError, type ProblemCode } from '../../src/protocol/problem.ts'
import type { Receipt } from '../../src/protocol/receipt.ts'
import { fromBase64url, toBase64url } from '../../src/protocol/signature.ts'
import { handIn } from '../../src/sync/hand-in.ts'
import { push } from '../../src/sync/push.ts'
import { turnsInOneTab } from '../../src/sync/take-turns.ts'
import type { HubRequest, HubResponse, HubTransport } from '../../src/sync/transport.ts'
import { withdraw } from '../../src/sync/withdraw.ts'
import { contributionWith, handInWith, randomBytes } from '../support/contributions.ts'
import {
  createHubDouble,
  jsonResponse,
  problemResponse,
  textResponse,
  type HubDouble,
} from '../support/hub-double.ts'
import { newPhone, type Phone } from '../support/phone.ts'
import { seed } from '../support/seed.ts'

const otherHub = await createHubDouble()
let hub: HubDouble
let phone: Phone

beforeEach(async () => {
  hub = await createHubDouble()
  phone = await newPhone()
})

const pushVia = (transport: HubTransport, to = hub.key) =>
  push({ store: phone.profile, transport, hub: to }, turnsInOneTab())
const pushNow = () => pushVia(hub.transport)

/** Hands in so many different things, one per round, and returns their ids. */
async function giveMany(count: number, to = hub.key): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const given = handInWith(to)
    const head = { ...given.head, round: `round-${i}` }
    ids.push((await handIn(phone.profile, { ...given, head }, randomBytes)).id)
  }
  return ids
}

const states = async () => (await phone.profile.listRecords()).map(({ state }) => state.kind)
const stateOf = async (id: string) => (await phone.profile.listRecords()).find((it) => it.id === id)?.state

/** The hub's answer, changed on its way. */
function changed(change: (answer: PushAnswerJson, request: HubRequest) => unknown): HubTransport {
  return {
    async send(request) {
      const response = await hub.transport.send(request)
      const answer = JSON.parse(new TextDecoder().decode(response.body)) as PushAnswerJson
      return jsonResponse(await change(answer, request))
    },
  }
}
interface PushAnswerJson {
  readonly outcomes: readonly { id: string; outcome: string; receipt: { bytes: string; signature: string } }[]
}

const always = (response: HubResponse): HubTransport => ({ send: () => Promise.resolve(response) })

describe('pushing', () => {
  test('hands over everything, oldest first, in batches, each with its receipt', async () => {
    const ids = await giveMany(longestBatch + 3)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    const sent = hub.wire.map((text) => JSON.parse(text) as { body: PushRequest })
    expect(sent.map(({ body }) => body.records.length)).toEqual([longestBatch, 3])
    expect(sent.flatMap(({ body }) => body.records.map(({ id }) => id))).toEqual(ids)
    expect(new Set(await states())).toEqual(new Set(['received']))
    expect(ids.every((id) => hub.has(id))).toBe(true)
    const state = await stateOf(ids[0] ?? '')
    const receipt = state?.kind === 'received' ? state.receipt.bytes : new Uint8Array()
    expect(JSON.parse(new TextDecoder().decode(receipt))).toMatchObject({ record: ids[0], hub: hub.key })
  })

  test('sends the bytes as they were frozen', async () => {
    await giveMany(1)
    const [kept] = await phone.profile.listRecords()
    await pushNow()
    const { records } = (JSON.parse(hub.wire[0] ?? '') as { body: PushRequest }).body
    expect(fromBase64url(records[0]?.bytes ?? '')).toEqual(kept?.bytes)
    expect(fromBase64url(records[0]?.signature ?? '')).toEqual(kept?.signature)
  })

  test('with nothing to hand over asks nothing', async () => {
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(hub.wire).toEqual([])
  })

  test('again sends nothing again', async () => {
    await giveMany(2)
    await pushNow()
    await pushNow()
    expect(hub.wire.filter((text) => text.includes('/api/v1/records'))).toHaveLength(1)
    expect([...hub.writes.values()]).toEqual([1, 1])
  })

  test('from two tabs at once happens one after the other', async () => {
    await giveMany(3)
    const takeTurns = turnsInOneTab()
    const means = { transport: hub.transport, hub: hub.key }
    const reports = await Promise.all([
      push({ ...means, store: phone.profile }, takeTurns),
      push({ ...means, store: await phone.reopen() }, takeTurns),
    ])
    expect(reports).toEqual([
      { waiting: 0, problem: null },
      { waiting: 0, problem: null },
    ])
    expect(hub.wire.filter((text) => text.includes('/api/v1/records'))).toHaveLength(1)
  })

  test('leaves alone what is meant for another hub', async () => {
    const elsewhere = await giveMany(1, `B${'o'.repeat(86)}`)
    await giveMany(1)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(await states()).toEqual(['waiting', 'received'])
    expect(hub.wire.join()).not.toContain(elsewhere[0])
  })

  test('after the answer was lost is harmless: the hub says duplicate and sends the receipt', async () => {
    const ids = await giveMany(2)
    const losing: HubTransport = {
      async send(request) {
        await hub.transport.send(request)
        throw new ProblemError('offline')
      },
    }
    expect(await pushVia(losing)).toEqual({ waiting: 2, problem: { code: 'offline', where: '' } })
    expect(ids.every((id) => hub.has(id))).toBe(true)
    expect(await states()).toEqual(['waiting', 'waiting'])
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(await states()).toEqual(['received', 'received'])
    expect([...hub.writes.values()]).toEqual([1, 1])
  })
})

describe('what is no proof leaves the outbox as it was, with the problem named', () => {
  const page = '<!doctype html><title>Free Wi-Fi</title>'
  const offline: HubTransport = { send: () => Promise.reject(new ProblemError('offline')) }
  const redirected: HubTransport = { send: () => Promise.reject(new ProblemError('not-our-hub', 'redirect')) }

  const variants: [string, ProblemCode, () => HubTransport][] = [
    ['no network', 'offline', () => offline],
    ['a redirect', 'not-our-hub', () => redirected],
    ['a portal’s page with status 200', 'not-our-hub', () => always(textResponse(page))],
    [
      'a page that claims to be JSON',
      'not-our-hub',
      () => always(textResponse(page, { contentType: 'application/json' })),
    ],
    ['status 511', 'not-our-hub', () => always(textResponse(page, { status: 511 }))],
    ['an empty 204', 'not-our-hub', () => always(textResponse('', { status: 204, contentType: '' }))],
    ['an unasked 304', 'not-our-hub', () => always(textResponse('', { status: 304, contentType: '' }))],
    ['a proxy’s 502', 'not-our-hub', () => always(textResponse('Bad gateway', { status: 502 }))],
    ['JSON of another kind', 'not-our-hub', () => always(jsonResponse({ ok: true }))],
    ['a busy hub', 'busy', () => always(problemResponse('busy'))],
    ['no outcome at all', 'receipt-invalid', () => changed(() => ({ outcomes: [] }))],
    [
      'an outcome without receipt',
      'not-our-hub',
      () => changed(({ outcomes: [first] }) => ({ outcomes: [{ id: first?.id, outcome: 'accepted' }] })),
    ],
    [
      'a receipt cut short',
      'receipt-invalid',
      () => onReceipt(({ bytes, signature }) => ({ bytes: bytes.slice(0, -4), signature })),
    ],
    [
      'a receipt with a turned bit',
      'receipt-invalid',
      () => onReceipt(({ bytes, signature }) => ({ bytes: turnBit(bytes), signature })),
    ],
    [
      'another signature',
      'receipt-invalid',
      () => onReceipt(({ bytes, signature }) => ({ bytes, signature: turnBit(signature) })),
    ],
    [
      'a receipt of another hub',
      'receipt-invalid',
      () => onReceipt((_, receipt) => otherHub.sign({ ...receipt, hub: otherHub.key })),
    ],
    [
      'a receipt that another hub signed in this one’s name',
      'receipt-invalid',
      () => onReceipt((_, receipt) => otherHub.sign(receipt)),
    ],
    [
      'this hub’s receipt in another hub’s name',
      'receipt-invalid',
      () => onReceipt((_, receipt) => hub.sign({ ...receipt, hub: otherHub.key })),
    ],
    [
      'a receipt for another record',
      'receipt-invalid',
      () => onReceipt((_, receipt) => hub.sign({ ...receipt, record: 'x'.repeat(43) })),
    ],
    [
      'a receipt of a later version',
      'receipt-invalid',
      () => onReceipt((_, receipt) => hub.sign({ ...receipt, version: 2 })),
    ],
    ['a signed text that is no receipt', 'receipt-invalid', () => onReceipt(() => hub.sign('received'))],
    [
      'the same outcome twice',
      'receipt-invalid',
      () => changed(({ outcomes: [first] }) => ({ outcomes: [first, first] })),
    ],
    [
      'two outcomes that contradict each other',
      'receipt-invalid',
      () => changed(({ outcomes: [first] }) => ({ outcomes: [first, refusal(first?.id)] })),
    ],
    [
      'a refusal among surplus outcomes',
      'receipt-invalid',
      () => changed(({ outcomes: [first] }) => ({ outcomes: [refusal(first?.id), refusal('y'.repeat(43))] })),
    ],
    [
      'a refusal that can pass',
      'storage-full',
      () =>
        changed(({ outcomes: [first] }) => ({
          outcomes: [{ ...refusal(first?.id), problem: 'storage-full' }],
        })),
    ],
  ]

  test.each(variants)('%s', async (_, code, transport) => {
    const [id = ''] = await giveMany(1)
    const report = await pushVia(transport())
    expect(report).toMatchObject({ waiting: 1, problem: { code } })
    expect(await stateOf(id)).toEqual({ kind: 'waiting', attempts: 1, lastProblem: code })
    // Nothing was lost by it: the next answer that proves something counts.
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(await stateOf(id)).toMatchObject({ kind: 'received' })
  })

  test('a receipt that was good for one record, played again for the next', async () => {
    await giveMany(1)
    let first: unknown = null
    await pushVia(
      changed((answer) => {
        first = answer.outcomes[0]?.receipt
        return answer
      }),
    )
    const ids = await giveMany(2)
    const replaying = changed(({ outcomes }, { path }) =>
      path.endsWith('records')
        ? { outcomes: outcomes.map((it) => ({ ...it, receipt: first })) }
        : { standings: [] },
    )
    expect((await pushVia(replaying)).problem?.code).toBe('receipt-invalid')
    expect(await stateOf(ids.at(-1) ?? '')).toMatchObject({ kind: 'waiting' })
  })

  function onReceipt(
    change: (message: { bytes: string; signature: string }, receipt: Receipt) => unknown,
  ): HubTransport {
    return changed(async ({ outcomes }) => ({
      outcomes: await Promise.all(
        outcomes.map(async (it) => {
          const bytes = fromBase64url(it.receipt.bytes) ?? new Uint8Array()
          const receipt = JSON.parse(new TextDecoder().decode(bytes)) as Receipt
          return { ...it, receipt: await change(it.receipt, receipt) }
        }),
      ),
    }))
  }
})

describe('one record among many', () => {
  test('without an outcome waits on, the others are received', async () => {
    const ids = await giveMany(5)
    const transport = changed(({ outcomes }) => ({ outcomes: outcomes.filter(({ id }) => id !== ids[2]) }))
    expect(await pushVia(transport)).toMatchObject({ waiting: 1, problem: { code: 'receipt-invalid' } })
    expect(await states()).toEqual(['received', 'received', 'waiting', 'received', 'received'])
  })

  test('that the hub refuses stops none of the others, at whichever place it stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(59), async (bad) => {
        phone = await newPhone()
        const ids = await giveMany(60)
        const refusing = changed(({ outcomes, ...rest }) => ({
          ...rest,
          outcomes: outcomes.map((it) => (it.id === ids[bad] ? refusal(it.id) : it)),
        }))
        expect(await pushVia(refusing)).toEqual({ waiting: 0, problem: null })
        expect(await states()).toEqual(ids.map((_, i) => (i === bad ? 'refused' : 'received')))
        expect(await stateOf(ids[bad] ?? '')).toEqual({
          kind: 'refused',
          problem: 'tier-exceeded',
          where: 'body',
        })
      }),
      { seed, numRuns: 10 },
    )
  })

  test('that makes the hub refuse whole requests stops none of the others', async () => {
    const ids = await giveMany(60)
    const picky: HubTransport = {
      send: (request) =>
        JSON.stringify(request).includes(ids[17] ?? '')
          ? Promise.resolve(problemResponse('too-large'))
          : hub.transport.send(request),
    }
    expect(await pushVia(picky)).toMatchObject({ waiting: 1, problem: { code: 'too-large' } })
    expect(await stateOf(ids[17] ?? '')).toEqual({ kind: 'waiting', attempts: 1, lastProblem: 'too-large' })
  })

  test('is enough to stop at when the network is gone', async () => {
    await giveMany(longestBatch * 2)
    let requests = 0
    const dying: HubTransport = {
      send: (request) =>
        requests++ === 0 ? hub.transport.send(request) : Promise.reject(new ProblemError('offline')),
    }
    expect(await pushVia(dying)).toMatchObject({ waiting: longestBatch, problem: { code: 'offline' } })
    expect(requests).toBe(2)
  })
})

describe('what the hub holds', () => {
  test('is shown as held with its reason, and asked about until it counts', async () => {
    hub = await createHubDouble({ enrolmentRequired: true })
    const [id = ''] = await giveMany(1)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(await stateOf(id)).toMatchObject({ kind: 'held', reason: 'not-enrolled' })
    await pushNow()
    expect(await stateOf(id)).toMatchObject({ kind: 'held' })
    hub.enrol(phone.profile.signer.publicKey)
    await pushNow()
    expect(await stateOf(id)).toMatchObject({ kind: 'received' })
    expect(hub.wire.filter((text) => text.includes('/api/v1/records'))).toHaveLength(1)
  })

  test('and nothing else is believed about it but a receipt', async () => {
    hub = await createHubDouble({ enrolmentRequired: true })
    const [id = ''] = await giveMany(1)
    await pushNow()
    const before = await stateOf(id)
    for (const answer of [
      { standings: [] },
      { standings: [{ id, outcome: 'kept', receipt: await hub.sign('kept') }] },
    ]) {
      expect((await pushVia(always(jsonResponse(answer)))).problem?.code).toBe('receipt-invalid')
      expect(await stateOf(id)).toEqual(before)
    }
    expect((await pushVia(always(textResponse('<p>Sign in')))).problem?.code).toBe('not-our-hub')
    expect(await stateOf(id)).toEqual(before)
  })

  test('a wrong word about it does not keep new records from leaving', async () => {
    hub = await createHubDouble({ enrolmentRequired: true })
    await giveMany(1)
    await pushNow()
    await handIn(phone.profile, handInWith(hub.key), randomBytes)
    const confused: HubTransport = {
      send: (request) =>
        request.path.endsWith('standings')
          ? Promise.resolve(jsonResponse({ standings: [] }))
          : hub.transport.send(request),
    }
    expect(await pushVia(confused)).toMatchObject({ waiting: 0, problem: { code: 'receipt-invalid' } })
  })
})

describe('a hub restored from an older copy', () => {
  test('gets back whatever it had given receipts for', async () => {
    await giveMany(2)
    await pushNow()
    const old = hub.copy()
    const ids = await giveMany(longestBatch + 10)
    await pushNow()
    hub.restore(old)
    expect(ids.some((id) => hub.has(id))).toBe(false)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(ids.every((id) => hub.has(id))).toBe(true)
    expect([...hub.writes.values()].every((count) => count === 1)).toBe(true)
  })

  // Found by a random schedule: the question about the last receipt was lost, and newer ones hid the gap.
  test('is found out later when the first question about it got no answer', async () => {
    const empty = hub.copy()
    const ids = await giveMany(3)
    await pushNow()
    hub.restore(empty)
    await handIn(phone.profile, handInWith(hub.key), randomBytes)
    const forgetful: HubTransport = {
      send: (request) =>
        request.path.endsWith('standings')
          ? Promise.resolve(jsonResponse({ standings: [] }))
          : hub.transport.send(request),
    }
    expect(await pushVia(forgetful)).toMatchObject({ waiting: 0, problem: { code: 'receipt-invalid' } })
    expect(ids.some((id) => hub.has(id))).toBe(false)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(ids.every((id) => hub.has(id))).toBe(true)
  })

  test('gets back an older record that had arrived late', async () => {
    const [late = ''] = await giveMany(2)
    const without = changed(({ outcomes }) => ({ outcomes: outcomes.filter(({ id }) => id !== late) }))
    const deaf: HubTransport = {
      send: async (request) =>
        JSON.stringify(request).includes(late) && !hub.has(late)
          ? without.send({ ...request, body: onlyOthers(request.body as PushRequest, late) })
          : hub.transport.send(request),
    }
    await pushVia(deaf)
    expect(await states()).toEqual(['waiting', 'received'])
    const old = hub.copy()
    await pushNow()
    expect(hub.has(late)).toBe(true)
    hub.restore(old)
    expect(hub.has(late)).toBe(false)
    await pushNow()
    expect(hub.has(late)).toBe(true)
  })

  test('learns again of a withdrawal, and does not get the withdrawn back', async () => {
    const [id = ''] = await giveMany(1)
    await pushNow()
    const old = hub.copy()
    await withdraw(phone.profile, id, '2026-11-24T10:00:00.000Z', randomBytes)
    await pushNow()
    hub.restore(old)
    expect(hub.has(id)).toBe(true)
    await pushNow()
    expect(hub.has(id)).toBe(false)
    expect(hub.isWithdrawn(id)).toBe(true)
  })
})

describe('what was withdrawn', () => {
  const later = '2026-11-24T10:00:00.000Z'

  test('before it left never leaves; its withdrawal does', async () => {
    const [id = ''] = await giveMany(1)
    const [kept] = await phone.profile.listRecords()
    await withdraw(phone.profile, id, later, randomBytes)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(hub.wire.join()).not.toContain(toBase64url(kept?.bytes ?? new Uint8Array()))
    expect(hub.isWithdrawn(id)).toBe(true)
    expect(await stateOf(id)).toEqual({ kind: 'refused', problem: 'withdrawn', where: '' })
    expect(await states()).toEqual(['refused', 'received'])
  })

  test('before it left does not leave from the next phone either', async () => {
    const [id = ''] = await giveMany(1)
    const [kept] = await phone.profile.listRecords()
    await withdraw(phone.profile, id, later, randomBytes)
    const next = await newPhone()
    await next.profile.mergeCopy(await phone.profile.copyEverything())
    phone = next
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(hub.wire.join()).not.toContain(toBase64url(kept?.bytes ?? new Uint8Array()))
    expect(hub.isWithdrawn(id)).toBe(true)
  })

  test('after it was received is gone at the hub, and its receipt stays here', async () => {
    const [id = ''] = await giveMany(1)
    await pushNow()
    await withdraw(phone.profile, id, later, randomBytes)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(hub.has(id)).toBe(false)
    await pushNow()
    expect(await states()).toEqual(['received', 'received'])
  })

  test('from another phone is not shown as received any more', async () => {
    const [id = ''] = await giveMany(1)
    await pushNow()
    const next = await newPhone()
    await next.profile.mergeCopy(await phone.profile.copyEverything())
    await withdraw(phone.profile, id, later, randomBytes)
    await pushNow()
    phone = next
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(await stateOf(id)).toEqual({ kind: 'refused', problem: 'withdrawn', where: '' })
    // Once when it was handed in, once for its withdrawal: the second phone did not send it again.
    expect(hub.wire.filter((text) => text.includes('/api/v1/records'))).toHaveLength(2)
  })

  test('while it was held is done with', async () => {
    hub = await createHubDouble({ enrolmentRequired: true })
    const [id = ''] = await giveMany(1)
    await pushNow()
    await withdraw(phone.profile, id, later, randomBytes)
    await pushNow()
    await pushNow()
    expect(await stateOf(id)).toEqual({ kind: 'refused', problem: 'withdrawn', where: '' })
  })
})

test('a contribution of any size that may leave arrives', async () => {
  const commitments = Array.from({ length: 64 }, (_, i) => ({
    indicator: `RD-${i}`,
    madeOn: '2026-11-23',
    dueOn: '2027-06-30',
    status: 'committed' as const,
    fieldsFilled: 7,
  }))
  const { id } = await handIn(
    phone.profile,
    handInWith(hub.key, { contribution: contributionWith({ commitments }) }),
    randomBytes,
  )
  expect(await pushNow()).toEqual({ waiting: 0, problem: null })
  expect(hub.has(id)).toBe(true)
})

function onlyOthers({ records }: PushRequest, id: string): PushRequest {
  return { records: records.filter((record) => record.id !== id) }
}

function refusal(id: string | undefined) {
  return { id, outcome: 'refused', problem: 'tier-exceeded', where: 'body' }
}

/** The same base64url with one bit of its bytes turned. */
function turnBit(text: string): string {
  const bytes = fromBase64url(text) ?? new Uint8Array()
  bytes[20] = (bytes[20] ?? 0) ^ 4
  return toBase64url(bytes)
}

import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { longestBatch, type PushRequest } from '../../src/protocol/exchange.ts'
import { ProblemError } from '../../src/protocol/problem.ts'
import { fromBase64url, toBase64url } from '../../src/protocol/signature.ts'
import { handIn } from '../../src/sync/hand-in.ts'
import { push } from '../../src/sync/push.ts'
import { turnsInOneTab } from '../../src/sync/take-turns.ts'
import type { HubTransport } from '../../src/sync/transport.ts'
import { withdraw } from '../../src/sync/withdraw.ts'
import { contributionWith, handInWith, randomBytes } from '../support/contributions.ts'
import { createHubDouble, problemResponse } from '../support/hub-double.ts'
import { newPhone } from '../support/phone.ts'
import {
  changed,
  giveMany,
  newScene,
  pushNow,
  pushVia,
  refusal,
  scene,
  stateOf,
  states,
} from '../support/push-scene.ts'
import { seed } from '../support/seed.ts'

beforeEach(newScene)

describe('pushing', () => {
  test('hands over everything, oldest first, in batches, each with its receipt', async () => {
    const ids = await giveMany(longestBatch + 3)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    const sent = scene.hub.wire.map((text) => JSON.parse(text) as { body: PushRequest })
    expect(sent.map(({ body }) => body.records.length)).toEqual([longestBatch, 3])
    expect(sent.flatMap(({ body }) => body.records.map(({ id }) => id))).toEqual(ids)
    expect(new Set(await states())).toEqual(new Set(['received']))
    expect(ids.every((id) => scene.hub.has(id))).toBe(true)
    const state = await stateOf(ids[0] ?? '')
    const receipt = state?.kind === 'received' ? state.receipt.bytes : new Uint8Array()
    expect(JSON.parse(new TextDecoder().decode(receipt))).toMatchObject({
      record: ids[0],
      hub: scene.hub.key,
    })
  })

  test('sends the bytes as they were frozen', async () => {
    await giveMany(1)
    const [kept] = await scene.phone.profile.listRecords()
    await pushNow()
    const { records } = (JSON.parse(scene.hub.wire[0] ?? '') as { body: PushRequest }).body
    expect(fromBase64url(records[0]?.bytes ?? '')).toEqual(kept?.bytes)
    expect(fromBase64url(records[0]?.signature ?? '')).toEqual(kept?.signature)
  })

  test('with nothing to hand over asks nothing', async () => {
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(scene.hub.wire).toEqual([])
  })

  test('again sends nothing again', async () => {
    await giveMany(2)
    await pushNow()
    await pushNow()
    expect(scene.hub.wire.filter((text) => text.includes('/api/v1/records'))).toHaveLength(1)
    expect([...scene.hub.writes.values()]).toEqual([1, 1])
  })

  test('from two tabs at once happens one after the other', async () => {
    await giveMany(3)
    const takeTurns = turnsInOneTab()
    const means = { transport: scene.hub.transport, hub: scene.hub.key }
    const reports = await Promise.all([
      push({ ...means, store: scene.phone.profile }, takeTurns),
      push({ ...means, store: await scene.phone.reopen() }, takeTurns),
    ])
    expect(reports).toEqual([
      { waiting: 0, problem: null },
      { waiting: 0, problem: null },
    ])
    expect(scene.hub.wire.filter((text) => text.includes('/api/v1/records'))).toHaveLength(1)
  })

  test('leaves alone what is meant for another hub', async () => {
    const elsewhere = await giveMany(1, `B${'o'.repeat(86)}`)
    await giveMany(1)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(await states()).toEqual(['waiting', 'received'])
    expect(scene.hub.wire.join()).not.toContain(elsewhere[0])
  })

  test('after the answer was lost is harmless: the hub says duplicate and sends the receipt', async () => {
    const ids = await giveMany(2)
    const losing: HubTransport = {
      async send(request) {
        await scene.hub.transport.send(request)
        throw new ProblemError('offline')
      },
    }
    expect(await pushVia(losing)).toEqual({ waiting: 2, problem: { code: 'offline', where: '' } })
    expect(ids.every((id) => scene.hub.has(id))).toBe(true)
    expect(await states()).toEqual(['waiting', 'waiting'])
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(await states()).toEqual(['received', 'received'])
    expect([...scene.hub.writes.values()]).toEqual([1, 1])
  })
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
        scene.phone = await newPhone()
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
          : scene.hub.transport.send(request),
    }
    expect(await pushVia(picky)).toMatchObject({ waiting: 1, problem: { code: 'too-large' } })
    expect(await stateOf(ids[17] ?? '')).toEqual({ kind: 'waiting', attempts: 1, lastProblem: 'too-large' })
  })

  test('is enough to stop at when the network is gone', async () => {
    await giveMany(longestBatch * 2)
    let requests = 0
    const dying: HubTransport = {
      send: (request) =>
        requests++ === 0 ? scene.hub.transport.send(request) : Promise.reject(new ProblemError('offline')),
    }
    expect(await pushVia(dying)).toMatchObject({ waiting: longestBatch, problem: { code: 'offline' } })
    expect(requests).toBe(2)
  })
})

describe('what was withdrawn', () => {
  const later = '2026-11-24T10:00:00.000Z'

  test('before it left never leaves; its withdrawal does', async () => {
    const [id = ''] = await giveMany(1)
    const [kept] = await scene.phone.profile.listRecords()
    await withdraw(scene.phone.profile, id, later, randomBytes)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(scene.hub.wire.join()).not.toContain(toBase64url(kept?.bytes ?? new Uint8Array()))
    expect(scene.hub.isWithdrawn(id)).toBe(true)
    expect(await stateOf(id)).toEqual({ kind: 'refused', problem: 'withdrawn', where: '' })
    expect(await states()).toEqual(['refused', 'received'])
  })

  test('before it left does not leave from the next phone either', async () => {
    const [id = ''] = await giveMany(1)
    const [kept] = await scene.phone.profile.listRecords()
    await withdraw(scene.phone.profile, id, later, randomBytes)
    const next = await newPhone()
    await next.profile.mergeCopy(await scene.phone.profile.copyEverything())
    scene.phone = next
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(scene.hub.wire.join()).not.toContain(toBase64url(kept?.bytes ?? new Uint8Array()))
    expect(scene.hub.isWithdrawn(id)).toBe(true)
  })

  test('after it was received is gone at the hub, and its receipt stays here', async () => {
    const [id = ''] = await giveMany(1)
    await pushNow()
    await withdraw(scene.phone.profile, id, later, randomBytes)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(scene.hub.has(id)).toBe(false)
    await pushNow()
    expect(await states()).toEqual(['received', 'received'])
  })

  test('from another phone is not shown as received any more', async () => {
    const [id = ''] = await giveMany(1)
    await pushNow()
    const next = await newPhone()
    await next.profile.mergeCopy(await scene.phone.profile.copyEverything())
    await withdraw(scene.phone.profile, id, later, randomBytes)
    await pushNow()
    scene.phone = next
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(await stateOf(id)).toEqual({ kind: 'refused', problem: 'withdrawn', where: '' })
    // Once when it was handed in, once for its withdrawal: the second phone did not send it again.
    expect(scene.hub.wire.filter((text) => text.includes('/api/v1/records'))).toHaveLength(2)
  })

  test('while it was held is done with', async () => {
    scene.hub = await createHubDouble({ enrolmentRequired: true })
    const [id = ''] = await giveMany(1)
    await pushNow()
    await withdraw(scene.phone.profile, id, later, randomBytes)
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
    scene.phone.profile,
    handInWith(scene.hub.key, { contribution: contributionWith({ commitments }) }),
    randomBytes,
  )
  expect(await pushNow()).toEqual({ waiting: 0, problem: null })
  expect(scene.hub.has(id)).toBe(true)
})

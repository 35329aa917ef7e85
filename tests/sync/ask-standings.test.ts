import { beforeEach, describe, expect, test } from 'vitest'
import { longestBatch, type PushRequest } from '../../src/protocol/exchange.ts'
import { handIn } from '../../src/sync/hand-in.ts'
import type { HubTransport } from '../../src/sync/transport.ts'
import { withdraw } from '../../src/sync/withdraw.ts'
import { handInWith, randomBytes } from '../support/contributions.ts'
import { createHubDouble, jsonResponse, textResponse } from '../support/hub-double.ts'
import {
  always,
  changed,
  giveMany,
  newScene,
  pushNow,
  pushVia,
  scene,
  stateOf,
  states,
} from '../support/push-scene.ts'

beforeEach(newScene)

describe('what the hub holds', () => {
  test('is shown as held with its reason, and asked about until it counts', async () => {
    scene.hub = await createHubDouble({ enrolmentRequired: true })
    const [id = ''] = await giveMany(1)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(await stateOf(id)).toMatchObject({ kind: 'held', reason: 'not-enrolled' })
    await pushNow()
    expect(await stateOf(id)).toMatchObject({ kind: 'held' })
    scene.hub.enrol(scene.phone.profile.signer.publicKey)
    await pushNow()
    expect(await stateOf(id)).toMatchObject({ kind: 'received' })
    expect(scene.hub.wire.filter((text) => text.includes('/api/v1/records'))).toHaveLength(1)
  })

  test('and nothing else is believed about it but a receipt', async () => {
    scene.hub = await createHubDouble({ enrolmentRequired: true })
    const [id = ''] = await giveMany(1)
    await pushNow()
    const before = await stateOf(id)
    for (const answer of [
      { standings: [] },
      { standings: [{ id, outcome: 'kept', receipt: await scene.hub.sign('kept') }] },
    ]) {
      expect((await pushVia(always(jsonResponse(answer)))).problem?.code).toBe('receipt-invalid')
      expect(await stateOf(id)).toEqual(before)
    }
    expect((await pushVia(always(textResponse('<p>Sign in')))).problem?.code).toBe('not-our-hub')
    expect(await stateOf(id)).toEqual(before)
  })

  test('a wrong word about it does not keep new records from leaving', async () => {
    scene.hub = await createHubDouble({ enrolmentRequired: true })
    await giveMany(1)
    await pushNow()
    await handIn(scene.phone.profile, handInWith(scene.hub.key), randomBytes)
    const confused: HubTransport = {
      send: (request) =>
        request.path.endsWith('standings')
          ? Promise.resolve(jsonResponse({ standings: [] }))
          : scene.hub.transport.send(request),
    }
    expect(await pushVia(confused)).toMatchObject({ waiting: 0, problem: { code: 'receipt-invalid' } })
  })
})

describe('a hub restored from an older copy', () => {
  test('gets back whatever it had given receipts for', async () => {
    await giveMany(2)
    await pushNow()
    const old = scene.hub.copy()
    const ids = await giveMany(longestBatch + 10)
    await pushNow()
    scene.hub.restore(old)
    expect(ids.some((id) => scene.hub.has(id))).toBe(false)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(ids.every((id) => scene.hub.has(id))).toBe(true)
    expect([...scene.hub.writes.values()].every((count) => count === 1)).toBe(true)
  })

  // Found by a random schedule: the question about the last receipt was lost, and newer ones hid the gap.
  test('is found out later when the first question about it got no answer', async () => {
    const empty = scene.hub.copy()
    const ids = await giveMany(3)
    await pushNow()
    scene.hub.restore(empty)
    await handIn(scene.phone.profile, handInWith(scene.hub.key), randomBytes)
    const forgetful: HubTransport = {
      send: (request) =>
        request.path.endsWith('standings')
          ? Promise.resolve(jsonResponse({ standings: [] }))
          : scene.hub.transport.send(request),
    }
    expect(await pushVia(forgetful)).toMatchObject({ waiting: 0, problem: { code: 'receipt-invalid' } })
    expect(ids.some((id) => scene.hub.has(id))).toBe(false)
    expect(await pushNow()).toEqual({ waiting: 0, problem: null })
    expect(ids.every((id) => scene.hub.has(id))).toBe(true)
  })

  test('gets back an older record that had arrived late', async () => {
    const [late = ''] = await giveMany(2)
    const without = changed(({ outcomes }) => ({ outcomes: outcomes.filter(({ id }) => id !== late) }))
    const deaf: HubTransport = {
      send: async (request) =>
        JSON.stringify(request).includes(late) && !scene.hub.has(late)
          ? without.send({ ...request, body: onlyOthers(request.body as PushRequest, late) })
          : scene.hub.transport.send(request),
    }
    await pushVia(deaf)
    expect(await states()).toEqual(['waiting', 'received'])
    const old = scene.hub.copy()
    await pushNow()
    expect(scene.hub.has(late)).toBe(true)
    scene.hub.restore(old)
    expect(scene.hub.has(late)).toBe(false)
    await pushNow()
    expect(scene.hub.has(late)).toBe(true)
  })

  test('learns again of a withdrawal, and does not get the withdrawn back', async () => {
    const [id = ''] = await giveMany(1)
    await pushNow()
    const old = scene.hub.copy()
    await withdraw(scene.phone.profile, id, '2026-11-24T10:00:00.000Z', randomBytes)
    await pushNow()
    scene.hub.restore(old)
    expect(scene.hub.has(id)).toBe(true)
    await pushNow()
    expect(scene.hub.has(id)).toBe(false)
    expect(scene.hub.isWithdrawn(id)).toBe(true)
  })
})

function onlyOthers({ records }: PushRequest, id: string): PushRequest {
  return { records: records.filter((record) => record.id !== id) }
}

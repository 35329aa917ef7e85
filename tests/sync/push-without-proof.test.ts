import { beforeEach, describe, expect, test } from 'vitest'
import { ProblemError, type ProblemCode } from '../../src/protocol/problem.ts'
import type { Receipt } from '../../src/protocol/receipt.ts'
import { fromBase64url, toBase64url } from '../../src/protocol/signature.ts'
import type { HubTransport } from '../../src/sync/transport.ts'
import { createHubDouble, jsonResponse, problemResponse, textResponse } from '../support/hub-double.ts'
import {
  always,
  changed,
  giveMany,
  newScene,
  pushNow,
  pushVia,
  refusal,
  scene,
  stateOf,
} from '../support/push-scene.ts'

const otherHub = await createHubDouble()

beforeEach(newScene)

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
      () => onReceipt((_, receipt) => scene.hub.sign({ ...receipt, hub: otherHub.key })),
    ],
    [
      'a receipt for another record',
      'receipt-invalid',
      () => onReceipt((_, receipt) => scene.hub.sign({ ...receipt, record: 'x'.repeat(43) })),
    ],
    [
      'a receipt of a later version',
      'receipt-invalid',
      () => onReceipt((_, receipt) => scene.hub.sign({ ...receipt, version: 2 })),
    ],
    [
      'a signed text that is no receipt',
      'receipt-invalid',
      () => onReceipt(() => scene.hub.sign('received')),
    ],
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

/** The same base64url with one bit of its bytes turned. */
function turnBit(text: string): string {
  const bytes = fromBase64url(text) ?? new Uint8Array()
  bytes[20] = (bytes[20] ?? 0) ^ 4
  return toBase64url(bytes)
}

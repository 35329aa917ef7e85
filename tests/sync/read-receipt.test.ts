import { describe, expect, test } from 'vitest'
import type { Receipt } from '../../src/protocol/receipt.ts'
import { fromBase64url, toBase64url } from '../../src/protocol/signature.ts'
import { readReceipt } from '../../src/sync/read-receipt.ts'
import { createHubDouble } from '../support/hub-double.ts'

const hub = await createHubDouble()
const record = 'r'.repeat(43)
const receipt: Receipt = {
  kind: 'receipt',
  version: 1,
  hub: hub.key,
  record,
  standing: { outcome: 'accepted' },
  receivedAt: '2026-11-23T12:00:00.000Z',
  epoch: '00000000-0000-4000-8000-000000000000',
  auditHead: null,
}
const message = await hub.sign(receipt)
const expected = { hub: hub.key, record }

/** Every text that differs from this one in one bit of its bytes. */
function turned(text: string): string[] {
  const bytes = fromBase64url(text) ?? new Uint8Array()
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const copy = Uint8Array.from(bytes)
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return toBase64url(copy)
  })
}

describe('a receipt', () => {
  test('proves that this hub keeps this record, and is kept as its exact bytes', async () => {
    const read = await readReceipt(message, expected)
    expect(read).toEqual({
      kind: 'proof',
      receipt,
      message: { bytes: fromBase64url(message.bytes), signature: fromBase64url(message.signature) },
    })
  })

  test('proves nothing with any bit of it or of its signature turned', async () => {
    const wrong = [
      ...turned(message.bytes).map((bytes) => ({ ...message, bytes })),
      ...turned(message.signature).map((signature) => ({ ...message, signature })),
    ]
    expect(wrong.length).toBeGreaterThan(2000)
    for (const each of wrong)
      expect(await readReceipt(each, expected)).toEqual({ kind: 'invalid', where: 'signature' })
  })

  test.each([
    ['hub', { hub: message.signature.padEnd(87, 'A') }, 'signature'],
    ['record', { record: 's'.repeat(43) }, 'record'],
  ])('proves nothing to who expects another %s', async (_, change, where) => {
    expect(await readReceipt(message, { ...expected, ...change })).toEqual({ kind: 'invalid', where })
  })

  test.each([
    ['another hub’s name under this hub’s signature', { ...receipt, hub: 'B'.repeat(87) }, 'hub'],
    ['a field more', { ...receipt, note: 'x' }, 'message'],
    ['no outcome', { ...receipt, standing: {} }, 'message'],
    ['a release instead', { kind: 'release' }, 'message'],
    ['no object', 'received', 'message'],
  ])('with %s proves nothing, though signed', async (_, value, where) => {
    expect(await readReceipt(await hub.sign(value), expected)).toEqual({ kind: 'invalid', where })
  })
})

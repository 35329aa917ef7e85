import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inflate, pack } from '../../src/sync/deflate.ts'
import { seed } from '../support/seed.ts'

const most = 64 * 1024 * 1024

test('what was packed is unpacked, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
      const { packing, packed } = await pack(bytes)
      expect(packing).toBe('deflate-raw')
      expect(await inflate(packed, most)).toEqual(bytes)
    }),
    { seed, numRuns: 50 },
  )
})

test('what would look like a bomb is left as it is, so that it can be read back', async () => {
  const note = new TextEncoder().encode('the same long note '.repeat(300_000))
  const { packing, packed } = await pack(note)
  expect(packing).toBe('none')
  expect(packed).toBe(note)
})

test('unpacking stops at the limit', async () => {
  const { packed } = await pack(new TextEncoder().encode('abcdefgh'.repeat(1000)))
  expect(await inflate(packed, 8000)).toHaveLength(8000)
  expect(await inflate(packed, 7999)).toBeNull()
})

test('what unpacks to over twenty times its length is taken for a bomb, below the limit too', async () => {
  const bomb = deflateRawSync(Buffer.alloc(30 * 1024 * 1024))
  expect(bomb.length).toBeLessThan(40_000)
  expect(await inflate(bomb, most)).toBeNull()
})

test('bytes that are not deflated, or cut, give nothing', async () => {
  const { packed } = await pack(crypto.getRandomValues(new Uint8Array(2000)))
  for (const length of [0, 1, 100, packed.length - 1])
    expect(await inflate(packed.subarray(0, length), most)).toBeNull()
  expect(await inflate(Uint8Array.of(255, 255, 255), most)).toBeNull()
})

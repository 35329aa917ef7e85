import { deflateRawSync } from 'node:zlib'
import { createCipheriv, createHash, pbkdf2Sync, randomFillSync } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ProfileStore } from '../../src/storage/device-store.ts'
import { makeBackup, readBackup, restoreAsProfile } from '../../src/sync/backup.ts'
import { handIn } from '../../src/sync/hand-in.ts'
import { push } from '../../src/sync/push.ts'
import { turnsInOneTab } from '../../src/sync/take-turns.ts'
import { answerWith, anyAnswer, assessmentWith } from '../support/assessments.ts'
import { handInWith, randomBytes } from '../support/contributions.ts'
import { createHubDouble } from '../support/hub-double.ts'
import { newPhone, type Phone } from '../support/phone.ts'
import { seed, seededRandom } from '../support/seed.ts'

const passphrase = '7Q4M-X2NA-9RTB-5K2D-0HJF-3WPC'
const settings = { passphrase, createdAt: '2026-11-23T10:00:00.000Z', app: '0.1.0', random: randomBytes }
const empty = JSON.stringify({ label: 'x', assessments: [], records: [], place: null, grant: null })

/** A phone with everything on it that a phone can hold. */
async function fullPhone(): Promise<Phone> {
  const phone = await newPhone()
  const hub = await createHubDouble()
  const { profile } = phone
  const subject = { kind: 'institution', country: 'KEN', id: 'moh', name: 'Ministry of Health' } as const
  await profile.createAssessment(assessmentWith({ subject }))
  await profile.createAssessment(assessmentWith({ id: 'assessment-2', subject: null, group: null }))
  // An indicator may be called like a part of every object.
  for (const indicator of ['Q1', 'Q2', 'constructor', 'Q1']) {
    await profile.recordAnswer('assessment-1', indicator, answerWith({ note: `note ملاحظة ${indicator}` }))
  }
  await profile.keepPlace('/a/assessment-1/q/Q2')
  await handIn(profile, handInWith(hub.key), randomBytes)
  await push({ store: profile, transport: hub.transport, hub: hub.key }, turnsInOneTab())
  const { head } = handInWith(hub.key)
  await handIn(profile, handInWith(hub.key, { head: { ...head, round: '2027' } }), randomBytes)
  return phone
}

async function readContents(file: Uint8Array, typed = passphrase) {
  const read = await readBackup(file, typed)
  if (read.kind === 'refused') throw new Error(`refused: ${read.problem.code}`)
  return read.contents
}

let phone: Phone
let file: Uint8Array
beforeAll(async () => {
  phone = await fullPhone()
  file = await makeBackup(phone.profile, 'Amina', settings)
})

describe('a backup', () => {
  test('brings everything back but the keys, records byte for byte', async () => {
    const next = await newPhone()
    const contents = await readContents(file)
    expect(contents.label).toBe('Amina')
    const restored = await restoreAsProfile(next.device, contents)
    const [before, after] = [await phone.profile.copyEverything(), await restored.copyEverything()]
    expect(after).toEqual(before)
    expect(after.records.map(({ state }) => state.kind)).toEqual(['received', 'waiting'])
    expect(after.assessments[0]?.revisions['Q1']).toHaveLength(2)
    expect(Object.keys(after.assessments[0]?.revisions ?? {})).toContain('constructor')
    expect(restored.signer.publicKey).not.toBe(phone.profile.signer.publicKey)
    expect((await next.device.listProfiles()).map(({ label }) => label)).toEqual(['Amina', 'Amina'])
  })

  test('goes beside existing work without loss or doubles', async () => {
    const next = await newPhone()
    await next.profile.createAssessment(assessmentWith({ id: 'own' }))
    const { copy } = await readContents(file)
    await next.profile.mergeCopy(copy)
    await next.profile.mergeCopy(copy)
    const after = await next.profile.copyEverything()
    expect(after.assessments.map(({ head }) => head.id).sort()).toEqual([
      'assessment-1',
      'assessment-2',
      'own',
    ])
    expect(after.assessments.find(({ head }) => head.id === 'assessment-1')).toEqual(copy.assessments[0])
    expect(after.records).toEqual(copy.records)
  })

  test('holds any answers there can be', async () => {
    const history = fc.array(anyAnswer, { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ minLength: 1 }), history, { noNullPrototype: true }),
        async (revisions) => {
          const one = await newPhone()
          const { answers: _answers, ...head } = assessmentWith()
          await one.profile.mergeCopy({ assessments: [{ head, revisions }], records: [], place: null })
          const { copy } = await readContents(await makeBackup(one.profile, 'x', settings))
          expect(copy).toEqual(await one.profile.copyEverything())
        },
      ),
      { seed, numRuns: 10 },
    )
  })

  test('shows nothing in the clear but its format, date and app', () => {
    const text = new TextDecoder('latin1').decode(file)
    const [magic, header] = text.split('\n')
    expect(magic).toBe('TAYARI COPY')
    expect(JSON.parse(header ?? '')).toEqual({
      format: 'tayari-copy',
      version: 1,
      kdf: { name: 'PBKDF2-SHA-256', rounds: 600_000, salt: expect.stringMatching(/^[\w-]{22}$/) as string },
      cipher: { name: 'AES-256-GCM', iv: expect.stringMatching(/^[\w-]{16}$/) as string },
      packing: 'deflate-raw',
      createdAt: '2026-11-23T10:00:00.000Z',
      app: '0.1.0',
    })
    for (const word of ['Amina', 'Ministry', 'KEN', 'note', 'assessment-1']) expect(text).not.toContain(word)
  })

  test('of the same profile is another file each time', async () => {
    const again = await makeBackup(phone.profile, 'Amina', settings)
    const line = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes).split('\n')[1]
    expect(line(again)).not.toBe(line(file))
  })

  test('can be written by someone else from the description of its format', async () => {
    // Made with Node's own cryptography instead of the code under test.
    const foreign = sealByHand(deflateRawSync(empty), passphrase)
    expect(await readContents(foreign)).toEqual({
      label: 'x',
      copy: { assessments: [], records: [], place: null },
    })
  })

  test('needs a passphrase', async () => {
    await expect(makeBackup(phone.profile, 'x', { ...settings, passphrase: '  ' })).rejects.toThrow(
      RangeError,
    )
  })
})

describe('a file that is not as it was made is refused by name, and nothing is written', () => {
  const problemOf = async (bytes: Uint8Array, typed = passphrase) => {
    const read = await readBackup(bytes, typed)
    return read.kind === 'refused' ? read.problem.code : 'accepted'
  }

  test('cut at any byte', async () => {
    const small = sealByHand(deflateRawSync(empty), passphrase)
    const found = new Set<string>()
    for (let length = 0; length < small.length; length++) {
      const problem = await problemOf(small.subarray(0, length))
      expect(problem, `${length} bytes`).toBe(length < 12 ? 'file-unreadable' : 'file-altered')
      found.add(problem)
    }
    expect(found).toEqual(new Set(['file-unreadable', 'file-altered']))
  })

  test('with any bit turned', { timeout: 60_000 }, async () => {
    const random = seededRandom(seed)
    let inMagic = 0
    for (let i = 0; i < 10_000; i++) {
      const bit = Math.floor(random() * file.length * 8)
      const turned = Uint8Array.from(file)
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const isMagic = bit < 12 * 8
      if (isMagic) inMagic++
      expect(await problemOf(turned), `bit ${bit}`).toBe(isMagic ? 'file-unreadable' : 'file-altered')
    }
    console.info(`10,000 turned bits, ${inMagic} of them in the first line`)
  })

  test('with any bit turned by someone who set the hash right again', { timeout: 60_000 }, async () => {
    const random = seededRandom(seed + 1)
    const found = new Map<string, number>()
    for (let i = 0; i < 25; i++) {
      const bit = Math.floor((12 + random() * (file.length - 32 - 12)) * 8)
      const turned = Uint8Array.from(file.subarray(0, -32))
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const problem = await problemOf(withHash(turned))
      expect(['wrong-passphrase', 'file-unreadable', 'file-newer']).toContain(problem)
      found.set(problem, (found.get(problem) ?? 0) + 1)
    }
    expect(found.get('wrong-passphrase')).toBeGreaterThan(5)
  })

  test('under another passphrase', async () => {
    expect(await problemOf(file, '7Q4M-X2NA-9RTB-5K2D-0HJF-3WPD')).toBe('wrong-passphrase')
    expect(await problemOf(file, 'guess')).toBe('wrong-passphrase')
  })

  test('of a newer format', async () => {
    const newer = sealByHand(deflateRawSync(empty), passphrase, {
      version: 2,
      kdf: { name: 'of the future' },
    })
    expect(await problemOf(newer)).toBe('file-newer')
  })

  test.each([
    ['an empty file', new Uint8Array()],
    ['a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
    ['only the first line', new TextEncoder().encode('TAYARI COPY\n')],
    ['no header', withHash(new TextEncoder().encode('TAYARI COPY\nno newline'))],
    ['another header', withHash(new TextEncoder().encode('TAYARI COPY\n{"format":"other"}\n'))],
    ['an endless header', withHash(new TextEncoder().encode(`TAYARI COPY\n"${'x'.repeat(9000)}"\n`))],
    [
      'too few rounds',
      sealByHand(deflateRawSync(empty), passphrase, {
        kdf: { name: 'PBKDF2-SHA-256', rounds: 1, salt: 'A'.repeat(22) },
      }),
    ],
    [
      'endless rounds',
      sealByHand(deflateRawSync(empty), passphrase, {
        kdf: { name: 'PBKDF2-SHA-256', rounds: 1e12, salt: 'A'.repeat(22) },
      }),
    ],
    ['contents that are not packed', sealByHand(Buffer.from(empty), passphrase)],
    ['contents that are no JSON', sealByHand(deflateRawSync('hello'), passphrase)],
    ['contents of another kind', sealByHand(deflateRawSync('{"label":"x"}'), passphrase)],
    [
      'a level in words',
      sealByHand(deflateRawSync(withAnswer({ response: { kind: 'level', level: 'high' } })), passphrase),
    ],
    ['an answer at no time', sealByHand(deflateRawSync(withAnswer({ at: 'yesterday' })), passphrase)],
  ])('being %s', async (_, bytes) => {
    expect(await problemOf(bytes)).toMatch(/^file-(unreadable|altered)$/)
  })

  test('being a bomb, quickly and cheaply', async () => {
    // 1 MB that inflates to 1 GB: sixteen times the most a phone would hold.
    const bomb = sealByHand(deflateRawSync(Buffer.alloc(1024 ** 3, 32)), passphrase)
    expect(bomb.length).toBeLessThan(1.1 * 1024 ** 2)
    const timed = async (bytes: Uint8Array) => {
      const start = performance.now()
      return { problem: await problemOf(bytes), ms: performance.now() - start }
    }
    const [honest, refused] = [await timed(file), await timed(bomb)]
    console.info(`an honest file took ${honest.ms.toFixed(0)} ms, a bomb ${refused.ms.toFixed(0)} ms`)
    expect([honest.problem, refused.problem]).toEqual(['accepted', 'file-unreadable'])
    // Beside an honest file, since other work may slow this machine; unpacking all of it takes far longer.
    expect(refused.ms).toBeLessThan(1000 + 4 * honest.ms)
  })

  test('holding a record that is not what its id, signature or number say', { timeout: 30_000 }, async () => {
    const { copy } = await readContents(file)
    const [record, other] = copy.records
    if (!record || !other) throw new Error('no records')
    const wrong = [
      { ...record, id: other.id },
      { ...record, bytes: other.bytes },
      { ...record, signature: other.signature },
      { ...record, profileKey: `B${'x'.repeat(86)}` },
      { ...record, sequence: 9 },
    ]
    for (const each of wrong) {
      const { profile } = await newPhone()
      await profile.mergeCopy({ ...copy, records: [each] })
      expect(await problemOf(await makeBackup(profile, 'x', settings))).toBe('file-altered')
    }
  })

  test('and the phone is as before', async () => {
    const next = await newPhone()
    const before = await next.profile.copyEverything()
    for (const bytes of [file.subarray(0, 100), withHash(file.subarray(0, 500))])
      await readBackup(bytes, passphrase)
    expect(await next.profile.copyEverything()).toEqual(before)
    expect(await next.device.listProfiles()).toHaveLength(1)
  })
})

test('a profile that does not fit on the phone leaves no half of it', async () => {
  const next = await newPhone()
  const full: typeof next.device = {
    ...next.device,
    createProfile: async (label) => {
      const profile: ProfileStore = await next.device.createProfile(label)
      return { ...profile, mergeCopy: () => Promise.reject(new Error('full')) }
    },
  }
  await expect(restoreAsProfile(full, await readContents(file))).rejects.toThrow('full')
  expect(await next.device.listProfiles()).toHaveLength(1)
})

/** A file copy as its description says, sealed with Node's cryptography. */
function sealByHand(packed: Uint8Array, secret: string, change: object = {}): Uint8Array<ArrayBuffer> {
  const [salt, iv] = [randomFillSync(Buffer.alloc(16)), randomFillSync(Buffer.alloc(12))]
  const header = {
    format: 'tayari-copy',
    version: 1,
    kdf: { name: 'PBKDF2-SHA-256', rounds: 600_000, salt: salt.toString('base64url') },
    cipher: { name: 'AES-256-GCM', iv: iv.toString('base64url') },
    packing: 'deflate-raw',
    createdAt: '2026-11-23T10:00:00.000Z',
    app: 'by hand',
    ...change,
  }
  const head = Buffer.from(`TAYARI COPY\n${JSON.stringify(header)}\n`)
  const cipher = createCipheriv('aes-256-gcm', pbkdf2Sync(secret, salt, 600_000, 32, 'sha256'), iv)
  cipher.setAAD(head)
  return withHash(Buffer.concat([head, cipher.update(packed), cipher.final(), cipher.getAuthTag()]))
}

function withHash(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat([bytes, createHash('sha256').update(bytes).digest()]))
}

function withAnswer(change: object): string {
  const { answers: _answers, ...head } = assessmentWith()
  const revisions = [['Q1', [{ ...answerWith(), ...change }]]]
  return JSON.stringify({ ...(JSON.parse(empty) as object), assessments: [{ head, revisions }] })
}

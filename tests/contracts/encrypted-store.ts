import fc from 'fast-check'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeviceStore, ProfileStore } from '../../src/storage/device-store.ts'
import { answerWith, assessmentWith } from '../support/assessments.ts'
import {
  deleteRaw,
  namesOf,
  readRaw,
  textsIn,
  withDatabase,
  writeRaw,
  type RawRow,
} from '../support/raw-indexeddb.ts'
import { breakAlways, breakOnce, failAfterCommit } from '../support/broken-indexeddb.ts'
import { seed } from '../support/seed.ts'

/** What a store on a real disk must withstand: whoever reads the disk, moves its rows, or breaks its connection. */
export function encryptedStoreContract(name: string, open: (place: string) => DeviceStore): void {
  describe(`encrypted store: ${name}`, () => {
    let place: string
    let device: DeviceStore
    let profile: ProfileStore

    beforeEach(async () => {
      place = `test-${crypto.randomUUID()}`
      device = open(place)
      profile = await device.createProfile('label in the clear')
    })
    afterEach(() => deleteRaw(place))

    /** The rows of one profile's store, keys left out. */
    const sealedRows = async (of: ProfileStore): Promise<readonly RawRow[]> =>
      (await readRaw(`${place}-profile-${of.id}`)).filter(({ store }) => store !== 'keys')

    describe('what lies on the disk', () => {
      test('shows none of the words a person typed, and no response', async () => {
        const words = [
          'note ملاحظة',
          'reason kept',
          'Ministry of Health',
          '/a/assessment-1/q/Q1',
          'not-applicable',
        ]
        await fillProfile(profile)
        const texts = (await readRaw(place)).map(({ key, value }) => `${textsIn(key)}\n${textsIn(value)}`)
        for (const word of words) expect(texts.filter((text) => text.includes(word))).toEqual([])
        // The search itself works: it finds what is readable by design, and words planted in bytes.
        expect(texts.filter((text) => text.includes('label in the clear'))).toHaveLength(1)
        expect(texts.filter((text) => text.includes('assessment-1')).length).toBeGreaterThan(0)
        for (const word of words) {
          expect(textsIn({ planted: new TextEncoder().encode(`…${word}…`) })).toContain(word)
          expect(textsIn({ planted: utf16(`…${word}…`) })).toContain(word)
        }
      })

      test('is all sealed: every stored value of a profile but its keys and record numbers', async () => {
        await fillProfile(profile)
        const rows = await sealedRows(profile)
        expect(new Set(rows.map(({ store }) => store))).toEqual(
          new Set(['assessments', 'answers', 'place', 'records', 'outbox']),
        )
        for (const { store, value } of rows) {
          if (store !== 'records') expect(value).toBeInstanceOf(Uint8Array)
          else
            expect(Object.keys(value as object).sort()).toEqual(
              ['assessment', 'id', 'profileKey', 'sealed', 'sequence'].sort(),
            )
        }
      })

      test('holds keys that the browser does not give out', async () => {
        const rows = await readRaw(`${place}-profile-${profile.id}`)
        const keys = rows.find(({ store }) => store === 'keys')?.value as {
          data: CryptoKey
          signing: { privateKey: CryptoKey }
        }
        expect(keys.data.algorithm).toMatchObject({ name: 'AES-GCM', length: 256 })
        for (const key of [keys.data, keys.signing.privateKey]) {
          expect(key.extractable).toBe(false)
          await expect(crypto.subtle.exportKey('jwk', key)).rejects.toThrow()
        }
      })

      test('never repeats an IV, not even for the same answer', async () => {
        await profile.createAssessment(assessmentWith())
        for (let i = 0; i < 60; i++) await profile.recordAnswer('assessment-1', 'Q1', answerWith())
        const rows = await sealedRows(profile)
        const ivs = rows.map(({ value }) => (value as Uint8Array).slice(0, 12).join())
        expect(ivs.length).toBe(61)
        expect(new Set(ivs).size).toBe(61)
      })
    })

    describe('a value that was tampered with', () => {
      /** Reads everything that can be read of a profile. */
      const readAll = async (of: ProfileStore) => {
        const fresh = await open(place).openProfile(of.id)
        return [await fresh.listAssessments(), await fresh.listRecords(), await fresh.readPlace()]
      }

      test('does not open in another row, store or profile, even where the keys were copied along', async () => {
        await fillProfile(profile)
        const other = await device.createProfile('other')
        await fillProfile(other)
        // The thief makes both profiles use one key: only the place is left to tell the values apart.
        const [keys] = (await readRaw(`${place}-profile-${profile.id}`)).filter(
          ({ store }) => store === 'keys',
        )
        if (keys) await writeRaw({ ...keys, database: `${place}-profile-${other.id}` })
        const sources = [...(await sealedRows(profile)), ...(await sealedRows(other))]
        let moves = 0
        for (const target of await sealedRows(profile)) {
          // An older revision is not what people read: damage in it shows in a full copy only.
          const check = async () => {
            await readAll(profile)
            await (await open(place).openProfile(profile.id)).copyEverything()
          }
          for (const source of sources) {
            const same = source.database === target.database && source.store === target.store
            if (same && indexedDB.cmp(source.key, target.key) === 0) continue
            await writeRaw({ ...target, value: withSeal(target.value, sealOf(source.value)) })
            await expect(check()).rejects.toMatchObject({ code: 'unreadable' })
            moves++
          }
          await writeRaw(target)
          await check()
        }
        expect(moves).toBeGreaterThan(100)
      })

      test('is refused whichever bit was turned', async () => {
        await profile.keepPlace('/results')
        const [row] = await sealedRows(profile)
        const sealed = row?.value as Uint8Array
        await fc.assert(
          fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
            const turned = Uint8Array.from(sealed)
            turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
            if (row) await writeRaw({ ...row, value: turned })
            await expect(profile.readPlace()).rejects.toMatchObject({ code: 'unreadable' })
          }),
          { seed, numRuns: 60 },
        )
      })

      test('is refused when the open part of a record was changed', async () => {
        await profile.appendRecord(recordWith(1))
        const row = (await sealedRows(profile)).find(({ store }) => store === 'records')
        for (const change of [{ sequence: 7 }, { assessment: 'another' }, { profileKey: 'another' }]) {
          if (row) await writeRaw({ ...row, value: { ...(row.value as object), ...change } })
          await expect(profile.listRecords()).rejects.toMatchObject({ code: 'unreadable' })
        }
      })
    })

    describe('versions', () => {
      test.each(['device', 'profile'])('old code writes nothing into a newer %s database', async (which) => {
        await fillProfile(profile)
        const names = await namesOf(`${place}-${which}`)
        // Another tab upgrades at once: this handle lets go instead of making it wait.
        const newer = await openDB(names[0] ?? '', 99, {
          upgrade: (database) => {
            database.createObjectStore('of the future')
          },
        })
        newer.close()
        const before = JSON.stringify(await readRaw(`${place}-${which}`))
        const attempts: (() => Promise<unknown>)[] =
          which === 'device'
            ? [
                () => device.listProfiles(),
                () => device.changeSettings({ bytesFetched: 1 }),
                () => device.renameProfile(profile.id, 'x'),
              ]
            : [
                () => profile.recordAnswer('assessment-1', 'Q1', answerWith()),
                () => profile.keepPlace('/elsewhere'),
                () => profile.appendRecord(recordWith(3)),
                () => open(place).openProfile(profile.id),
              ]
        for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'newer' })
        expect(JSON.stringify(await readRaw(`${place}-${which}`))).toBe(before)
        expect(before.length).toBeGreaterThan(100)
      })

      test('a profile whose keys are gone is unreadable, not new', async () => {
        await withDatabase(`${place}-profile-${profile.id}`, (database) => database.clear('keys'))
        await expect(open(place).openProfile(profile.id)).rejects.toMatchObject({ code: 'unreadable' })
      })

      test('a profile whose database was evicted is missing, not new', async () => {
        await deleteRaw(`${place}-profile-`)
        await expect(profile.readPlace()).rejects.toMatchObject({ code: 'missing' })
        await expect(open(place).openProfile(profile.id)).rejects.toMatchObject({ code: 'missing' })
        expect(await namesOf(`${place}-profile-`)).toEqual([])
        expect(await device.listProfiles()).toHaveLength(1)
      })
    })

    describe('when the disk or the connection fails', () => {
      test('a record and its outbox entry are kept together or not at all', async () => {
        const outboxRow = {
          database: `${place}-profile-${profile.id}`,
          store: 'outbox',
          key: 'record-1',
          value: Uint8Array.of(1),
        }
        await writeRaw(outboxRow)
        await expect(profile.appendRecord(recordWith(1))).rejects.toThrow()
        expect((await sealedRows(profile)).filter(({ store }) => store === 'records')).toEqual([])
        expect(await profile.nextSequence()).toBe(1)
      })

      test('a full disk is named, nothing is half written, and work goes on when there is room', async () => {
        await profile.createAssessment(assessmentWith())
        const restore = breakOnce(IDBObjectStore.prototype, 'add', 'QuotaExceededError')
        await expect(profile.recordAnswer('assessment-1', 'Q1', answerWith())).rejects.toMatchObject({
          code: 'full',
        })
        expect(restore()).toBe(1)
        expect((await profile.readAssessment('assessment-1'))?.answers).toEqual({})
        expect(await profile.recordAnswer('assessment-1', 'Q1', answerWith())).toBe(1)
      })

      test.each(['InvalidStateError', 'UnknownError', 'AbortError'])(
        'a connection broken by %s heals: no answer is lost or doubled',
        async (error) => {
          await profile.createAssessment(assessmentWith())
          let injected = 0
          const steps = fc.array(fc.nat(3), { minLength: 170, maxLength: 170 })
          const [breakAt = []] = fc.sample(steps, { seed, numRuns: 1 })
          for (const [i, after] of breakAt.entries()) {
            const restore = breakOnce(IDBDatabase.prototype, 'transaction', error, after)
            for (let j = 0; j < 4; j++) {
              expect(
                await profile.recordAnswer('assessment-1', 'Q1', answerWith({ note: `${i} ${j}` })),
              ).toBe(i * 4 + j + 1)
            }
            injected += restore()
          }
          expect(injected).toBe(170)
          const copy = await profile.copyEverything()
          expect(copy.assessments[0]?.revisions['Q1']).toHaveLength(680)
        },
      )

      test('an answer that was written although its connection then broke is not written twice', async () => {
        await profile.createAssessment(assessmentWith())
        const restore = failAfterCommit()
        expect(await profile.recordAnswer('assessment-1', 'Q1', answerWith())).toBe(1)
        expect(await profile.appendRecord(recordWith(1))).toEqual({ kind: 'appended' })
        await profile.createAssessment(assessmentWith({ id: 'assessment-2', answers: { Q1: answerWith() } }))
        expect(restore()).toBe(3)
        expect((await profile.copyEverything()).assessments.map((it) => it.revisions['Q1']?.length)).toEqual([
          1, 1,
        ])
        expect(await profile.listRecords()).toHaveLength(1)
      })

      test.each(['DataCloneError', 'QuotaExceededError'])(
        'a profile whose keys cannot be kept (%s) is not half made',
        async (error) => {
          const restore = breakOnce(IDBObjectStore.prototype, 'put', error)
          await expect(device.createProfile('Bashir')).rejects.toMatchObject({
            code: error === 'DataCloneError' ? 'unavailable' : 'full',
          })
          expect(restore()).toBe(1)
          expect(await device.listProfiles()).toHaveLength(1)
          expect(await namesOf(`${place}-profile-`)).toHaveLength(1)
        },
      )

      test('what another tab writes between the reading and the writing of a merge stays', async () => {
        await fillProfile(profile)
        const copy = await profile.copyEverything()
        const tab = await open(place).openProfile(profile.id)
        const { encrypt } = SubtleCrypto.prototype
        let sealed = 0
        SubtleCrypto.prototype.encrypt = async function (...given) {
          // The merge seals, so it has read; it has not written yet.
          if (sealed++ === 0) await tab.recordAnswer('assessment-1', 'Q1', answerWith({ note: 'in between' }))
          return encrypt.apply(this, given)
        }
        await profile.mergeCopy(copy)
        SubtleCrypto.prototype.encrypt = encrypt
        expect(sealed).toBeGreaterThan(1)
        const after = (await profile.copyEverything()).assessments[0]?.revisions['Q1']
        expect(after?.map(({ note }) => note)).toEqual(['note ملاحظة', 'note ملاحظة', 'in between'])
      })

      test('a connection that stays broken is named', async () => {
        const restore = breakAlways(IDBDatabase.prototype, 'transaction', 'UnknownError')
        await expect(profile.listAssessments()).rejects.toMatchObject({ code: 'unavailable' })
        expect(restore()).toBe(2)
        expect(await profile.listAssessments()).toEqual([])
      })
    })
  })
}

function sealOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : (value as { sealed: Uint8Array }).sealed
}

function withSeal(value: unknown, sealed: Uint8Array): unknown {
  return value instanceof Uint8Array ? sealed : { ...(value as object), sealed }
}

function utf16(text: string): Uint8Array {
  return Uint8Array.from([...text].flatMap((unit) => [unit.charCodeAt(0) & 255, unit.charCodeAt(0) >> 8]))
}

function recordWith(sequence: number) {
  return {
    id: `record-${sequence}`,
    bytes: Uint8Array.of(sequence),
    signature: Uint8Array.of(1),
    kind: 'submission',
    sequence,
    assessment: 'assessment-1',
    content: `content-${sequence}`,
  }
}

async function fillProfile(profile: ProfileStore): Promise<void> {
  const subject = { kind: 'institution', country: 'KEN', id: 'moh', name: 'Ministry of Health' } as const
  await profile.createAssessment(assessmentWith({ subject }))
  await profile.recordAnswer('assessment-1', 'Q1', answerWith({ note: 'note ملاحظة' }))
  await profile.recordAnswer('assessment-1', 'Q1', answerWith({ note: 'note ملاحظة' }))
  await profile.recordAnswer(
    'assessment-1',
    'Q2',
    answerWith({ response: { kind: 'not-applicable', reason: 'reason kept' } }),
  )
  await profile.keepPlace('/a/assessment-1/q/Q1')
  await profile.appendRecord(recordWith(1))
  await profile.appendRecord(recordWith(2))
}

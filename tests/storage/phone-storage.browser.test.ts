import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cdp } from 'vitest/browser'
import { openIdbDeviceStore } from '../../src/storage/idb-device-store.ts'
import type { DeviceStore, ProfileStore } from '../../src/storage/device-store.ts'
import { answerWith, assessmentWith } from '../support/assessments.ts'
import { deleteRaw, namesOf } from '../support/raw-indexeddb.ts'
import { storeSurroundings } from '../support/store-surroundings.ts'

/** The DevTools commands used here; the provider's own types are those of any command. */
interface DevTools {
  send(
    command: 'Storage.overrideQuotaForOrigin',
    details: { origin: string; quotaSize?: number },
  ): Promise<void>
  send(
    command: 'Storage.clearDataForOrigin',
    details: { origin: string; storageTypes: 'indexeddb' },
  ): Promise<void>
}

const devTools = cdp() as unknown as DevTools
const { origin } = location

let place: string
let device: DeviceStore
let profile: ProfileStore

beforeEach(async () => {
  place = `test-${crypto.randomUUID()}`
  device = openIdbDeviceStore(storeSurroundings(), place)
  profile = await device.createProfile('Amina')
  await profile.createAssessment(assessmentWith())
})

afterEach(async () => {
  await deleteRaw(place)
})

describe('a real browser', () => {
  test('names data that the browser cleared while the app was open, and does not start anew in silence', async () => {
    await profile.recordAnswer('assessment-1', 'Q1', answerWith())
    await devTools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
    await expect(profile.recordAnswer('assessment-1', 'Q1', answerWith())).rejects.toMatchObject({
      code: 'missing',
    })
    expect(await namesOf(`${place}-profile-`)).toEqual([])
  })

  test('opens a profile with 200 answered indicators well within two seconds', async () => {
    const answers = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [
        `Q${i}`,
        answerWith({ note: 'a sentence of some length '.repeat(4) }),
      ]),
    )
    await profile.createAssessment(assessmentWith({ id: 'long', answers }))
    for (let i = 0; i < 200; i++) await profile.recordAnswer('long', `Q${i}`, answerWith({ note: 'second' }))
    const start = performance.now()
    const fresh = await openIdbDeviceStore(storeSurroundings(), place).openProfile(profile.id)
    const read = await fresh.readAssessment('long')
    const took = performance.now() - start
    console.info(`opened a profile with 200 answers (400 revisions) in ${took.toFixed(1)} ms`)
    expect(Object.keys(read?.answers ?? {})).toHaveLength(200)
    // A5 of the bar allows 2 s at six-fold slow-down; this machine is shared, so half of a sixth.
    expect(took).toBeLessThan(300)
  })

  test('saves an answer within 300 ms', async () => {
    const times: number[] = []
    for (let i = 0; i < 60; i++) {
      const start = performance.now()
      await profile.recordAnswer('assessment-1', `Q${i}`, answerWith())
      times.push(performance.now() - start)
    }
    const p95 = times.sort((a, b) => a - b)[56] ?? Infinity
    console.info(`saved an answer: p95 ${p95.toFixed(1)} ms of 60`)
    expect(p95).toBeLessThan(300)
  })
})

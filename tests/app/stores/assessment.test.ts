import { beforeEach, describe, expect, test } from 'vitest'
import { useAssessment } from '../../../src/app/stores/assessment.ts'
import { StorageError, type DeviceStore, type ProfileStore } from '../../../src/storage/device-store.ts'
import { startApp } from '../../support/app.ts'

const level = (value: number) => ({ response: { kind: 'level' as const, level: value } })

describe('an answer on its way to the disk', () => {
  beforeEach(() => startApp())

  test('shows at once and is called saved only after it was written', async () => {
    const store = useAssessment()
    await store.begin('pulse')
    expect(store.record('SR-MAL-X', level(3))).toBeNull()
    expect(store.progress.answered).toBe(1)
    expect(store.saving.kind).toBe('saving')
    await store.settled()
    expect(store.saving.kind).toBe('saved')
  })

  test('is there again after the assessment is opened anew', async () => {
    const store = useAssessment()
    const { id } = await store.begin('pulse')
    store.record('SR-MAL-X', level(3))
    store.record('SR-MAL-X', { note: 'ask the bank' })
    await store.settled()
    store.close()
    await store.open(id)
    expect(store.opened().assessment.answers['SR-MAL-X']).toMatchObject({ ...level(3), note: 'ask the bank' })
  })

  test('a refused answer changes nothing and is named', async () => {
    const store = useAssessment()
    await store.begin('pulse')
    expect(store.record('SR-MAL-X', level(7))).toBe('level-out-of-range')
    expect(store.saving.kind).toBe('idle')
    expect(store.progress.answered).toBe(0)
  })

  test('an instrument that is not there is refused by name', async () => {
    await expect(useAssessment().begin('nothing')).rejects.toMatchObject({ code: 'unknown-instrument' })
  })
})

describe('a phone whose disk is full', () => {
  let full = true

  /** The first profile refuses answers until there is space. */
  const filling = (store: DeviceStore): DeviceStore => ({
    ...store,
    createProfile: async (label) => refusing(await store.createProfile(label)),
  })
  const refusing = (profile: ProfileStore): ProfileStore => ({
    ...profile,
    recordAnswer: (...given) =>
      full ? Promise.reject(new StorageError('full')) : profile.recordAnswer(...given),
  })

  beforeEach(async () => {
    full = true
    await startApp({ wrap: filling })
  })

  test('keeps the answer on the screen, says that it is not saved, and writes it when space returns', async () => {
    const store = useAssessment()
    const { id } = await store.begin('pulse')
    store.record('SR-MAL-X', level(2))
    store.record('SR-INF-X', level(1))
    await store.settled()
    expect(store.saving).toEqual({ kind: 'failed', problem: 'device-full' })
    expect(store.progress.answered).toBe(2)
    full = false
    await store.retrySaving()
    expect(store.saving.kind).toBe('saved')
    store.close()
    await store.open(id)
    expect(store.progress.answered).toBe(2)
  })
})

import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { ProblemError, type ProblemCode } from '../../protocol/problem.ts'
import type { DeviceStore, ProfileStore, ProfileSummary } from '../../storage/device-store.ts'
import { problemOf } from '../problem-of.ts'

type Ready = Extract<SessionState, { kind: 'ready' }>
type SessionState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'failed'; readonly problem: ProblemCode }
  | {
      readonly kind: 'ready'
      readonly device: DeviceStore
      readonly profile: ProfileStore
      readonly profiles: readonly ProfileSummary[]
    }

/** Whose work is open on this phone. The first profile makes itself, since nobody needs an account to begin. */
export const useSession = defineStore('session', () => {
  const state = shallowRef<SessionState>({ kind: 'starting' })
  let starting: Promise<void> | null = null
  const waiters: { resolve: (session: Ready) => void; reject: (problem: ProblemError) => void }[] = []
  let firstLabel = ''

  /** Opens the store and the profile used last. Safe to call again; a failed start is tried anew. */
  function start(open: () => Promise<DeviceStore>, label: string): Promise<void> {
    firstLabel = label
    starting ??= begin(open).catch((cause: unknown) => {
      starting = null
      const problem = problemOf(cause)
      state.value = { kind: 'failed', problem }
      for (const { reject } of waiters.splice(0)) reject(new ProblemError(problem))
    })
    return starting
  }

  async function begin(open: () => Promise<DeviceStore>): Promise<void> {
    const device = await open()
    const [{ lastProfile }, profiles] = await Promise.all([device.readSettings(), device.listProfiles()])
    const last = profiles.find(({ id }) => id === lastProfile) ?? profiles[0]
    const profile = last ? await device.openProfile(last.id) : await device.createProfile(firstLabel)
    await enter(device, profile)
  }

  async function enter(device: DeviceStore, profile: ProfileStore): Promise<void> {
    await device.changeSettings({ lastProfile: profile.id })
    const session = { kind: 'ready', device, profile, profiles: await device.listProfiles() } as const
    state.value = session
    for (const { resolve } of waiters.splice(0)) resolve(session)
  }

  /** Resolves once the store is open. @throws ProblemError when it cannot be opened. */
  function whenReady(): Promise<Ready> {
    const { value } = state
    if (value.kind === 'ready') return Promise.resolve(value)
    if (value.kind === 'failed') return Promise.reject(new ProblemError(value.problem))
    return new Promise((resolve, reject) => waiters.push({ resolve, reject }))
  }

  const ready = computed(() => (state.value.kind === 'ready' ? state.value : null))

  /** The open store and profile. @throws when the session is not ready: pages behind the router always find it so. */
  function opened() {
    if (!ready.value) throw new Error('the session is not ready')
    return ready.value
  }

  async function switchTo(id: string): Promise<void> {
    const { device, profile } = opened()
    if (id === profile.id) return
    const next = await device.openProfile(id)
    profile.close()
    await enter(device, next)
  }

  async function add(label: string): Promise<void> {
    const { device, profile } = opened()
    const next = await device.createProfile(label)
    profile.close()
    await enter(device, next)
  }

  async function rename(id: string, label: string): Promise<void> {
    const now = opened()
    await now.device.renameProfile(id, label)
    state.value = { ...now, profiles: await now.device.listProfiles() }
  }

  /** Deletes a profile with everything in it; the last one makes room for a new, empty one. */
  async function remove(id: string): Promise<void> {
    const { device, profile, profiles } = opened()
    const next = profiles.find((one) => one.id !== id)
    if (id === profile.id) profile.close()
    await device.deleteProfile(id)
    if (id !== profile.id) return enter(device, profile)
    await enter(device, next ? await device.openProfile(next.id) : await device.createProfile(firstLabel))
  }

  /** Leaves nothing behind on a borrowed phone. The app starts anew afterwards. */
  async function removeEverything(): Promise<void> {
    const { device, profile } = opened()
    profile.close()
    await device.deleteEverything()
  }

  return { state, ready, opened, whenReady, start, switchTo, add, rename, remove, removeEverything }
})

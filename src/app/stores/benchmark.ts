import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ProblemCode } from '../../protocol/problem.ts'
import type { Release } from '../../protocol/release.ts'
import { latestRelease, pullRelease } from '../../sync/pull.ts'
import { useConnection } from '../connection.ts'
import { useDevice } from '../device.ts'
import { problemOf } from '../problem-of.ts'
import { useHub } from './hub.ts'
import { useSession } from './session.ts'

/** The latest published benchmark of an instrument: from the phone at once, from the hub when there is a connection. */
export const useBenchmark = defineStore('benchmark', () => {
  const session = useSession()
  const hub = useHub()
  const device = useDevice()
  const release = shallowRef<Release | null>(null)
  const problem = ref<ProblemCode | null>(null)
  const looking = ref(false)

  async function look(instrument: string): Promise<void> {
    looking.value = true
    problem.value = null
    release.value = null
    try {
      await hub.recall()
      release.value = await kept(instrument)
      if (device.isOnline()) await fetchLatest(instrument)
      else if (!release.value) problem.value = 'offline'
    } catch (cause) {
      problem.value = problemOf(cause)
    } finally {
      looking.value = false
    }
  }

  async function kept(instrument: string): Promise<Release | null> {
    const wanted = wantedRelease(instrument)
    return wanted ? ((await latestRelease(session.opened().device, wanted))?.release ?? null) : null
  }

  async function fetchLatest(instrument: string): Promise<void> {
    if (!(await hub.meet())) problem.value = hub.problem
    const wanted = wantedRelease(instrument)
    if (!wanted) return
    const { transport } = await useConnection()
    const pulled = await pullRelease(session.opened().device, transport, wanted)
    if (pulled.kind === 'new' || pulled.kind === 'unchanged') release.value = pulled.release
    else if (pulled.kind === 'none') problem.value = release.value ? null : 'no-release'
    else if (!release.value) problem.value = pulled.problem.code
  }

  function wantedRelease(instrument: string) {
    const { known, programme } = hub
    return known && programme ? { hub: known.key, programme: programme.id, instrument } : null
  }

  return { release, problem, looking, look }
})

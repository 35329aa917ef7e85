import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ProblemCode } from '../../protocol/problem.ts'
import type { KnownHub } from '../../storage/device-store.ts'
import { meetHub } from '../../sync/pull.ts'
import { useConnection } from '../connection.ts'
import { problemOf } from '../problem-of.ts'
import { useSession } from './session.ts'

/** The hub this app came from, as it was pinned at first contact: known with no connection once it was met. */
export const useHub = defineStore('hub', () => {
  const session = useSession()
  const known = shallowRef<KnownHub | null>(null)
  const problem = ref<ProblemCode | null>(null)

  const programme = computed(() => known.value?.programmes[0] ?? null)

  /** Reads what this phone knows of its hub. */
  async function recall(): Promise<KnownHub | null> {
    known.value = (await session.opened().device.readSettings()).hub
    return known.value
  }

  /**
   * Asks the hub who it is and pins its key, unless another one is pinned.
   *
   * @param invited the key an invitation names
   */
  async function meet(invited: string | null = null): Promise<KnownHub | null> {
    problem.value = null
    try {
      const { transport } = await useConnection()
      const met = await meetHub(session.opened().device, transport, invited)
      if (met.kind === 'failed') problem.value = met.problem.code
    } catch (cause) {
      problem.value = problemOf(cause)
    }
    return recall()
  }

  return { known, programme, problem, recall, meet }
})

import { defineStore } from 'pinia'
import { computed } from 'vue'
import { shallowRef } from 'vue'
import type { DeviceSettings } from '../../storage/device-store.ts'
import { useSession } from './session.ts'

/** The hub this app came from, as it was pinned at first contact. Known without a network once it was met. */
export const useHub = defineStore('hub', () => {
  const session = useSession()
  const settings = shallowRef<DeviceSettings | null>(null)

  /** Reads what the phone knows. */
  async function recall(): Promise<void> {
    if (session.ready) settings.value = await session.ready.device.readSettings()
  }

  const known = computed(() => settings.value?.hub ?? null)
  return { known, recall }
})

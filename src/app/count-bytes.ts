import { useDevice } from './device.ts'
import { missingOffline, useOffline } from './offline.ts'
import { useSession } from './stores/session.ts'

/**
 * Bytes this app has fetched on this phone in all: what the pages fetched, added up over visits, and what the service
 * worker fetched to keep.
 */
export async function countBytes(): Promise<number> {
  const store = useSession().opened().device
  const { bytesFetched } = await store.readSettings()
  const { bytesFetched: pages } = await store.changeSettings({
    bytesFetched: bytesFetched + useDevice().takeBytesFetched(),
  })
  await missingOffline()
  return pages + (useOffline().state.value?.fetched ?? 0)
}

import type { EnrolmentCode } from '../protocol/enrolment-code.ts'
import type { ProfileStore } from '../storage/device-store.ts'
import type { RandomBytes } from './freeze-record.ts'
import { keepRecord, type KeptOutcome } from './keep-record.ts'

/**
 * Binds this profile's key to the subject of an operator's code. The record travels like any other; submissions that
 * went before it are counted once it arrives.
 */
export function enrol(
  store: ProfileStore,
  code: EnrolmentCode,
  audience: { readonly hub: string; readonly programme: string },
  claimedAt: string,
  random: RandomBytes,
): Promise<KeptOutcome> {
  const { subject, secret } = code
  const { hub, programme } = audience
  return keepRecord(
    store,
    null,
    () => ({ kind: 'enrolment', audience: { hub, programme }, subject, claimedAt, body: { code: secret } }),
    random,
  )
}

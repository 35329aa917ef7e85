import * as v from 'valibot'
import { instant, profileKey, recordId, signature } from './fields.ts'

/** Why a record is kept but not counted yet. */
export const heldReasons = [
  'not-enrolled',
  'second-profile',
  'revoked',
  'unknown-kind',
  'newer-version',
  'unknown-instrument',
  'round-not-open',
] as const

/**
 * The hub's proof that a record is on its disk, signed only after the commit. A phone says "received" with nothing less.
 */
export const receipt = v.strictObject({
  kind: v.literal('receipt'),
  version: v.literal(1),
  hub: profileKey,
  record: recordId,
  standing: v.variant('outcome', [
    v.strictObject({ outcome: v.literal('accepted') }),
    v.strictObject({ outcome: v.literal('held'), reason: v.picklist(heldReasons) }),
  ]),
  receivedAt: instant,
  /** Changes when the hub's store is restored from a backup, so that phones offer their records again. */
  epoch: v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}$/)),
  /** Head of the hub's audit log; null while it keeps none. */
  auditHead: v.nullable(recordId),
})
export type Receipt = v.InferOutput<typeof receipt>

/** Receipt and release travel as exact bytes with a detached signature. */
export const signedMessage = v.strictObject({
  bytes: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/), v.maxLength(8 * 1024 * 1024)),
  signature,
})
export type SignedMessage = v.InferOutput<typeof signedMessage>

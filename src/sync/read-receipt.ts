import * as v from 'valibot'
import { receipt, type Receipt, type SignedMessage } from '../protocol/receipt.ts'
import { fromBase64url, verifySignature } from '../protocol/signature.ts'
import type { OpaqueMessage } from '../storage/device-store.ts'
import { readJson } from './read-json.ts'

export type ReadReceipt =
  | { readonly kind: 'proof'; readonly receipt: Receipt; readonly message: OpaqueMessage }
  | { readonly kind: 'invalid'; readonly where: 'signature' | 'message' | 'hub' | 'record' }

/**
 * Reads a hub's receipt for one record. It proves something only when this hub's key signed exactly these bytes and
 * they name this hub and this record: a receipt of another hub, or of another record played again, proves nothing.
 *
 * @param hub the pinned key.
 */
export async function readReceipt(
  { bytes: bytesText, signature: signatureText }: SignedMessage,
  { hub, record }: { readonly hub: string; readonly record: string },
): Promise<ReadReceipt> {
  const bytes = fromBase64url(bytesText)
  const signature = fromBase64url(signatureText)
  if (!bytes || !signature || !(await verifySignature(hub, bytes, signature)))
    return { kind: 'invalid', where: 'signature' }
  const read = v.safeParse(receipt, readJson(bytes))
  if (!read.success) return { kind: 'invalid', where: 'message' }
  if (read.output.hub !== hub) return { kind: 'invalid', where: 'hub' }
  if (read.output.record !== record) return { kind: 'invalid', where: 'record' }
  return { kind: 'proof', receipt: read.output, message: { bytes, signature } }
}

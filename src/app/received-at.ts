import * as v from 'valibot'
import { receipt } from '../protocol/receipt.ts'
import type { OpaqueMessage } from '../storage/device-store.ts'

/** When the hub says it received a record. The receipt was verified before it was kept. */
export function receivedAt({ bytes }: OpaqueMessage): string {
  return v.parse(receipt, JSON.parse(new TextDecoder().decode(bytes))).receivedAt
}

import type { Receipt, SignedMessage } from '../../protocol/receipt.ts'
import type { Signer } from '../../protocol/signature.ts'
import { textOf } from '../base64url.ts'
import type { HeldReason } from './examine.ts'
import type { LedgerRow } from './ledger-state.ts'

/**
 * The proof that a record is on this hub's disk, made only after its commit. Everything in it comes from the stored
 * row, so that asking again gives the same bytes as long as the record stands as it stood.
 * @param epoch Of the store; changes when it is restored.
 */
export async function signReceipt(signer: Signer, epoch: string, row: LedgerRow): Promise<SignedMessage> {
  const receipt: Receipt = {
    kind: 'receipt',
    version: 1,
    hub: signer.publicKey,
    record: row.record,
    standing:
      row.standing === 'held'
        ? { outcome: 'held', reason: (row.held_reason ?? 'not-enrolled') as HeldReason }
        : { outcome: 'accepted' },
    receivedAt: row.received_at,
    epoch,
    auditHead: row.audit_head,
  }
  const bytes = new TextEncoder().encode(JSON.stringify(receipt))
  return { bytes: textOf(bytes), signature: textOf(await signer.sign(bytes)) }
}

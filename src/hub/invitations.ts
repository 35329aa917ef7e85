import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { crockfordAlphabet, type EnrolmentCode } from '../protocol/enrolment-code.ts'
import { hashOf } from './ledger/examine.ts'
import type { Tables } from './database/tables.ts'

const dayMs = 24 * 60 * 60 * 1000

/**
 * Issues a single-use code that lets one profile speak for a subject. The secret is returned once; only its hash is
 * kept, and 80 random bits need no slower one.
 */
export async function issueCode(
  db: Kysely<Tables>,
  { programme, subject, days, now }: { programme: string; subject: string; days: number; now: Date },
): Promise<EnrolmentCode & { readonly expiresAt: string }> {
  const secret = newSecret()
  const expiresAt = new Date(now.getTime() + days * dayMs).toISOString()
  await db
    .insertInto('enrolment_code')
    .values({
      programme,
      code_hash: hashOf(Buffer.from(secret)),
      subject,
      issued_at: now.toISOString(),
      expires_at: expiresAt,
      used_by: null,
    })
    .execute()
  return { subject, secret, expiresAt }
}

/** 16 characters of 5 bits each; 256 is a multiple of 32, so that every character is equally likely. */
function newSecret(): string {
  return Array.from(randomBytes(16), (byte) => crockfordAlphabet[byte % 32]).join('')
}

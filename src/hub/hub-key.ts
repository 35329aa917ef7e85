import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Signer } from '../protocol/signature.ts'
import { Refusal } from './refusal.ts'
import type { Tables } from './database/tables.ts'

/**
 * The hub's key: made at first start and kept in the database, or given by the operator (HUB_KEY). Phones pin its
 * public half, so a store never changes its key unnoticed.
 * @param given PKCS #8 bytes, or null to use or make the stored one.
 * @throws Refusal when the given key is no P-256 key, is not the one of this store, or is needed and missing.
 */
export async function openHubKey(db: Kysely<Tables>, given: Buffer | null): Promise<Signer> {
  const stored = await readMeta(db)
  if (given) {
    const signer = signerOf(readGivenKey(given))
    if (stored.publicKey && stored.publicKey !== signer.publicKey)
      throw new Refusal(
        'HUB_KEY is not the key this data was gathered with, and phones would no longer trust this hub; give it the right one.',
      )
    if (!stored.publicKey) await writeMeta(db, { 'hub-public-key': signer.publicKey })
    return signer
  }
  if (stored.privateKey) return signerOf(readStoredKey(stored.privateKey))
  if (stored.publicKey)
    throw new Refusal(
      'This data was gathered with a key kept in HUB_KEY, which is not set; set it to start the hub.',
    )
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url')
  await writeMeta(db, { 'hub-private-key': pkcs8, 'hub-public-key': signerOf(privateKey).publicKey })
  // Several hubs may have started at once on one empty database: the one that wrote first decides.
  return openHubKey(db, null)
}

async function readMeta(
  db: Kysely<Tables>,
): Promise<{ publicKey: string | null; privateKey: string | null }> {
  const rows = await db
    .selectFrom('meta')
    .selectAll()
    .where('name', 'in', ['hub-private-key', 'hub-public-key'])
    .execute()
  const value = (name: string): string | null => rows.find((row) => row.name === name)?.value ?? null
  return { publicKey: value('hub-public-key'), privateKey: value('hub-private-key') }
}

async function writeMeta(db: Kysely<Tables>, values: Record<string, string>): Promise<void> {
  await db
    .insertInto('meta')
    .values(Object.entries(values).map(([name, value]) => ({ name, value })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function readStoredKey(pkcs8: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8, 'base64url'), format: 'der', type: 'pkcs8' })
}

function readGivenKey(pkcs8: Buffer): KeyObject {
  try {
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  } catch {
    // Said below, together with keys of another kind.
  }
  throw new Refusal('The setting HUB_KEY must be a P-256 private key as PKCS #8 in base64.')
}

function signerOf(key: KeyObject): Signer {
  const { x, y } = createPublicKey(key).export({ format: 'jwk' })
  const point = Buffer.concat([
    Buffer.of(4),
    Buffer.from(x ?? '', 'base64url'),
    Buffer.from(y ?? '', 'base64url'),
  ])
  return {
    publicKey: point.toString('base64url'),
    sign: (bytes) =>
      new Promise((resolve, reject) => {
        sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, (error, signature) =>
          error ? reject(error) : resolve(signature),
        )
      }),
  }
}

/**
 * Hashing and checking what travels. WebCrypto, which phones and the hub share. Making a signature needs a private key
 * and is the business of whoever holds one, through {@link Signer}.
 */
export interface Signer {
  /** Base64url of the uncompressed P-256 point. */
  readonly publicKey: string
  /** ECDSA P-256 with SHA-256, 64 raw bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const

export async function recordIdOf(bytes: Uint8Array): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource)))
}

/** False for any key, signature or byte string that does not fit; never throws. */
export async function verifySignature(
  publicKey: string,
  bytes: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    const raw = fromBase64url(publicKey)
    if (!raw) return false
    const key = await crypto.subtle.importKey('raw', raw as BufferSource, algorithm, false, ['verify'])
    return await crypto.subtle.verify(signing, key, signature as BufferSource, bytes as BufferSource)
  } catch {
    return false
  }
}

export function signerFrom(publicKey: string, privateKey: CryptoKey): Signer {
  return {
    publicKey,
    sign: async (bytes) =>
      new Uint8Array(await crypto.subtle.sign(signing, privateKey, bytes as BufferSource)),
  }
}

/** A new P-256 pair; the private half cannot be taken out of the browser unless `extractable`. */
export async function generateSigningKey(
  extractable: boolean,
): Promise<{ publicKey: string; privateKey: CryptoKey }> {
  const pair = await crypto.subtle.generateKey(algorithm, extractable, ['sign', 'verify'])
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  return { publicKey: toBase64url(raw), privateKey: pair.privateKey }
}

export function toBase64url(bytes: Uint8Array): string {
  let binary = ''
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Null for anything that is not the base64url of some bytes, spare bits included: one text per byte string. */
export function fromBase64url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  return toBase64url(bytes) === text ? bytes : null
}

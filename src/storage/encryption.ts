import { StorageError } from './device-store.ts'

/** Where a sealed value belongs: database, store, and its key there. */
export type Place = readonly [database: string, store: string, ...key: (string | number)[]]

/** Seals values for one place each. Byte strings inside a value survive; otherwise values are plain JSON. */
export interface Vault {
  seal(place: Place, value: unknown): Promise<Uint8Array>
  /** @throws StorageError `unreadable` when the bytes were altered, or moved here from another place. */
  open(place: Place, sealed: Uint8Array): Promise<unknown>
}

const cipher = 'AES-GCM'
const ivLength = 12

/** A 256-bit key that the browser keeps but never gives out. */
export function newDataKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: cipher, length: 256 }, false, ['encrypt', 'decrypt'])
}

/**
 * A sealed value is 12 random bytes (the IV), then the AES-GCM ciphertext with its 128-bit tag. Its place is
 * authenticated with it, so that a value copied to another row, store or profile does not open there.
 */
export function createVault(key: CryptoKey): Vault {
  const parameters = (place: Place, iv: Uint8Array) => ({
    name: cipher,
    iv: iv as BufferSource,
    additionalData: new TextEncoder().encode(JSON.stringify(place)),
  })

  return {
    async seal(place, value) {
      const iv = crypto.getRandomValues(new Uint8Array(ivLength))
      const text = new TextEncoder().encode(toJson(value))
      const secret = new Uint8Array(await crypto.subtle.encrypt(parameters(place, iv), key, text))
      const sealed = new Uint8Array(ivLength + secret.length)
      sealed.set(iv)
      sealed.set(secret, ivLength)
      return sealed
    },
    async open(place, sealed) {
      const iv = sealed.subarray(0, ivLength)
      try {
        const text = await crypto.subtle.decrypt(
          parameters(place, iv),
          key,
          sealed.subarray(ivLength) as BufferSource,
        )
        return fromJson(new TextDecoder().decode(text))
      } catch (cause) {
        throw new StorageError('unreadable', place.slice(1).join(' '), { cause })
      }
    },
  }
}

/** True for the result of one and the same `seal`: no two writes share an IV. */
export function isSameWrite(one: Uint8Array, other: Uint8Array): boolean {
  return one.subarray(0, ivLength).join() === other.subarray(0, ivLength).join()
}

const bytesField = 'base64 bytes'

function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Uint8Array ? { [bytesField]: toBase64(part) } : part,
  )
}

function fromJson(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) =>
    isBytesField(part) ? Uint8Array.from(atob(part[bytesField]), (byte) => byte.charCodeAt(0)) : part,
  )
}

function isBytesField(part: unknown): part is { [bytesField]: string } {
  return typeof part === 'object' && part !== null && bytesField in part
}

function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

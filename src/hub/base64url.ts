/**
 * Bytes of a base64url text, null when it is not the one text of some bytes. As the protocol's `fromBase64url`, on
 * Node's own decoder.
 */
export function bytesOf(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}

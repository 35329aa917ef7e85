/** Never refused, however well it packs: room for a small file of spaces. */
const alwaysAllowed = 1024 * 1024
/** Times longer than packed. Answers and records pack about six times; a bomb about a thousand. */
const mostTimes = 20

export interface Packed {
  readonly packing: 'deflate-raw' | 'none'
  readonly packed: Uint8Array
}

/** Deflates, unless the result would look like a bomb to whoever unpacks it. */
export async function pack(bytes: Uint8Array): Promise<Packed> {
  const packed = await readAtMost(stream(bytes).pipeThrough(new CompressionStream('deflate-raw')), Infinity)
  return packed && bytes.length <= longestUnpacked(packed)
    ? { packing: 'deflate-raw', packed }
    : { packing: 'none', packed: bytes }
}

/** Null when the bytes are not deflated, or would unpack to over `most` bytes or suspiciously many for their length. */
export async function inflate(packed: Uint8Array, most: number): Promise<Uint8Array | null> {
  const inflated = stream(packed).pipeThrough(new DecompressionStream('deflate-raw'))
  return readAtMost(inflated, Math.min(most, longestUnpacked(packed)))
}

function longestUnpacked(packed: Uint8Array): number {
  return Math.max(alwaysAllowed, packed.length * mostTimes)
}

function stream(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes as BlobPart]).stream()
}

/** Stops at the first byte too many: what is not read is not unpacked. */
async function readAtMost(from: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | null> {
  const reader = from.getReader()
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for (let piece = await reader.read(); piece.value; piece = await reader.read()) {
      length += piece.value.length
      if (length > most) {
        await reader.cancel()
        return null
      }
      pieces.push(piece.value)
    }
  } catch {
    return null
  }
  return new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer())
}

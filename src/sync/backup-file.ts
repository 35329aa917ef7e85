import * as v from 'valibot'
import { base64url, instant } from '../protocol/fields.ts'
import { ProblemError } from '../protocol/problem.ts'
import { fromBase64url, toBase64url } from '../protocol/signature.ts'
import { inflate, pack } from './deflate.ts'
import type { RandomBytes } from './freeze-record.ts'
import { meantPassphrase } from './passphrase.ts'
import { readJson } from './read-json.ts'

/**
 * A file copy on its way through the world:
 *
 *     TAYARI COPY\n          the same for every version
 *     {"format":…}\n         the header: one line of JSON, readable without the passphrase, authenticated with it
 *     <ciphertext>           AES-256-GCM of the packed contents; magic and header are its additional data
 *     <32 bytes>             SHA-256 of everything before
 *
 * The last line of defence, the hash, is the first that is looked at: it tells a damaged file from a wrong passphrase
 * before the passphrase is asked for. Every later version keeps magic, header line and hash, so that old apps can say
 * "newer" instead of "damaged".
 */
const magic = new TextEncoder().encode('TAYARI COPY\n')
const version = 1
const hashLength = 32
const newline = 10

/** Fewest rounds of PBKDF2-SHA-256 that OWASP's password storage cheat sheet asks for. */
const rounds = 600_000
/** A header that asks for more would only be there to keep the phone busy. */
const mostRounds = 10_000_000
const longestHeader = 4096
/** Longest contents, unpacked: a phone holds them in memory. */
export const longestContents = 64 * 1024 * 1024

const copyHeader = v.object({
  format: v.literal('tayari-copy'),
  version: v.literal(version),
  kdf: v.object({
    name: v.literal('PBKDF2-SHA-256'),
    rounds: v.pipe(v.number(), v.integer(), v.minValue(rounds), v.maxValue(mostRounds)),
    salt: v.pipe(base64url, v.length(22)),
  }),
  cipher: v.object({ name: v.literal('AES-256-GCM'), iv: v.pipe(base64url, v.length(16)) }),
  packing: v.picklist(['deflate-raw', 'none']),
  createdAt: instant,
  /** Version of the app that wrote it: for people who repair things. */
  app: v.pipe(v.string(), v.maxLength(40)),
})
const anyHeader = v.object({ format: v.literal('tayari-copy'), version: v.pipe(v.number(), v.safeInteger()) })

export type CopyHeader = v.InferOutput<typeof copyHeader>

export interface SealSettings {
  readonly passphrase: string
  readonly createdAt: string
  readonly app: string
  readonly random: RandomBytes
}

/** @throws RangeError for an empty passphrase, or contents that no phone would read back. */
export async function sealFile(contents: Uint8Array, settings: SealSettings): Promise<Uint8Array> {
  const { createdAt, app, random } = settings
  if (contents.length > longestContents) throw new RangeError(`${contents.length} bytes of contents`)
  const { packing, packed } = await pack(contents)
  const header: CopyHeader = {
    format: 'tayari-copy',
    version,
    kdf: { name: 'PBKDF2-SHA-256', rounds, salt: toBase64url(random(16)) },
    cipher: { name: 'AES-256-GCM', iv: toBase64url(random(12)) },
    packing,
    createdAt,
    app,
  }
  const head = join(magic, new TextEncoder().encode(`${JSON.stringify(header)}\n`))
  const key = await deriveKey(settings.passphrase, header)
  const ciphertext = await crypto.subtle.encrypt(cipherOf(header, head), key, packed as BufferSource)
  const file = join(head, new Uint8Array(ciphertext))
  return join(file, await hashOf(file))
}

/**
 * @throws ProblemError `file-unreadable` for what is no file copy, `file-altered` for a damaged or cut one, `file-newer`
 * for one of a later version, `wrong-passphrase`.
 */
export async function openFile(
  file: Uint8Array,
  passphrase: string,
): Promise<{ readonly header: CopyHeader; readonly contents: Uint8Array }> {
  if (file.length > longestContents + longestHeader) throw new ProblemError('file-unreadable', 'too large')
  if (!startsWith(file, magic)) throw new ProblemError('file-unreadable', 'magic')
  const body = file.subarray(0, -hashLength)
  if (!isEqual(await hashOf(body), file.subarray(-hashLength))) throw new ProblemError('file-altered')

  const headEnd = body.indexOf(newline, magic.length) + 1
  if (headEnd === 0 || headEnd > longestHeader) throw new ProblemError('file-unreadable', 'header')
  const header = readHeader(body.subarray(magic.length, headEnd))
  const key = await deriveKey(passphrase, header)
  let packed: Uint8Array
  try {
    const cipher = cipherOf(header, body.subarray(0, headEnd))
    packed = new Uint8Array(await crypto.subtle.decrypt(cipher, key, body.subarray(headEnd) as BufferSource))
  } catch (cause) {
    throw new ProblemError('wrong-passphrase', '', { cause })
  }
  const contents = header.packing === 'none' ? packed : await inflate(packed, longestContents)
  if (!contents) throw new ProblemError('file-unreadable', 'packing')
  return { header, contents }
}

function readHeader(line: Uint8Array): CopyHeader {
  const json = readJson(line)
  const any = v.safeParse(anyHeader, json)
  if (!any.success) throw new ProblemError('file-unreadable', 'header')
  if (any.output.version > version) throw new ProblemError('file-newer', `version ${any.output.version}`)
  const header = v.safeParse(copyHeader, json)
  if (!header.success) throw new ProblemError('file-unreadable', 'header')
  return header.output
}

async function deriveKey(passphrase: string, { kdf }: CopyHeader): Promise<CryptoKey> {
  const meant = new TextEncoder().encode(meantPassphrase(passphrase))
  if (meant.length === 0) throw new RangeError('empty passphrase')
  const material = await crypto.subtle.importKey('raw', meant, 'PBKDF2', false, ['deriveKey'])
  const salt = fromBase64url(kdf.salt) ?? new Uint8Array()
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', iterations: kdf.rounds, salt: salt as BufferSource },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

function cipherOf({ cipher }: CopyHeader, additionalData: Uint8Array): AesGcmParams {
  const iv = fromBase64url(cipher.iv) ?? new Uint8Array()
  return { name: 'AES-GCM', iv: iv as BufferSource, additionalData: additionalData as BufferSource }
}

async function hashOf(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource))
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, i) => bytes[i] === byte)
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && startsWith(one, other)
}

import * as v from 'valibot'
import { pushRequest, standingsRequest, type RecordOutcome } from '../../src/protocol/exchange.ts'
import { problems, type ProblemCode } from '../../src/protocol/problem.ts'
import type { Receipt, SignedMessage } from '../../src/protocol/receipt.ts'
import { readRecord, type KnownRecord } from '../../src/protocol/record.ts'
import {
  fromBase64url,
  generateSigningKey,
  recordIdOf,
  signerFrom,
  toBase64url,
  verifySignature,
  type Signer,
} from '../../src/protocol/signature.ts'
import { turnsInOneTab } from '../../src/sync/take-turns.ts'
import { steppedClock } from './clock.ts'
import type { HubRequest, HubResponse, HubTransport } from '../../src/sync/transport.ts'

interface Entry {
  readonly record: KnownRecord
  readonly receivedAt: string
  readonly standing: Receipt['standing']
  readonly receipt: SignedMessage
}

/** A copy of everything a hub keeps, to restore it from. */
export interface HubCopy {
  readonly entries: ReadonlyMap<string, Entry>
  readonly withdrawn: ReadonlySet<string>
  readonly enrolled: ReadonlySet<string>
}

/**
 * A hub in memory, for tests of the phone's half of hand-over. It keeps the rules of the protocol and nothing else; the
 * real hub is tested against the real phone in the journeys.
 */
export interface HubDouble {
  readonly key: string
  readonly transport: HubTransport
  /** Every request body that reached it, for searching what went over the wire. */
  readonly wire: string[]
  /** How often each record was written down. */
  readonly writes: Map<string, number>
  has(id: string): boolean
  isWithdrawn(id: string): boolean
  /** Replaces what it would answer at an address, such as a release. */
  serve(path: string, answer: () => Promise<HubResponse>): void
  sign(value: unknown): Promise<SignedMessage>
  enrol(profileKey: string): void
  copy(): HubCopy
  restore(copy: HubCopy): void
}

export interface HubDoubleOptions {
  /** True: whoever is not enrolled is held. */
  readonly enrolmentRequired?: boolean
  /** Seeded bug: answers before it wrote anything down, and then does not. */
  readonly forgetsWhatItAcknowledged?: boolean
  /** Seeded bug: writes the same record down each time it comes. */
  readonly countsTwice?: boolean
}

export async function createHubDouble(options: HubDoubleOptions = {}): Promise<HubDouble> {
  const { publicKey: key, privateKey } = await generateSigningKey(false)
  const signer: Signer = signerFrom(key, privateKey)
  const clock = steppedClock()
  // A real hub does this with transactions.
  const oneAtATime = turnsInOneTab()
  const served = new Map<string, () => Promise<HubResponse>>()
  const writes = new Map<string, number>()
  const wire: string[] = []
  let epoch: string = crypto.randomUUID()
  let entries = new Map<string, Entry>()
  let withdrawn = new Set<string>()
  let enrolled = new Set<string>()

  const sign = async (value: unknown): Promise<SignedMessage> => {
    const bytes = new TextEncoder().encode(JSON.stringify(value))
    return { bytes: toBase64url(bytes), signature: toBase64url(await signer.sign(bytes)) }
  }

  const standingOf = ({ kind, profileKey }: KnownRecord): Receipt['standing'] => {
    const counts = !options.enrolmentRequired || kind !== 'submission' || enrolled.has(profileKey)
    return counts ? { outcome: 'accepted' } : { outcome: 'held', reason: 'not-enrolled' }
  }

  const newEntry = async (id: string, record: KnownRecord, receivedAt: string): Promise<Entry> => {
    const standing = standingOf(record)
    const receipt: Receipt = {
      kind: 'receipt',
      version: 1,
      hub: key,
      record: id,
      standing,
      receivedAt,
      epoch,
      auditHead: null,
    }
    return { record, receivedAt, standing, receipt: await sign(receipt) }
  }

  /** The receipt of what is here: the same bytes as before, unless a held record counts by now. */
  async function receiptOf(id: string, entry: Entry): Promise<SignedMessage> {
    if (entry.standing.outcome === standingOf(entry.record).outcome) return entry.receipt
    const current = await newEntry(id, entry.record, entry.receivedAt)
    entries.set(id, current)
    return current.receipt
  }

  async function take({ id, bytes: bytesText, signature }: PushedRecord): Promise<RecordOutcome> {
    const refuse = (problem: ProblemCode): RecordOutcome => ({ id, outcome: 'refused', problem, where: '' })
    const bytes = fromBase64url(bytesText) ?? new Uint8Array()
    if ((await recordIdOf(bytes)) !== id) return refuse('id-mismatch')
    const read = readRecord(bytes)
    if (read.kind !== 'known') return refuse('malformed-record')
    const { record } = read
    if (record.audience.hub !== key) return refuse('wrong-audience')
    const raw = fromBase64url(signature) ?? new Uint8Array()
    if (!(await verifySignature(record.profileKey, bytes, raw))) return refuse('bad-signature')
    if (withdrawn.has(id)) return refuse('withdrawn')

    const known = entries.get(id)
    if (known && !options.countsTwice)
      return { id, outcome: 'duplicate', receipt: await receiptOf(id, known) }
    if (record.kind === 'enrolment') enrolled.add(record.profileKey)
    if (record.kind === 'withdrawal') {
      withdrawn.add(record.body.withdraws)
      entries.delete(record.body.withdraws)
    }
    clock.step(1)
    const entry = await newEntry(id, record, clock.now())
    if (!options.forgetsWhatItAcknowledged) {
      entries.set(id, entry)
      writes.set(id, (writes.get(id) ?? 0) + 1)
    }
    return { id, outcome: 'accepted', receipt: entry.receipt }
  }

  async function answer({ path, body }: HubRequest): Promise<HubResponse> {
    const special = served.get(path)
    if (special) return special()
    if (path === '/api/v1/records') {
      const request = v.safeParse(pushRequest, body)
      if (!request.success) return problemResponse('malformed-request')
      const outcomes: RecordOutcome[] = []
      for (const record of request.output.records) outcomes.push(await take(record))
      return jsonResponse({ outcomes })
    }
    if (path === '/api/v1/standings') {
      const request = v.safeParse(standingsRequest, body)
      if (!request.success) return problemResponse('malformed-request')
      const standings = await Promise.all(
        request.output.ids.map(async (id) => {
          const entry = entries.get(id)
          if (entry) return { id, outcome: 'kept', receipt: await receiptOf(id, entry) }
          return { id, outcome: withdrawn.has(id) ? 'withdrawn' : 'unknown' }
        }),
      )
      return jsonResponse({ standings })
    }
    return problemResponse('not-found')
  }

  return {
    key,
    wire,
    writes,
    sign,
    transport: {
      send: (request) => {
        wire.push(JSON.stringify(request))
        return oneAtATime('request', () => answer(request))
      },
    },
    has: (id) => entries.has(id),
    isWithdrawn: (id) => withdrawn.has(id),
    serve: (path, special) => served.set(path, special),
    enrol: (profileKey) => enrolled.add(profileKey),
    copy: () => ({ entries: new Map(entries), withdrawn: new Set(withdrawn), enrolled: new Set(enrolled) }),
    restore: (copy) => {
      epoch = crypto.randomUUID()
      entries = new Map(copy.entries)
      withdrawn = new Set(copy.withdrawn)
      enrolled = new Set(copy.enrolled)
      writes.clear()
      for (const id of entries.keys()) writes.set(id, 1)
    },
  }
}

type PushedRecord = v.InferOutput<typeof pushRequest>['records'][number]

export function jsonResponse(value: unknown, change: Partial<HubResponse> = {}): HubResponse {
  const body = new TextEncoder().encode(JSON.stringify(value))
  return { status: 200, contentType: 'application/json', etag: null, body, ...change }
}

export function problemResponse(code: ProblemCode): HubResponse {
  const { status } = problems[code]
  return jsonResponse({ code, where: '' }, { status, contentType: 'application/problem+json' })
}

export function textResponse(text: string, change: Partial<HubResponse> = {}): HubResponse {
  const body = new TextEncoder().encode(text)
  return { status: 200, contentType: 'text/html', etag: null, body, ...change }
}

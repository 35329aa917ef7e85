import type { Kysely } from 'kysely'
import type { Contributor } from '../domain/benchmark/aggregate.ts'
import { assembleRelease } from '../domain/benchmark/assemble-release.ts'
import { peerFamily, type PeerFamilyId } from '../domain/benchmark/peer-groups.ts'
import type { Release } from '../domain/benchmark/release.ts'
import type { Instrument } from '../domain/instrument/instrument.ts'
import { readRecord, type SubmissionRecord } from '../protocol/record.ts'
import type { Signer } from '../protocol/signature.ts'
import { countryTable } from './content.ts'
import { transact } from './database/transact.ts'
import type { RecordRow, Tables } from './database/tables.ts'
import { Refusal, systemCode } from './refusal.ts'

const pageSize = 500

export interface ReleaseOrder {
  readonly programme: string
  readonly instrument: Instrument
  readonly round: string
  readonly family: PeerFamilyId
  /** `YYYY-MM-DD` */
  readonly publishedOn: string
  readonly demonstration: boolean
}

/**
 * Computes, signs and stores the release of a round: from then on phones can fetch it and nothing changes it.
 * The same contributions give the same bytes, whatever the order in which they arrived.
 * @throws Refusal when nothing counts yet, or when this round of the instrument has been published: two releases that differ by one contributor
 * would tell that contributor's figures (benchmark method, section 5, rule 6).
 */
export async function publishRelease(
  db: Kysely<Tables>,
  signer: Signer,
  order: ReleaseOrder,
): Promise<Release> {
  const { programme, instrument, round } = order
  const contributions = await readContributions(db, programme, instrument, round)
  if (contributions.length === 0)
    throw new Refusal(
      `No submission counts for round ${round} of ${instrument.id} yet; there is nothing to publish.`,
    )
  const release = assembleRelease({
    hub: signer.publicKey,
    programme,
    instrument,
    round,
    number: 1,
    publishedOn: order.publishedOn,
    demonstration: order.demonstration,
    family: peerFamily(countryTable, order.family),
    contributors: contributions.map(({ record }) => contributorOf(record)),
  })
  const bytes = Buffer.from(JSON.stringify(release))
  const row = {
    programme,
    instrument: instrument.id,
    round,
    number: 1,
    instrument_version: instrument.version,
    published_on: order.publishedOn,
    contributions: JSON.stringify(contributions.map(({ id }) => id)),
    bytes,
    signature: Buffer.from(await signer.sign(bytes)),
  }
  await transact(db, (tx) => tx.insertInto('release').values(row).execute()).catch((error: unknown) => {
    if (systemCode(error) !== '23505') throw error
    throw new Refusal(
      `Round ${round} of ${instrument.id} has already been published; a second release could give single contributors away.`,
      { cause: error },
    )
  })
  return release
}

interface Contribution {
  readonly id: string
  readonly record: SubmissionRecord
}

/**
 * The current submission of every subject, in order of subject: of the profile that holds the place, the one with
 * the highest sequence, unless that one was withdrawn.
 */
async function readContributions(
  db: Kysely<Tables>,
  programme: string,
  instrument: Instrument,
  round: string,
): Promise<Contribution[]> {
  const rows = await db
    .selectFrom('record')
    .select(['record', 'subject', 'profile_key', 'sequence', 'standing', 'instrument_version'])
    .where('programme', '=', programme)
    .where('instrument', '=', instrument.id)
    .where('round', '=', round)
    .where('standing', 'in', ['accepted', 'withdrawn'])
    .execute()
  const newest = new Map<string, CandidateRow>()
  for (const row of rows) {
    const key = `${row.subject ?? ''} ${row.profile_key}`
    const other = newest.get(key)
    if (!other || isNewer(row, other)) newest.set(key, row)
  }
  const current = [...newest.values()].filter(
    (row) => row.standing === 'accepted' && isPoolable(row.instrument_version ?? '', instrument.version),
  )
  const contributions = await readSubmissions(
    db,
    programme,
    current.map(({ record }) => record),
  )
  return contributions.sort((a, b) => (a.record.subject < b.record.subject ? -1 : 1))
}

type CandidateRow = Pick<
  RecordRow,
  'record' | 'subject' | 'profile_key' | 'sequence' | 'standing' | 'instrument_version'
>

/** By sequence; of two with the same one, a withdrawn one counts as the newer. */
function isNewer(a: CandidateRow, b: CandidateRow): boolean {
  const difference = (a.sequence ?? 0) - (b.sequence ?? 0)
  if (difference !== 0) return difference > 0
  return a.standing === b.standing ? a.record > b.record : a.standing === 'withdrawn'
}

/** A patch changes wording or translation only; anything above it measures something else. */
function isPoolable(submitted: string, published: string): boolean {
  return withoutPatch(submitted) === withoutPatch(published)
}

function withoutPatch(version: string): string {
  return version.split('.').slice(0, 2).join('.')
}

async function readSubmissions(
  db: Kysely<Tables>,
  programme: string,
  ids: readonly string[],
): Promise<Contribution[]> {
  const contributions: Contribution[] = []
  for (let from = 0; from < ids.length; from += pageSize) {
    const rows = await db
      .selectFrom('record')
      .select(['record', 'bytes'])
      .where('programme', '=', programme)
      .where('record', 'in', ids.slice(from, from + pageSize))
      .execute()
    for (const { record, bytes } of rows) contributions.push({ id: record, record: decode(record, bytes) })
  }
  return contributions
}

function decode(id: string, bytes: Buffer | null): SubmissionRecord {
  const read = bytes && readRecord(bytes)
  if (read?.kind !== 'known' || read.record.kind !== 'submission')
    throw new Error(`record ${id} was accepted as a submission and is none`)
  return read.record
}

function contributorOf({ subject, tiers, body }: SubmissionRecord): Contributor {
  return { subject, consent: tiers, contribution: body }
}

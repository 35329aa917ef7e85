import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { bandOf, sharedFigures, type SharedFigure } from '../domain/benchmark/shared-figures.ts'
import type { Instrument } from '../domain/instrument/instrument.ts'
import type { ContributedFigure } from '../domain/round/contribution.ts'
import { encodeRecord, recordVersion, type KnownRecord, type SignedRecord } from '../protocol/record.ts'
import { textOf } from './base64url.ts'
import { countryTable } from './content.ts'
import type { Hub } from './hub.ts'
import { issueCode } from './invitations.ts'
import { hashOf } from './ledger/examine.ts'
import { publishRelease } from './publish-release.ts'
import { defaultProgramme } from './store.ts'

/** How many subjects a demonstration invents. */
const subjectCount = 60

/**
 * Fills a demonstration hub: invented institutions enrol, hand in signed submissions through the ledger like any
 * phone, and a release per instrument is published. What is there already is not made twice.
 */
export async function fillDemonstration(hub: Hub): Promise<void> {
  const subjects = inventedSubjects()
  for (const instrument of hub.instruments.all.filter((one) => sharedFigures(one).length > 0)) {
    const present = await handedIn(hub, instrument)
    for (const subject of subjects) if (!present.has(subject)) await handIn(hub, instrument, subject)
    if (!(await hub.releases.latest(defaultProgramme, instrument.id)))
      await publishRelease(hub.db, hub.signer, {
        programme: defaultProgramme,
        instrument,
        round: hub.config.round,
        family: 'region',
        publishedOn: hub.now().toISOString().slice(0, 10),
        demonstration: true,
      })
  }
}

/** Invented institutions, never countries themselves: nobody may mistake their figures for real ones. */
function inventedSubjects(): string[] {
  const developing = Object.entries(countryTable.countries)
    .filter(([, { within, income }]) => within.length > 0 && income !== null && income !== 'high')
    .map(([code]) => code)
  return developing
    .sort((a, b) => chance(a) - chance(b))
    .slice(0, subjectCount)
    .map((country) => `${country}/demonstration`)
}

async function handedIn({ db, config }: Hub, instrument: Instrument): Promise<Set<string>> {
  const rows = await db
    .selectFrom('record')
    .select('subject')
    .where('programme', '=', defaultProgramme)
    .where('instrument', '=', instrument.id)
    .where('round', '=', config.round)
    .where('standing', '=', 'accepted')
    .execute()
  return new Set(rows.map(({ subject }) => subject ?? ''))
}

async function handIn(hub: Hub, instrument: Instrument, subject: string): Promise<void> {
  const { publicKey, seal } = inventedProfile()
  const { secret } = await issueCode(hub.db, {
    programme: defaultProgramme,
    subject,
    days: 1,
    now: hub.now(),
  })
  const head = (sequence: number) => ({
    version: recordVersion as typeof recordVersion,
    audience: { hub: hub.signer.publicKey, programme: defaultProgramme },
    subject,
    profileKey: publicKey,
    sequence,
    claimedAt: hub.now().toISOString(),
    salt: textOf(randomBytes(16)),
  })
  const outcomes = await hub.ledger.append([
    seal({ kind: 'enrolment', ...head(1), body: { code: secret } }),
    seal({
      kind: 'submission',
      ...head(2),
      instrument: { id: instrument.id, version: instrument.version },
      round: hub.config.round,
      supersedes: null,
      ...inventedContribution(instrument, subject),
    }),
  ])
  const failed = outcomes.find(({ outcome }) => outcome !== 'accepted')
  if (failed)
    throw new Error(`the demonstration's record for ${subject} was not accepted: ${JSON.stringify(failed)}`)
}

function inventedProfile(): { publicKey: string; seal: (record: KnownRecord) => SignedRecord } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return {
    publicKey: textOf(point),
    seal: (record) => {
      const bytes = encodeRecord(record)
      const signature = sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })
      return { id: hashOf(bytes), bytes, signature }
    },
  }
}

/** Plausible figures at the highest tiers the instrument shares; some say less or are incomplete, as people are. */
function inventedContribution(instrument: Instrument, subject: string) {
  const figures = sharedFigures(instrument)
  const reserved = chance(`${subject} tier`) < 0.15
  const incomplete = chance(`${subject} coverage`) < 0.1
  const tiers = Object.fromEntries(
    figures.map(({ track, highestTier }) => [track, reserved ? ('B2' as const) : highestTier]),
  )
  // A track may share figures of different detail; its tier is the highest of them.
  for (const { track, highestTier } of figures) if (!reserved && highestTier === 'B3') tiers[track] = 'B3'
  const asksEvidence = instrument.options.asksEvidence
  return {
    tiers,
    body: {
      group: 'government' as const,
      figures: figures.map((figure) =>
        inventedFigure(figure, subject, { reserved, incomplete, asksEvidence }),
      ),
      verification: 'V0' as const,
      quality: {
        grade: asksEvidence && !incomplete ? ('B' as const) : ('C' as const),
        flags: incomplete ? (['cov'] as 'cov'[]) : [],
      },
      commitments: [],
    },
  }
}

function inventedFigure(
  figure: SharedFigure,
  subject: string,
  { reserved, incomplete, asksEvidence }: { reserved: boolean; incomplete: boolean; asksEvidence: boolean },
): ContributedFigure {
  const step = figure.risk ? 5 : 1
  const rounded = (score: number): number => Math.min(100, Math.max(0, Math.round(score / step) * step))
  const score = 20 + 55 * chance(`${subject} ${figure.id}`) + 10 * (chance(`${subject} level`) - 0.5)
  if (reserved || figure.highestTier === 'B2')
    return { detail: 'band', figure: figure.id, band: figure.bands && bandOf(figure.bands, rounded(score)) }
  return {
    detail: 'score',
    figure: figure.id,
    declared: rounded(score),
    supported: asksEvidence ? rounded(score - 5) : null,
    low: rounded(score - 12),
    high: rounded(score + 12),
    trendCore: null,
    coverage: incomplete ? 60 : 95,
    evidenceShare: asksEvidence ? 70 : null,
  }
}

/** A number from 0 to 1 that is always the same for the same text: a demonstration looks the same everywhere. */
function chance(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32
}

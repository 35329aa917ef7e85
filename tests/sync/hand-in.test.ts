import { beforeEach, describe, expect, test } from 'vitest'
import type { SubmissionRecord } from '../../src/protocol/record.ts'
import type { RecordState } from '../../src/storage/device-store.ts'
import { enrol } from '../../src/sync/enrol.ts'
import { handIn, previewSubmission, type HandIn } from '../../src/sync/hand-in.ts'
import { ownRecords, withdrawnIds } from '../../src/sync/keep-record.ts'
import { withdraw } from '../../src/sync/withdraw.ts'
import { contributionWith, handInWith, randomBytes } from '../support/contributions.ts'
import { newPhone, type Phone } from '../support/phone.ts'

const hub = `B${'h'.repeat(86)}`
const otherHub = `B${'o'.repeat(86)}`
const later = '2026-11-24T10:00:00.000Z'
const receipt = { bytes: Uint8Array.of(1), signature: Uint8Array.of(2) }

let phone: Phone
beforeEach(async () => {
  phone = await newPhone()
})

const give = (change: Partial<HandIn> = {}) => handIn(phone.profile, handInWith(hub, change), randomBytes)
/** Hands in something else than before: the given coverage. */
const giveCoverage = (coverage: number, change: Partial<HandIn> = {}) =>
  give({ contribution: withCoverage(coverage), ...change })

async function submissions(): Promise<readonly SubmissionRecord[]> {
  return (await ownRecords(phone.profile)).flatMap(({ record }) =>
    record.kind === 'submission' ? [record] : [],
  )
}

describe('handing in', () => {
  test('freezes the contribution with its consent and puts it in the outbox', async () => {
    const { id } = await give()
    const [own] = await ownRecords(phone.profile)
    expect(own?.kept).toMatchObject({ id, kind: 'submission', sequence: 1, assessment: 'assessment-1' })
    expect(own?.kept.state).toEqual({ kind: 'waiting', attempts: 0, lastProblem: null })
    const { head, contribution, audience, claimedAt } = handInWith(hub)
    expect(own?.record).toMatchObject({
      kind: 'submission',
      audience,
      claimedAt,
      subject: head.subject,
      instrument: head.instrument,
      round: head.round,
      tiers: head.consent,
      supersedes: null,
      body: contribution,
    })
  })

  test('shows beforehand exactly what will leave', async () => {
    await give()
    const wanted = handInWith(hub, { contribution: withCoverage(100), claimedAt: later })
    const preview = await previewSubmission(phone.profile, wanted)
    await handIn(phone.profile, wanted, randomBytes)
    const { version, profileKey, sequence, salt, ...rest } =
      (await submissions()).at(-1) ?? ({} as SubmissionRecord)
    expect(rest).toEqual(preview)
    expect({ version, profileKey, sequence, saltLength: salt.length }).toEqual({
      version: 1,
      profileKey: phone.profile.signer.publicKey,
      sequence: 2,
      saltLength: 22,
    })
  })

  test('the same twice, even from two tabs at once, is one record', async () => {
    const tab = await phone.reopen()
    const outcomes = await Promise.all([
      give(),
      handIn(tab, handInWith(hub, { claimedAt: later }), randomBytes),
      give({ claimedAt: later }),
    ])
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['frozen', 'same-content', 'same-content'])
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1)
    expect(await phone.profile.listRecords()).toHaveLength(1)
  })

  test('different things from two tabs at once replace each other in a row', async () => {
    const tab = await phone.reopen()
    await Promise.all([
      giveCoverage(90),
      handIn(tab, handInWith(hub, { contribution: withCoverage(91) }), randomBytes),
      giveCoverage(92),
      handIn(tab, handInWith(hub, { contribution: withCoverage(93) }), randomBytes),
    ])
    const records = await phone.profile.listRecords()
    expect(records.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
    expect((await submissions()).map(({ supersedes }) => supersedes)).toEqual([
      null,
      ...records.slice(0, 3).map(({ id }) => id),
    ])
  })

  test('a lower consent is a new submission that replaces the earlier one', async () => {
    const first = await give()
    const { head } = handInWith(hub)
    const second = await give({ head: { ...head, consent: { risk: 'B0', readiness: 'B2' } } })
    expect(second.kind).toBe('frozen')
    expect((await submissions()).map(({ supersedes }) => supersedes)).toEqual([null, first.id])
  })

  test('a newer version of the instrument replaces the older one', async () => {
    const first = await give()
    const { head } = handInWith(hub)
    await give({ head: { ...head, instrument: { id: 'pulse', version: '1.0.1' } } })
    expect((await submissions()).at(-1)?.supersedes).toBe(first.id)
  })

  const { head, audience } = handInWith(hub)
  test.each<[string, Partial<HandIn>]>([
    ['subject', { head: { ...head, subject: 'KEN/moh' } }],
    ['instrument', { head: { ...head, instrument: { id: 'national', version: '1.0.0' } } }],
    ['round', { head: { ...head, round: '2027' } }],
    ['programme', { audience: { ...audience, programme: 'east' } }],
    ['hub', { audience: { ...audience, hub: otherHub } }],
  ])('another %s replaces nothing', async (_, change) => {
    await give()
    await give(change)
    expect((await submissions()).map(({ supersedes }) => supersedes)).toEqual([null, null])
  })

  test('what the hub refused is not replaced, and may be handed in again unchanged', async () => {
    const { id } = await give()
    await phone.profile.changeRecord(id, { kind: 'refused', problem: 'unknown-programme', where: '' })
    expect((await give()).kind).toBe('frozen')
    expect((await submissions()).map(({ supersedes }) => supersedes)).toEqual([null, null])
  })
})

describe('withdrawing', () => {
  test.each<[string, RecordState]>([
    ['waits', { kind: 'waiting', attempts: 0, lastProblem: null }],
    ['was received', { kind: 'received', receipt }],
    ['is held', { kind: 'held', reason: 'not-enrolled', receipt }],
  ])('takes back a submission that %s', async (_, state) => {
    const { id } = await give()
    await phone.profile.changeRecord(id, state)
    expect(await withdraw(phone.profile, id, later, randomBytes)).toMatchObject({ kind: 'frozen' })
    const own = await ownRecords(phone.profile)
    expect(own.at(-1)?.record).toMatchObject({ kind: 'withdrawal', subject: 'KEN', body: { withdraws: id } })
    expect(withdrawnIds(own)).toEqual(new Set([id]))
  })

  test('twice is once', async () => {
    const { id } = await give()
    const first = await withdraw(phone.profile, id, later, randomBytes)
    await giveCoverage(100)
    const again = await withdraw(await phone.reopen(), id, later, randomBytes)
    expect(again).toEqual({ kind: 'same-content', id: 'id' in first ? first.id : '' })
    expect(await phone.profile.listRecords()).toHaveLength(3)
  })

  test('leaves the way open to hand the same in again, which then replaces nothing', async () => {
    const { id } = await give()
    await withdraw(phone.profile, id, later, randomBytes)
    expect((await give()).kind).toBe('frozen')
    expect((await submissions()).at(-1)?.supersedes).toBeNull()
  })

  test('is refused for what this key did not sign, and for what is no submission', async () => {
    const { id } = await give()
    const enrolment = await enrol(
      phone.profile,
      { subject: 'KEN', secret: '7Q4MX2NA9RTB5K2D' },
      { hub, programme: 'default' },
      later,
      randomBytes,
    )
    const newPhoneOfSamePerson = await newPhone()
    await newPhoneOfSamePerson.profile.mergeCopy(await phone.profile.copyEverything())
    for (const [store, wanted] of [
      [newPhoneOfSamePerson.profile, id],
      [phone.profile, enrolment.id],
      [phone.profile, 'x'.repeat(43)],
    ] as const)
      expect(await withdraw(store, wanted, later, randomBytes)).toEqual({ kind: 'not-ours' })
  })
})

describe('enrolling', () => {
  const code = { subject: 'KEN/moh', secret: '7Q4MX2NA9RTB5K2D' }

  test('binds the profile to the subject of the code, once', async () => {
    const first = await enrol(phone.profile, code, { hub, programme: 'default' }, later, randomBytes)
    const again = await enrol(phone.profile, code, { hub, programme: 'default' }, later, randomBytes)
    expect(again).toEqual({ kind: 'same-content', id: first.id })
    const [own] = await ownRecords(phone.profile)
    expect(own?.kept.assessment).toBeNull()
    expect(own?.record).toMatchObject({
      kind: 'enrolment',
      subject: 'KEN/moh',
      audience: { hub, programme: 'default' },
      body: { code: '7Q4MX2NA9RTB5K2D' },
    })
  })
})

function withCoverage(coverage: number) {
  return contributionWith({
    figures: contributionWith().figures.map((it) => (it.detail === 'score' ? { ...it, coverage } : it)),
  })
}

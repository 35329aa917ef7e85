import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRecord } from '../../src/protocol/record.ts'
import { generateSigningKey, signerFrom, verifySignature } from '../../src/protocol/signature.ts'
import { contentHash, freezeRecord, type SubmissionDraft } from '../../src/sync/freeze-record.ts'
import { contributionWith, randomBytes } from '../support/contributions.ts'
import { seed } from '../support/seed.ts'

const { publicKey, privateKey } = await generateSigningKey(false)
const signer = signerFrom(publicKey, privateKey)
const hub = `B${'h'.repeat(86)}`

const draft: SubmissionDraft = {
  kind: 'submission',
  audience: { hub, programme: 'default' },
  subject: 'KEN',
  instrument: { id: 'pulse', version: '1.0.0' },
  round: '2026',
  claimedAt: '2026-11-23T10:00:00.000Z',
  supersedes: null,
  tiers: { risk: 'B2', readiness: 'B3' },
  body: contributionWith(),
}

describe('a frozen record', () => {
  test('is bytes, their SHA-256 and a signature over them', async () => {
    const { id, bytes, signature } = await freezeRecord(draft, 3, signer, randomBytes)
    // The hash by another implementation than the one that made it.
    expect(id).toBe(createHash('sha256').update(bytes).digest('base64url'))
    expect(await verifySignature(publicKey, bytes, signature)).toBe(true)
    const read = readRecord(bytes)
    expect(read).toMatchObject({
      kind: 'known',
      record: { ...draft, version: 1, profileKey: publicKey, sequence: 3 },
    })
  })

  test('carries a salt of 128 bits from the given chance', async () => {
    const asked: number[] = []
    const random = (length: number) => {
      asked.push(length)
      return new Uint8Array(length).fill(255)
    }
    const { bytes } = await freezeRecord(draft, 1, signer, random)
    expect(asked).toEqual([16])
    // 16 bytes of ones in base64url: 21 sixes of ones, then two ones and four zeros.
    expect(JSON.parse(new TextDecoder().decode(bytes))).toHaveProperty('salt', `${'_'.repeat(21)}w`)
  })

  test('of the same draft is another record each time', async () => {
    const [one, other] = [
      await freezeRecord(draft, 1, signer, randomBytes),
      await freezeRecord(draft, 1, signer, randomBytes),
    ]
    expect(one.id).not.toBe(other.id)
  })
})

describe('what may not leave', () => {
  const smuggled: [string, object][] = [
    ['a note', { ...draft, note: 'typed' }],
    ['a label beside the body', { ...draft, body: { ...draft.body, label: 'Amina' } }],
    ['a level', { ...draft, body: { ...draft.body, levels: { Q1: 3 } } }],
    ['a subject by name', { ...draft, subject: 'Ministry of Health, Nairobi' }],
    ['a group in words', { ...draft, body: { ...draft.body, group: 'my office' } }],
    [
      'a figure in words',
      { ...draft, body: { ...draft.body, figures: [{ detail: 'band', figure: 'a b', band: null }] } },
    ],
    [
      'a band in words',
      { ...draft, body: { ...draft.body, figures: [{ detail: 'band', figure: 'a', band: 'b c' }] } },
    ],
    ['a round in words', { ...draft, round: 'the second round' }],
    [
      'a score between the rounded ones',
      { ...draft, body: { ...draft.body, figures: [{ ...draft.body.figures[0], low: 61.5 }] } },
    ],
    ['a tier that does not exist', { ...draft, tiers: { risk: 'everything' } }],
  ]

  test.each(smuggled)('%s cannot be frozen', async (_, wrong) => {
    await expect(freezeRecord(wrong as SubmissionDraft, 1, signer, randomBytes)).rejects.toThrow()
  })
})

describe('the hash of what is said', () => {
  test('forgets when it was said, what it replaces, and the order of fields', async () => {
    const { body, ...rest } = draft
    const reordered = { body, ...Object.fromEntries(Object.entries(rest).reverse()) } as SubmissionDraft
    const hash = await contentHash(draft)
    for (const same of [
      { ...draft, claimedAt: '1970-01-01T00:00:00.000Z' },
      { ...draft, supersedes: 'x'.repeat(43) },
      reordered,
    ])
      expect(await contentHash(same)).toBe(hash)
  })

  test('changes with anything that is said', async () => {
    const changes = fc.constantFrom<Partial<SubmissionDraft>>(
      { subject: 'UGA' },
      { round: '2027' },
      { audience: { hub, programme: 'east' } },
      { instrument: { id: 'pulse', version: '1.0.1' } },
      { tiers: { risk: 'B2', readiness: 'B2' } },
      { tiers: { risk: 'B2' } },
      { body: contributionWith({ group: null }) },
      { body: contributionWith({ figures: [...contributionWith().figures].reverse() }) },
    )
    await fc.assert(
      fc.asyncProperty(changes, async (change) => {
        expect(await contentHash({ ...draft, ...change })).not.toBe(await contentHash(draft))
      }),
      { seed, numRuns: 50 },
    )
  })
})

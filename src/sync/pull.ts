import * as v from 'valibot'
import { hubInformation, type HubInformation } from '../protocol/exchange.ts'
import type { Problem } from '../protocol/problem.ts'
import { signedMessage } from '../protocol/receipt.ts'
import { release, type Release } from '../protocol/release.ts'
import { fromBase64url, verifySignature } from '../protocol/signature.ts'
import type { DeviceStore, KeptRelease } from '../storage/device-store.ts'
import { askHub } from './ask-hub.ts'
import { readJson } from './read-json.ts'
import type { HubTransport } from './transport.ts'

type Failed = { readonly kind: 'failed'; readonly problem: Problem }

/**
 * Asks the hub who runs it. Its key is pinned at first contact; another key later is `hub-changed`, never accepted.
 *
 * @param invited the key in an invitation; null without one.
 */
export async function meetHub(
  device: DeviceStore,
  transport: HubTransport,
  invited: string | null = null,
): Promise<{ readonly kind: 'met'; readonly information: HubInformation } | Failed> {
  const answer = await askHub(transport, { method: 'GET', path: '/api/v1/hub' }, hubInformation)
  if (answer.kind !== 'answered') return failed(answer)
  const information = answer.value
  const { hub: pinned } = await device.readSettings()
  for (const expected of [pinned?.key, invited]) {
    if (expected && expected !== information.hub)
      return { kind: 'failed', problem: { code: 'hub-changed', where: information.hub } }
  }
  const { hub: key, ...facts } = information
  await device.changeSettings({ hub: { key, ...facts } })
  return { kind: 'met', information }
}

export interface ReleaseWanted {
  /** The pinned key of the hub. */
  readonly hub: string
  readonly programme: string
  /** Id of the instrument. */
  readonly instrument: string
}

export type PulledRelease =
  | { readonly kind: 'new'; readonly release: Release }
  /** The hub has nothing newer than what is here. */
  | { readonly kind: 'unchanged'; readonly release: Release }
  /** Nothing was published yet. */
  | { readonly kind: 'none' }
  | Failed

/**
 * Fetches the latest release and keeps it, unless what is here is as new. It counts only when this hub signed it and it
 * is the one that was asked for.
 */
export async function pullRelease(
  device: DeviceStore,
  transport: HubTransport,
  wanted: ReleaseWanted,
): Promise<PulledRelease> {
  const here = await latestRelease(device, wanted)
  const { programme, instrument } = wanted
  const answer = await askHub(
    transport,
    {
      method: 'GET',
      path: `/api/v1/programmes/${programme}/instruments/${instrument}/releases/latest`,
      ...(here?.etag ? { etag: here.etag } : {}),
    },
    signedMessage,
  )
  if (answer.kind === 'unchanged' && here) return { kind: 'unchanged', release: here.release }
  if (answer.kind === 'failed' && answer.problem.code === 'no-release') return { kind: 'none' }
  if (answer.kind !== 'answered') return failed(answer)

  const bytes = fromBase64url(answer.value.bytes)
  const signature = fromBase64url(answer.value.signature)
  const fetched = bytes && signature ? await readRelease({ bytes, signature }, wanted) : null
  if (!bytes || !signature || !fetched) return { kind: 'failed', problem: { code: 'release-invalid' } }
  const kept = { number: fetched.number, bytes, signature, etag: answer.etag ?? '' }
  await device.keepRelease(releaseKey(wanted, fetched.round), kept)
  const latest = (await latestRelease(device, wanted))?.release ?? fetched
  const isNew = !here || isNewer(latest, here.release)
  return { kind: isNew ? 'new' : 'unchanged', release: latest }
}

/** The newest release on this phone, its signature checked again; null when there is none. */
export async function latestRelease(
  device: DeviceStore,
  wanted: ReleaseWanted,
): Promise<{ readonly release: Release; readonly etag: string } | null> {
  let latest: { readonly release: Release; readonly etag: string } | null = null
  for (const kept of await device.listReleases(releaseKey(wanted, ''))) {
    const read = await readRelease(kept, wanted)
    if (read && (!latest || isNewer(read, latest.release))) latest = { release: read, etag: kept.etag }
  }
  return latest
}

function releaseKey({ programme, instrument }: ReleaseWanted, round: string): string {
  return `${programme}/${instrument}/${round}`
}

/** Null unless this hub signed it for this programme and instrument. */
async function readRelease(
  { bytes, signature }: Pick<KeptRelease, 'bytes' | 'signature'>,
  { hub, programme, instrument }: ReleaseWanted,
): Promise<Release | null> {
  if (!(await verifySignature(hub, bytes, signature))) return null
  const read = v.safeParse(release, readJson(bytes))
  if (!read.success) return null
  const { output } = read
  const isWanted = output.hub === hub && output.programme === programme && output.instrument.id === instrument
  return isWanted ? output : null
}

/** Within a round by number; between rounds, which have no order of their own, by the day of publication. */
function isNewer(one: Release, other: Release): boolean {
  if (one.round === other.round) return one.number > other.number
  return one.publishedOn > other.publishedOn
}

/** A 304 without anything here to be unchanged is as good as no answer. */
function failed(answer: { readonly kind: 'unchanged' } | Failed): Failed {
  return answer.kind === 'failed' ? answer : { kind: 'failed', problem: { code: 'not-our-hub' } }
}

import { readRecord } from '../../src/protocol/record.ts'
import { ProblemError } from '../../src/protocol/problem.ts'
import { toBase64url } from '../../src/protocol/signature.ts'
import type { DeviceStore, KeptRecord, ProfileStore } from '../../src/storage/device-store.ts'
import { newMemoryDevice, openMemoryDeviceStore } from '../../src/storage/memory-device-store.ts'
import { handIn } from '../../src/sync/hand-in.ts'
import { push } from '../../src/sync/push.ts'
import { readReceipt } from '../../src/sync/read-receipt.ts'
import { turnsInOneTab, type TakeTurns } from '../../src/sync/take-turns.ts'
import type { HubRequest, HubResponse, HubTransport } from '../../src/sync/transport.ts'
import { withdraw } from '../../src/sync/withdraw.ts'
import { handInWith, randomBytes } from './contributions.ts'
import {
  createHubDouble,
  textResponse,
  type HubCopy,
  type HubDouble,
  type HubDoubleOptions,
} from './hub-double.ts'
import { seededRandom } from './seed.ts'
import { storeSurroundings } from './store-surroundings.ts'

/**
 * A phone handing over to a hub while everything goes wrong that can: one schedule per seed, the same each time.
 * What it finds wrong it returns as sentences; an empty list is a pass.
 */
export interface Model {
  readonly hub?: HubDoubleOptions
  /** Stands in for the real push, to see whether its bugs would be found. */
  readonly push?: typeof push
  /** Leaves out what makes the order of steps depend on how fast this machine is. */
  readonly oneTab?: boolean
  /** Stands between push and the store, for the same reason. */
  readonly spoil?: (store: ProfileStore) => ProfileStore
}

export const faults = [
  'request lost',
  'answer lost',
  'request doubled',
  'old request comes again',
  'portal',
  'answer cut',
  'answer to another request',
  'receipt cut',
  'outcome missing',
  'phone killed',
  'two tabs',
  'hub restored',
] as const
export type Fault = (typeof faults)[number]

export interface Outcome {
  readonly violations: readonly string[]
  readonly fired: ReadonlyMap<Fault, number>
  readonly trace: readonly string[]
}

class Killed extends Error {}

export async function runSchedule(seed: number, model: Model = {}): Promise<Outcome> {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const chance = (share: number) => random() < share
  const trace: string[] = []
  const fired = new Map<Fault, number>()
  const violations: string[] = []
  const fire = (fault: Fault) => {
    fired.set(fault, (fired.get(fault) ?? 0) + 1)
    trace.push(`  ${fault}`)
  }

  const hub = await createHubDouble(model.hub)
  const phone = await startPhone()
  /** Everything that was ever frozen, with its bytes. */
  const frozen = new Map<string, string>()
  const withdrawnIds = new Set<string>()
  /** Receipts that were checked already. */
  const proofs = new Set<string>()
  /** Every request that ever left the phone: an old one may come again. */
  const sent: HubRequest[] = []
  const copies: HubCopy[] = []
  let restoredSinceLastPush = false

  const giveOne = async (step: number) => {
    const given = handInWith(hub.key, { assessment: `assessment-${below(3)}` })
    const head = { ...given.head, round: `round-${chance(0.5) ? below(4) : step}` }
    const contribution = {
      ...given.contribution,
      verification: (['V0', 'V1', 'V2', 'V3'] as const)[below(4)] ?? 'V0',
    }
    const { kind } = await handIn(phone.store, { ...given, head, contribution }, randomBytes)
    trace.push(`hand in: ${kind}`)
  }
  const withdrawOne = async () => {
    const submissions = (await phone.store.listRecords()).filter(({ kind }) => kind === 'submission')
    const chosen = submissions[below(submissions.length)]
    if (!chosen) return
    withdrawnIds.add(chosen.id)
    const { kind } = await withdraw(phone.store, chosen.id, '2026-11-24T10:00:00.000Z', randomBytes)
    trace.push(`withdraw: ${kind}`)
  }
  const pushOne = async (faulty: boolean) => {
    trace.push(faulty ? 'push among faults' : 'push')
    const lifetime = faulty && chance(0.15) ? below(6) : Infinity
    const twoTabs = faulty && chance(0.15) && !model.oneTab
    if (twoTabs) fire('two tabs')
    const luck = (twoTabs ? [random(), random()] : [random()]).map((it) => seededRandom(it * 2 ** 32))
    const pushing = luck.map(async (random) => {
      const transport = faulty ? faultyTransport(hub, sent, random, fire) : hub.transport
      const mortal = mortalStore(await phone.open(), lifetime)
      const store = model.spoil ? model.spoil(mortal) : mortal
      // Tabs without Web Locks: nothing keeps them from overlapping.
      const turns: TakeTurns = turnsInOneTab()
      return (model.push ?? push)({ store, transport, hub: hub.key }, turns)
    })
    for (const outcome of await Promise.allSettled(pushing)) {
      if (outcome.status === 'fulfilled') continue
      if (!(outcome.reason instanceof Killed)) throw outcome.reason
      fire('phone killed')
    }
    restoredSinceLastPush = false
  }

  const steps = 4 + below(14)
  for (let step = 0; step < steps; step++) {
    const dice = random()
    if (dice < 0.35) await giveOne(step)
    else if (dice < 0.45) await withdrawOne()
    else if (dice < 0.85) await pushOne(true)
    else if (dice < 0.93) copies.push(hub.copy())
    else {
      const copy = copies[below(copies.length)]
      if (copy) {
        fire('hub restored')
        hub.restore(copy)
        restoredSinceLastPush = true
      }
    }
    await phone.reopen()
    await check('on the way')
  }
  // Faults off: one more contact each must settle everything, within three attempts.
  for (let attempt = 0; attempt < 3; attempt++) await pushOne(false)
  await check('settled')
  await checkSettled()
  return { violations, fired, trace }

  async function check(when: string) {
    const records = await phone.store.listRecords()
    const here = new Set(records.map(({ id }) => id))
    for (const id of frozen.keys()) if (!here.has(id)) violations.push(`${when}: record lost on the phone`)
    for (const record of records) {
      const bytes = toBase64url(record.bytes)
      if ((frozen.get(record.id) ?? bytes) !== bytes)
        violations.push(`${when}: record changed after freezing`)
      frozen.set(record.id, bytes)
      if (!(await isHonest(record))) violations.push(`${when}: "${record.state.kind}" without a receipt`)
      const isThere = hub.has(record.id) || hub.isWithdrawn(record.id)
      if (record.state.kind === 'received' && !isThere && copies.length === 0)
        violations.push(`${when}: "received", but the hub does not have it`)
    }
    for (const count of hub.writes.values()) if (count > 1) violations.push(`${when}: written down twice`)
  }

  async function checkSettled() {
    if (restoredSinceLastPush) violations.push('the schedule ended before the last push')
    for (const { id, bytes, state } of await phone.store.listRecords()) {
      const read = readRecord(bytes)
      const isWithdrawn = withdrawnIds.has(id)
      if (isWithdrawn && hub.has(id)) violations.push('settled: withdrawn, but still at the hub')
      if (isWithdrawn && !hub.isWithdrawn(id))
        violations.push('settled: the hub knows nothing of the withdrawal')
      if (isWithdrawn) continue
      if (!hub.has(id)) violations.push(`settled: ${read.kind} record lost at the hub`)
      if (state.kind !== 'received') violations.push(`settled: still "${state.kind}"`)
    }
  }

  async function isHonest({ id, state }: KeptRecord): Promise<boolean> {
    if (!('receipt' in state)) return state.kind === 'waiting' || withdrawnIds.has(id)
    const message = {
      bytes: toBase64url(state.receipt.bytes),
      signature: toBase64url(state.receipt.signature),
    }
    const proof = `${id} ${message.bytes} ${message.signature}`
    if (!proofs.has(proof)) {
      if ((await readReceipt(message, { hub: hub.key, record: id })).kind !== 'proof') return false
      proofs.add(proof)
    }
    return true
  }
}

interface ModelPhone {
  store: ProfileStore
  /** A further handle on the same phone. */
  open(): Promise<ProfileStore>
  /** Starts the app again: what was not written is gone. */
  reopen(): Promise<void>
}

async function startPhone(): Promise<ModelPhone> {
  const surroundings = storeSurroundings()
  const memory = newMemoryDevice()
  const device: DeviceStore = openMemoryDeviceStore(surroundings, memory)
  const { id } = await device.createProfile('phone')
  const open = () => openMemoryDeviceStore(surroundings, memory).openProfile(id)
  const phone: ModelPhone = {
    store: await open(),
    open,
    async reopen() {
      phone.store = await open()
    },
  }
  return phone
}

/** A store whose phone dies after so many changes: from then on every call fails. */
function mortalStore(store: ProfileStore, lifetime: number): ProfileStore {
  let left = lifetime
  return {
    ...store,
    changeRecord(id, state) {
      if (left-- <= 0) return Promise.reject(new Killed())
      return store.changeRecord(id, state)
    },
    listRecords: () => (left < 0 ? Promise.reject(new Killed()) : store.listRecords()),
  }
}

function faultyTransport(
  hub: HubDouble,
  earlier: HubRequest[],
  random: () => number,
  fire: (fault: Fault) => void,
): HubTransport {
  const below = (limit: number) => Math.floor(random() * limit)
  return {
    async send(request) {
      const old = earlier[below(earlier.length)]
      earlier.push(request)
      if (old && below(10) === 0) {
        fire('old request comes again')
        await hub.transport.send(old)
      }
      const dice = below(100)
      if (dice < 10) {
        fire('request lost')
        throw new ProblemError('offline')
      }
      if (dice < 15) {
        fire('portal')
        return textResponse('<p>Sign in to the network')
      }
      if (dice < 22 && old) {
        fire('answer to another request')
        return hub.transport.send(old)
      }
      const response = await hub.transport.send(request)
      if (dice < 32) {
        fire('answer lost')
        throw new ProblemError('offline')
      }
      if (dice < 39) {
        fire('request doubled')
        return hub.transport.send(request)
      }
      if (dice < 44) {
        fire('answer cut')
        return { ...response, body: response.body.subarray(0, below(response.body.length)) }
      }
      if (dice < 51) return changeAnswer(response, below(2) === 0, fire)
      return response
    },
  }
}

/** Damages one entry of an answer in a way that leaves the answer readable. */
function changeAnswer(response: HubResponse, cut: boolean, fire: (fault: Fault) => void): HubResponse {
  const answer = JSON.parse(new TextDecoder().decode(response.body)) as Record<
    string,
    { receipt?: { bytes: string } }[]
  >
  const [name, entries] = Object.entries(answer)[0] ?? ['outcomes', []]
  const [first, ...rest] = entries
  let changed: unknown[] = rest
  if (first?.receipt && cut) {
    fire('receipt cut')
    changed = [{ ...first, receipt: { ...first.receipt, bytes: first.receipt.bytes.slice(0, -8) } }, ...rest]
  } else fire('outcome missing')
  return { ...response, body: new TextEncoder().encode(JSON.stringify({ [name]: changed })) }
}

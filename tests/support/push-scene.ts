import { push, type PushReport } from '../../src/sync/push.ts'
import { handIn } from '../../src/sync/hand-in.ts'
import { turnsInOneTab } from '../../src/sync/take-turns.ts'
import type { HubRequest, HubResponse, HubTransport } from '../../src/sync/transport.ts'
import type { RecordState } from '../../src/storage/device-store.ts'
import { handInWith, randomBytes } from './contributions.ts'
import { createHubDouble, jsonResponse, type HubDouble } from './hub-double.ts'
import { newPhone, type Phone } from './phone.ts'

/** The hub and the phone that hands over to it; `newScene` before each test. */
export const scene = {} as { hub: HubDouble; phone: Phone }

export async function newScene(): Promise<void> {
  scene.hub = await createHubDouble()
  scene.phone = await newPhone()
}

export function pushVia(transport: HubTransport): Promise<PushReport> {
  return push({ store: scene.phone.profile, transport, hub: scene.hub.key }, turnsInOneTab())
}

export function pushNow(): Promise<PushReport> {
  return pushVia(scene.hub.transport)
}

/** Hands in so many different things, one per round, and returns their ids. */
export async function giveMany(count: number, to = scene.hub.key): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const given = handInWith(to)
    const head = { ...given.head, round: `round-${i}` }
    ids.push((await handIn(scene.phone.profile, { ...given, head }, randomBytes)).id)
  }
  return ids
}

/** Of every record, oldest first. */
export async function states(): Promise<RecordState['kind'][]> {
  return (await scene.phone.profile.listRecords()).map(({ state }) => state.kind)
}

export async function stateOf(id: string): Promise<RecordState | undefined> {
  return (await scene.phone.profile.listRecords()).find((record) => record.id === id)?.state
}

/** The hub's answer, changed on its way. */
export function changed(change: (answer: PushAnswerJson, request: HubRequest) => unknown): HubTransport {
  return {
    async send(request) {
      const response = await scene.hub.transport.send(request)
      const answer = JSON.parse(new TextDecoder().decode(response.body)) as PushAnswerJson
      return jsonResponse(await change(answer, request))
    },
  }
}

interface PushAnswerJson {
  readonly outcomes: readonly { id: string; outcome: string; receipt: { bytes: string; signature: string } }[]
}

/** Whatever was asked. */
export function always(response: HubResponse): HubTransport {
  return { send: () => Promise.resolve(response) }
}

/** An explicit refusal of one record. */
export function refusal(id: string | undefined) {
  return { id, outcome: 'refused', problem: 'tier-exceeded', where: 'body' }
}

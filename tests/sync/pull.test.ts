import { beforeEach, describe, expect, test } from 'vitest'
import type { Release } from '../../src/protocol/release.ts'
import { fromBase64url } from '../../src/protocol/signature.ts'
import { latestRelease, meetHub, pullRelease } from '../../src/sync/pull.ts'
import type { HubRequest, HubResponse, HubTransport } from '../../src/sync/transport.ts'
import {
  createHubDouble,
  jsonResponse,
  problemResponse,
  textResponse,
  type HubDouble,
} from '../support/hub-double.ts'
import { newPhone, type Phone } from '../support/phone.ts'

const information = (hub: string) => ({
  hub,
  name: 'Programme office',
  operator: 'Regional body',
  contact: 'hub@example.org',
  demonstration: false,
  programmes: [{ id: 'default', name: 'Default', round: '2026' }],
})
const path = '/api/v1/programmes/default/instruments/pulse/releases/latest'

let hub: HubDouble
let otherHub: HubDouble
let phone: Phone
/** What was asked of the hub. */
let asked: HubRequest[]
let transport: HubTransport
beforeEach(async () => {
  hub = await createHubDouble()
  otherHub = await createHubDouble()
  phone = await newPhone()
  asked = []
  transport = {
    send: (request) => {
      asked.push(request)
      return hub.transport.send(request)
    },
  }
  hub.serve('/api/v1/hub', () => Promise.resolve(jsonResponse(information(hub.key))))
})

describe('meeting a hub', () => {
  test('pins its key, name and whether it is for demonstration', async () => {
    expect(await meetHub(phone.device, transport)).toEqual({ kind: 'met', information: information(hub.key) })
    expect((await phone.device.readSettings()).hub).toMatchObject({
      key: hub.key,
      name: 'Programme office',
      demonstration: false,
    })
  })

  test('again under the same key takes over a new name', async () => {
    await meetHub(phone.device, transport)
    const renamed = { ...information(hub.key), name: 'Regional office' }
    hub.serve('/api/v1/hub', () => Promise.resolve(jsonResponse(renamed)))
    expect(await meetHub(phone.device, transport)).toMatchObject({ kind: 'met' })
    expect((await phone.device.readSettings()).hub).toMatchObject({ key: hub.key, name: 'Regional office' })
  })

  test('under another key is a problem with a name, and the pin stays', async () => {
    await meetHub(phone.device, transport)
    hub.serve('/api/v1/hub', () => Promise.resolve(jsonResponse(information(otherHub.key))))
    expect(await meetHub(phone.device, transport)).toEqual({
      kind: 'failed',
      problem: { code: 'hub-changed', where: otherHub.key },
    })
    expect((await phone.device.readSettings()).hub?.key).toBe(hub.key)
  })

  test('that is not the one of the invitation is refused before anything is pinned', async () => {
    expect(await meetHub(phone.device, transport, otherHub.key)).toMatchObject({
      kind: 'failed',
      problem: { code: 'hub-changed' },
    })
    expect((await phone.device.readSettings()).hub).toBeNull()
    expect(await meetHub(phone.device, transport, hub.key)).toMatchObject({ kind: 'met' })
  })

  test.each<[string, HubResponse]>([
    ['a portal', textResponse('<p>Sign in')],
    ['a 304', textResponse('', { status: 304 })],
    ['other JSON', jsonResponse({ hub: 'x' })],
  ])('through %s is no meeting', async (_, response) => {
    hub.serve('/api/v1/hub', () => Promise.resolve(response))
    expect(await meetHub(phone.device, transport)).toMatchObject({
      kind: 'failed',
      problem: { code: 'not-our-hub' },
    })
    expect((await phone.device.readSettings()).hub).toBeNull()
  })
})

describe('the latest release', () => {
  const wanted = () => ({ hub: hub.key, programme: 'default', instrument: 'pulse' })
  const pull = () => pullRelease(phone.device, transport, wanted())
  const publish = async (value: Release, signedBy = hub) => {
    const message = await signedBy.sign(value)
    hub.serve(path, () =>
      Promise.resolve(
        jsonResponse(message, { etag: `"${value.round}-${value.number}-${value.publishedOn}"` }),
      ),
    )
    return message
  }

  test('is fetched, checked, and kept as its exact bytes', async () => {
    const message = await publish(releaseWith(hub))
    expect(await pull()).toEqual({ kind: 'new', release: releaseWith(hub) })
    expect(await phone.device.readRelease('default/pulse/2026')).toEqual({
      number: 1,
      bytes: fromBase64url(message.bytes),
      signature: fromBase64url(message.signature),
      etag: '"2026-1-2026-12-01"',
    })
    expect((await latestRelease(phone.device, wanted()))?.release).toEqual(releaseWith(hub))
  })

  test('is not sent again when nothing changed', async () => {
    await publish(releaseWith(hub))
    await pull()
    hub.serve(path, () => Promise.resolve(textResponse('', { status: 304, contentType: '' })))
    expect(await pull()).toEqual({ kind: 'unchanged', release: releaseWith(hub) })
    expect(asked.map(({ etag }) => etag)).toEqual([undefined, '"2026-1-2026-12-01"'])
  })

  test('with a lower number never replaces a higher one', async () => {
    const second = releaseWith(hub, { number: 2, publishedOn: '2026-12-20' })
    await publish(second)
    await pull()
    await publish(releaseWith(hub, { number: 1 }))
    expect(await pull()).toEqual({ kind: 'unchanged', release: second })
    expect((await latestRelease(phone.device, wanted()))?.release).toEqual(second)
  })

  test('with a higher number is new even when it was published on the same day', async () => {
    await publish(releaseWith(hub))
    await pull()
    const corrected = releaseWith(hub, { number: 2 })
    await publish(corrected)
    expect(await pull()).toEqual({ kind: 'new', release: corrected })
  })

  test('of a later round is the latest though its number is lower; the earlier one stays readable', async () => {
    const earlier = releaseWith(hub, { number: 3 })
    const later = releaseWith(hub, { round: '2027', number: 1, publishedOn: '2027-12-01' })
    await publish(earlier)
    await pull()
    await publish(later)
    expect(await pull()).toEqual({ kind: 'new', release: later })
    await publish(earlier)
    expect(await pull()).toEqual({ kind: 'unchanged', release: later })
    expect(await phone.device.readRelease('default/pulse/2026')).not.toBeNull()
  })

  test('that is not there yet is no failure', async () => {
    hub.serve(path, () => Promise.resolve(problemResponse('no-release')))
    expect(await pull()).toEqual({ kind: 'none' })
  })

  test.each<[string, () => Promise<unknown>]>([
    ['another hub', () => publish(releaseWith(otherHub), otherHub)],
    ['another hub under this one’s signature', () => publish(releaseWith(otherHub))],
    ['this hub under another signature', () => publish(releaseWith(hub), otherHub)],
    ['another programme', () => publish(releaseWith(hub, { programme: 'east' }))],
    [
      'another instrument',
      () => publish(releaseWith(hub, { instrument: { id: 'other', version: '1.0.0' } })),
    ],
    ['a score over 100', () => publish(releaseWith(hub, {}, 101))],
  ])('of %s is refused, and the one that is here stays', async (_, publishWrong) => {
    await publish(releaseWith(hub))
    await pull()
    await publishWrong()
    expect(await pull()).toEqual({ kind: 'failed', problem: { code: 'release-invalid' } })
    expect((await latestRelease(phone.device, wanted()))?.release).toEqual(releaseWith(hub))
  })

  test('that was changed on the phone is not shown', async () => {
    await publish(releaseWith(hub))
    await pull()
    const kept = await phone.device.readRelease('default/pulse/2026')
    const bytes = Uint8Array.from(kept?.bytes ?? [])
    bytes[40] = (bytes[40] ?? 0) ^ 1
    if (kept) await phone.device.keepRelease('default/pulse/2026', { ...kept, bytes })
    expect(await latestRelease(phone.device, wanted())).toBeNull()
  })

  test('cannot be replaced by a portal’s page', async () => {
    await publish(releaseWith(hub))
    await pull()
    hub.serve(path, () => Promise.resolve(textResponse('<p>Sign in')))
    expect(await pull()).toMatchObject({ kind: 'failed', problem: { code: 'not-our-hub' } })
    expect((await latestRelease(phone.device, wanted()))?.release).toEqual(releaseWith(hub))
  })
})

function releaseWith(hub: HubDouble, change: Partial<Release> = {}, median = 55): Release {
  return {
    kind: 'release',
    version: 1,
    hub: hub.key,
    programme: 'default',
    instrument: { id: 'pulse', version: '1.0.0' },
    round: '2026',
    number: 1,
    publishedOn: '2026-12-01',
    demonstration: false,
    method: 'benchmark/1',
    rules: [{ id: 'size', limits: { cell: 6 } }],
    family: { id: 'region', source: 'UN M49', edition: '2026' },
    groups: [{ id: 'r202', n: 12, countries: ['KEN', 'UGA'] }],
    cells: [
      {
        group: 'r202',
        figure: 'readiness',
        quartiles: {
          state: 'shown',
          n: 12,
          q25: { value: 40, error: 3 },
          median: { value: median, error: 2 },
          q75: { value: 63, error: 4 },
        },
        bands: { state: 'suppressed', reason: 'size' },
      },
    ],
    ...change,
  }
}

import type { Device, Preference } from '../../src/app/device.ts'

/** A device that tests hold in their hands: the clock is stepped, the connection switched, chance counted. */
export function fakeDevice(): Device & { online: boolean; instant: string } {
  const preferences = new Map<Preference, string>()
  const listeners: (() => void)[] = []
  let ids = 0
  let byte = 0
  const device = {
    instant: '2026-11-23T10:00:00.000Z',
    online: true,
    now: () => device.instant,
    today: () => device.instant.slice(0, 10),
    newId: () => `id-${++ids}`,
    randomBytes: (length: number) => Uint8Array.from({ length }, () => (byte = (byte * 31 + 7) % 256)),
    isOnline: () => device.online,
    onConnectionChange: (listener: () => void) => void listeners.push(listener),
    languages: ['en'],
    readPreference: (name: Preference) => preferences.get(name) ?? null,
    keepPreference: (name: Preference, value: string | null) =>
      void (value === null ? preferences.delete(name) : preferences.set(name, value)),
    platform: 'other' as const,
    installed: false,
    secure: true,
    afterPaint: () => Promise.resolve(),
    whenIdle: (work: () => void) => work(),
    takeBytesFetched: () => 0,
    storageEstimate: () => Promise.resolve(null),
    askToPersist: () => Promise.resolve(false),
    reload: () => undefined,
    report: (mistake: unknown) => {
      throw mistake
    },
  }
  return device
}

/**
 * Everything the app knows of the browser it runs in: clock, ids, chance, connection, preferences, platform. Tests
 * replace it whole, so nothing else in `src/app` asks the browser for these.
 */
export interface Device {
  /** The present instant, ISO 8601 in UTC. */
  now(): string
  /** The present day where the phone is, `YYYY-MM-DD`. */
  today(): string
  newId(): string
  randomBytes(length: number): Uint8Array
  isOnline(): boolean
  onConnectionChange(listener: () => void): void
  /** The person's languages, the preferred one first. */
  readonly languages: readonly string[]
  /** Small choices that must be known before anything can be loaded, such as the language. */
  readPreference(name: Preference): string | null
  /** Forgets the preference when the value is null. A browser that refuses is left as it is. */
  keepPreference(name: Preference, value: string | null): void
  readonly platform: 'iphone' | 'android' | 'other'
  /** True when opened from the home screen. */
  readonly installed: boolean
  /** False on plain http: no encryption, no service worker, nothing may be kept. */
  readonly secure: boolean
  /** Resolves after the next frame is on the screen. */
  afterPaint(): Promise<void>
  /** Calls back when nothing more urgent is to be done. */
  whenIdle(work: () => void): void
  /** Bytes fetched over the network since the last call. */
  takeBytesFetched(): number
  /** Space used and allowed on this phone, in bytes; null where the browser does not say. */
  storageEstimate(): Promise<{
    readonly used: number
    readonly allowed: number
    readonly persisted: boolean
  } | null>
  /** Asks the browser not to clear this app's data by itself; true when it agreed. */
  askToPersist(): Promise<boolean>
  reload(): void
  /** Tells the browser of a mistake nobody foresaw. */
  report(mistake: unknown): void
}

/** `known` says that this phone's store has been opened before. */
export type Preference = 'language' | 'digits' | 'advance' | 'known'

let current: Device | null = null

export function provideDevice(device: Device): void {
  current = device
}

export function useDevice(): Device {
  if (!current) throw new Error('no device was provided')
  return current
}

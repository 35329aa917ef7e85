import type { Answer, Assessment } from '../domain/assessment/assessment.ts'

/**
 * What a phone remembers, as a contract: IndexedDB and memory stand behind it and pass the same suite
 * (`tests/contracts/device-store.ts`). Promises resolve only when the change is on disk. What fails throws a
 * {@link StorageError}; nothing is dropped in silence.
 */
export interface DeviceStore {
  listProfiles(): Promise<readonly ProfileSummary[]>
  createProfile(label: string): Promise<ProfileStore>
  /** @throws StorageError `missing` when there is no such profile. */
  openProfile(id: string): Promise<ProfileStore>
  renameProfile(id: string, label: string): Promise<void>
  /** Deletes the profile's database, keys included. */
  deleteProfile(id: string): Promise<void>
  /** Deletes every profile and the device's own database. */
  deleteEverything(): Promise<void>

  readSettings(): Promise<DeviceSettings>
  changeSettings(change: Partial<DeviceSettings>): Promise<DeviceSettings>

  /** A published release as exact bytes; `key` names programme, instrument and round. The newest number wins. */
  keepRelease(key: string, release: KeptRelease): Promise<void>
  readRelease(key: string): Promise<KeptRelease | null>
  /** Kept releases whose key starts with `prefix`, in the order of their keys. */
  listReleases(prefix: string): Promise<readonly KeptRelease[]>
  close(): void
}

/** What a store takes from outside, so that it needs no clock, no names and no protocol of its own. */
export interface StoreSurroundings {
  /** The present instant, ISO 8601 in UTC. */
  readonly now: () => string
  /** A new unique id, such as a UUID. */
  readonly newId: () => string
  readonly signingKeys: {
    /** A new pair for a new profile. Its private half cannot be taken out of the browser. */
    generate(): Promise<{ readonly publicKey: string; readonly privateKey: CryptoKey }>
    signer(publicKey: string, privateKey: CryptoKey): ProfileSigner
  }
}

export interface ProfileSigner {
  readonly publicKey: string
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** Readable by whoever holds the phone, before any lock: the app says so where the label is typed. */
export interface ProfileSummary {
  readonly id: string
  readonly label: string
  readonly createdAt: string
}

export interface DeviceSettings {
  readonly lastProfile: string | null
  /** Bytes this app has fetched on this phone. */
  readonly bytesFetched: number
  /** The hub this app came from, pinned at first contact. */
  readonly hub: KnownHub | null
}

/** Who runs the hub, so that it can be read with no connection too. */
export interface KnownHub {
  readonly key: string
  readonly name: string
  readonly operator: string
  readonly contact: string
  readonly demonstration: boolean
  readonly programmes: readonly { readonly id: string; readonly name: string; readonly round: string }[]
}

/** Before anything was chosen or met. */
export const firstSettings: DeviceSettings = {
  lastProfile: null,
  bytesFetched: 0,
  hub: null,
}

export interface KeptRelease {
  readonly number: number
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  /** Entity tag to ask "anything newer?" with. */
  readonly etag: string
}

/** One person on this installation. Every value is encrypted; ids of assessments and indicators are not. */
export interface ProfileStore {
  readonly id: string
  readonly signer: ProfileSigner

  /** Oldest first. */
  listAssessments(): Promise<readonly Assessment[]>
  readAssessment(id: string): Promise<Assessment | null>
  /** Answers that come with it become first revisions. */
  createAssessment(assessment: Assessment): Promise<void>
  /**
   * Everything of an assessment but its answers.
   * @throws StorageError `missing` when it was deleted.
   */
  changeAssessment(id: string, head: AssessmentHead): Promise<void>
  /**
   * Appends a revision; resolves with its number, counted from 1, once it is on disk. Two tabs never get the same
   * number, and answers of one tab are kept in the order in which they were given.
   * @throws StorageError `missing` when the assessment was deleted: a late answer does not bring it back.
   */
  recordAnswer(assessment: string, indicator: string, answer: Answer): Promise<number>
  /** Deletes the assessment with all its answers. Its records stay: what left the phone can still be withdrawn. */
  deleteAssessment(id: string): Promise<void>

  /** Where the person was last: the app's own path, opened again after a kill. */
  readPlace(): Promise<string | null>
  keepPlace(path: string): Promise<void>

  /**
   * Freezes a record together with its outbox entry, in one transaction.
   * `sequence-taken` when another tab was first: build it again with the next sequence.
   * `same-content` when the newest record of this assessment that was not refused already says this.
   */
  appendRecord(
    record: NewRecord,
  ): Promise<
    | { readonly kind: 'appended' }
    | { readonly kind: 'sequence-taken' }
    | { readonly kind: 'same-content'; readonly id: string }
  >
  nextSequence(): Promise<number>
  /** All records of this profile, oldest first; those of a former phone's key, brought back from a file, before its own. */
  listRecords(): Promise<readonly KeptRecord[]>
  /** @throws StorageError `missing` when there is no such record. */
  changeRecord(id: string, state: RecordState): Promise<void>

  /** One consistent picture of everything but the keys. */
  copyEverything(): Promise<ProfileCopy>
  /** Adds a copy to what is here, without loss or doubles, in one transaction: all of it or nothing. */
  mergeCopy(copy: ProfileCopy): Promise<void>
  close(): void
}

/** Everything of a profile but its keys: what a file copy carries. */
export interface ProfileCopy {
  readonly assessments: readonly CopiedAssessment[]
  readonly records: readonly KeptRecord[]
  readonly place: string | null
}

export interface CopiedAssessment {
  readonly head: Omit<Assessment, 'answers'>
  /** All revisions by indicator, oldest first. */
  readonly revisions: Readonly<Record<string, readonly Answer[]>>
}

export type AssessmentHead = Pick<Assessment, 'subject' | 'group' | 'round'>

/** Opaque to storage but for what it must index. */
export interface NewRecord {
  readonly id: string
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  readonly kind: string
  readonly sequence: number
  /** The assessment it came from; null for an enrolment. */
  readonly assessment: string | null
  /** Hash of what it says without salt, time and sequence: the same content is not frozen twice. */
  readonly content: string
}

export interface KeptRecord extends NewRecord {
  /** The key that signed it: this profile's own, or that of the phone a file copy came from. */
  readonly profileKey: string
  readonly state: RecordState
}

export type RecordState =
  | { readonly kind: 'waiting'; readonly attempts: number; readonly lastProblem: string | null }
  | { readonly kind: 'received'; readonly receipt: OpaqueMessage }
  | { readonly kind: 'held'; readonly reason: string; readonly receipt: OpaqueMessage }
  | { readonly kind: 'refused'; readonly problem: string; readonly where: string }

/** The state of a record just frozen. */
export const firstState: RecordState = { kind: 'waiting', attempts: 0, lastProblem: null }

export interface OpaqueMessage {
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
}

export class StorageError extends Error {
  readonly code: 'full' | 'unavailable' | 'missing' | 'unreadable' | 'newer'
  constructor(code: StorageError['code'], detail = '', options?: ErrorOptions) {
    super(detail ? `${code}: ${detail}` : code, options)
    this.name = 'StorageError'
    this.code = code
  }
}

import type { Answer, Assessment } from '../domain/assessment/assessment.ts'
import {
  StorageError,
  firstState,
  type CopiedAssessment,
  type ProfileCopy,
  type ProfileStore,
  type StoreSurroundings,
} from './device-store.ts'
import { mergeCopies } from './merge-copies.ts'

type SigningKeys = StoreSurroundings['signingKeys']

/** A profile in memory: its keys, and everything else as a copy would carry it. */
export interface MemoryProfile {
  readonly publicKey: string
  readonly privateKey: CryptoKey
  everything: ProfileCopy
}

export async function newMemoryProfile(signingKeys: SigningKeys): Promise<MemoryProfile> {
  return { ...(await signingKeys.generate()), everything: { assessments: [], records: [], place: null } }
}

/**
 * Each change replaces the whole picture in one step, so that what takes one transaction on a disk happens at once here.
 *
 * @param find the profile as it is now.
 * @throws StorageError `missing` from `find`, once the profile was deleted.
 */
export function memoryProfileStore(
  id: string,
  signingKeys: SigningKeys,
  find: () => MemoryProfile,
): ProfileStore {
  const { publicKey, privateKey } = find()
  let closed = false
  const read = (): ProfileCopy => {
    if (closed) throw new StorageError('unavailable', 'closed')
    return find().everything
  }
  const change = (changed: Partial<ProfileCopy>) => {
    find().everything = { ...read(), ...structuredClone(changed) }
  }
  const own = () => read().records.filter((record) => record.profileKey === publicKey)
  const lastSequence = () => own().at(-1)?.sequence ?? 0
  const assessment = (wanted: string): CopiedAssessment => {
    const found = read().assessments.find(({ head }) => head.id === wanted)
    if (!found) throw new StorageError('missing', wanted)
    return found
  }
  const replace = (changed: CopiedAssessment) => {
    change({
      assessments: read().assessments.map((it) => (it.head.id === changed.head.id ? changed : it)),
    })
  }

  return {
    id,
    signer: signingKeys.signer(publicKey, privateKey),

    async listAssessments() {
      return read()
        .assessments.map(latestAnswers)
        .sort((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1))
    },
    async readAssessment(wanted) {
      return (
        read()
          .assessments.map(latestAnswers)
          .find((it) => it.id === wanted) ?? null
      )
    },
    async createAssessment({ answers, ...head }) {
      if (read().assessments.some((it) => it.head.id === head.id))
        throw new Error(`assessment ${head.id} exists`)
      const revisions = Object.fromEntries(Object.entries(answers).map(([key, answer]) => [key, [answer]]))
      change({ assessments: [...read().assessments, { head, revisions }] })
    },
    async changeAssessment(wanted, { subject, group, round }) {
      const it = assessment(wanted)
      replace({ ...it, head: { ...it.head, subject, group, round } })
    },
    async recordAnswer(wanted, indicator, answer) {
      const it = assessment(wanted)
      const earlier: readonly Answer[] = new Map(Object.entries(it.revisions)).get(indicator) ?? []
      const entries = [...Object.entries(it.revisions), [indicator, [...earlier, answer]] as const]
      replace({ ...it, revisions: Object.fromEntries(entries) })
      return earlier.length + 1
    },
    async deleteAssessment(wanted) {
      change({ assessments: read().assessments.filter(({ head }) => head.id !== wanted) })
    },

    async readPlace() {
      return read().place
    },
    async keepPlace(place) {
      change({ place })
    },

    async appendRecord(record) {
      const newest = own().findLast(
        (it) => it.assessment === record.assessment && it.state.kind !== 'refused',
      )
      if (newest && newest.content === record.content && newest.id !== record.id)
        return { kind: 'same-content', id: newest.id }
      if (own().some((it) => it.id === record.id)) return { kind: 'appended' }
      if (record.sequence !== lastSequence() + 1) return { kind: 'sequence-taken' }
      change({ records: [...read().records, { ...record, profileKey: publicKey, state: firstState }] })
      return { kind: 'appended' }
    },
    async nextSequence() {
      return lastSequence() + 1
    },
    async listRecords() {
      const former = read().records.filter((record) => record.profileKey !== publicKey)
      return structuredClone([...former, ...own()])
    },
    async changeRecord(wanted, state) {
      if (!read().records.some((record) => record.id === wanted)) throw new StorageError('missing', wanted)
      change({
        records: read().records.map((record) => (record.id === wanted ? { ...record, state } : record)),
      })
    },

    async copyEverything() {
      return structuredClone({ ...read(), records: await this.listRecords() })
    },
    async mergeCopy(copy) {
      change(mergeCopies(read(), copy))
    },
    close() {
      closed = true
    },
  }
}

function latestAnswers({ head, revisions }: CopiedAssessment): Assessment {
  const answers = Object.entries(revisions).flatMap(([indicator, all]) => {
    const latest = all.at(-1)
    return latest ? [[indicator, latest] as const] : []
  })
  return structuredClone({ ...head, answers: Object.fromEntries(answers) })
}

import type { Answer, Assessment } from '../domain/assessment/assessment.ts'
import { StorageError, type CopiedAssessment, type ProfileStore } from './device-store.ts'
import { isSameWrite } from './encryption.ts'
import type { OpenProfile } from './idb-profile-store.ts'
import type { ProfileSchema } from './schema.ts'

type Head = CopiedAssessment['head']
type AnswerKey = ProfileSchema['answers']['key']
type AnswerRow = readonly [AnswerKey, Uint8Array]

/** Assessments and their answers: a sealed head per assessment, a sealed row per revision of an answer. */
export function idbAssessments({
  connection,
  seal,
  unseal,
}: OpenProfile): Pick<
  ProfileStore,
  | 'listAssessments'
  | 'readAssessment'
  | 'createAssessment'
  | 'changeAssessment'
  | 'recordAnswer'
  | 'deleteAssessment'
> {
  /** Answers of one tab follow each other: sealing two at once could let the older one be written last. */
  let previous: Promise<unknown> = Promise.resolve()
  /** The last revision this tab has seen, so that the next one can be sealed before its transaction opens. */
  const lastSeen = new Map<string, number>()

  async function read(range: IDBKeyRange | null, id: string | null): Promise<readonly Assessment[]> {
    const rows = await connection.read(['assessments', 'answers'], async ({ assessments, answers }) => {
      const [ids, sealed, keys, values] = await Promise.all([
        assessments.getAllKeys(id),
        assessments.getAll(id),
        answers.getAllKeys(range),
        answers.getAll(range),
      ])
      return { heads: zip(ids, sealed), answers: zip(keys, values) }
    })
    const [heads, answers] = await Promise.all([
      Promise.all(rows.heads.map(([key, sealed]) => unseal<Head>('assessments', [key], sealed))),
      Promise.all(
        latestRevisions(rows.answers).map(async ([key, sealed]) => {
          lastSeen.set(indicatorKey(key), key[2])
          return { key, answer: await unseal<Answer>('answers', key, sealed) }
        }),
      ),
    ])
    return heads
      .map((head) => ({
        ...head,
        answers: Object.fromEntries(
          answers.filter(({ key }) => key[0] === head.id).map(({ key, answer }) => [key[1], answer]),
        ),
      }))
      .sort((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1))
  }

  async function append(assessment: string, indicator: string, answer: Answer): Promise<number> {
    for (;;) {
      const seen = lastSeen.get(indicatorKey([assessment, indicator])) ?? 0
      const key: AnswerKey = [assessment, indicator, seen + 1]
      const sealed = await seal('answers', key, answer)
      const { last, mine } = await connection.write(['assessments', 'answers'], async (stores) => {
        const [head, cursor] = await Promise.all([
          stores.assessments.getKey(assessment),
          stores.answers.openCursor(revisionsOf(assessment, indicator), 'prev'),
        ])
        if (head === undefined) throw new StorageError('missing', assessment)
        const last = cursor?.key[2] ?? 0
        // Ours already when a first attempt was written though its connection broke.
        if (cursor && isSameWrite(cursor.value, sealed)) return { last, mine: true }
        if (last !== seen) return { last, mine: false }
        await stores.answers.add(sealed, key)
        return { last: key[2], mine: true }
      })
      lastSeen.set(indicatorKey(key), last)
      if (mine) return last
    }
  }

  return {
    listAssessments: () => read(null, null),
    async readAssessment(id) {
      return (await read(answersOf(id), id))[0] ?? null
    },
    async createAssessment({ answers, ...head }) {
      const sealedHead = await seal('assessments', [head.id], head)
      const rows = await Promise.all(
        Object.entries(answers).map(async ([indicator, answer]): Promise<AnswerRow> => {
          const key: AnswerKey = [head.id, indicator, 1]
          return [key, await seal('answers', key, answer)]
        }),
      )
      await connection.write(['assessments', 'answers'], async (stores) => {
        const kept = await stores.assessments.get(head.id)
        if (kept && isSameWrite(kept, sealedHead)) return
        if (kept) throw new Error(`assessment ${head.id} exists`)
        await Promise.all([
          stores.assessments.add(sealedHead, head.id),
          ...rows.map(([key, sealed]) => stores.answers.add(sealed, key)),
        ])
      })
    },
    async changeAssessment(id, { subject, group, round }) {
      const kept = await connection.read(['assessments'], ({ assessments }) => assessments.get(id))
      if (!kept) throw new StorageError('missing', id)
      const head = await unseal<Head>('assessments', [id], kept)
      const sealed = await seal('assessments', [id], { ...head, subject, group, round })
      await connection.write(['assessments'], async ({ assessments }) => {
        if ((await assessments.getKey(id)) === undefined) throw new StorageError('missing', id)
        await assessments.put(sealed, id)
      })
    },
    recordAnswer(assessment, indicator, answer) {
      const mine = previous.then(() => append(assessment, indicator, answer))
      previous = mine.catch(() => undefined)
      return mine
    },
    async deleteAssessment(id) {
      await connection.write(['assessments', 'answers'], ({ assessments, answers }) =>
        Promise.all([assessments.delete(id), answers.delete(answersOf(id))]),
      )
    },
  }
}

/** The last row of each indicator. Rows come in the order of their keys, revisions ascending. */
function latestRevisions(rows: readonly AnswerRow[]): readonly AnswerRow[] {
  return rows.filter(([key], i) => {
    const next = rows[i + 1]
    return !next || indicatorKey(next[0]) !== indicatorKey(key)
  })
}

function indicatorKey([assessment, indicator]: readonly [string, string, ...unknown[]]): string {
  return JSON.stringify([assessment, indicator])
}

/** Arrays sort after every text and number in IndexedDB, so an empty one closes a range. */
function answersOf(assessment: string): IDBKeyRange {
  return IDBKeyRange.bound([assessment], [assessment, []])
}

function revisionsOf(assessment: string, indicator: string): IDBKeyRange {
  return IDBKeyRange.bound([assessment, indicator], [assessment, indicator, []])
}

function zip<Key, Value>(keys: readonly Key[], values: readonly Value[]): [Key, Value][] {
  return keys.flatMap((key, i) => {
    const value = values[i]
    return value === undefined ? [] : [[key, value] as [Key, Value]]
  })
}

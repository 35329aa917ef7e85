import type { Answer } from '../domain/assessment/assessment.ts'
import type { CopiedAssessment, KeptRecord, ProfileCopy, RecordState } from './device-store.ts'

/**
 * Adds a copy to what a profile holds. Nothing is lost and nothing stands twice; merging the same copy again changes
 * nothing. Assessments meet by id, records by id with the state that is furthest along, answers as revisions.
 */
export function mergeCopies(present: ProfileCopy, copy: ProfileCopy): ProfileCopy {
  return {
    assessments: mergeById(present.assessments, copy.assessments, (it) => it.head.id, mergeAssessment),
    records: inOrder(mergeById(present.records, copy.records, (it) => it.id, mergeRecord)),
    place: present.place ?? copy.place,
  }
}

function mergeAssessment(present: CopiedAssessment, copy: CopiedAssessment): CopiedAssessment {
  const indicators = new Set([...Object.keys(present.revisions), ...Object.keys(copy.revisions)])
  return {
    head: {
      ...present.head,
      subject: present.head.subject ?? copy.head.subject,
      group: present.head.group ?? copy.head.group,
    },
    revisions: Object.fromEntries(
      [...indicators].map((indicator) => [
        indicator,
        mergeRevisions(revisionsOf(present, indicator), revisionsOf(copy, indicator)),
      ]),
    ),
  }
}

function revisionsOf({ revisions }: CopiedAssessment, indicator: string): readonly Answer[] {
  return Object.hasOwn(revisions, indicator) ? (revisions[indicator] ?? []) : []
}

/**
 * Both histories, each in its own order; the later of the two last answers stays last. Revisions of one history are
 * never sorted by their time, since a clock may have been set back between them. When one history ends with an
 * answer that the other contains, the other is its continuation and wins whatever the clocks said.
 */
function mergeRevisions(present: readonly Answer[], copy: readonly Answer[]): readonly Answer[] {
  const known = new Set(present.map(contentOf))
  const added = copy.filter((answer) => !known.has(contentOf(answer)))
  const lastPresent = present.at(-1)
  const lastAdded = added.at(-1)
  const copyIsLater =
    !lastPresent || (lastAdded && lastAdded === copy.at(-1) && isLater(lastAdded, lastPresent, copy))
  return copyIsLater ? [...present, ...added] : [...added, ...present]
}

function isLater(lastAdded: Answer, lastPresent: Answer, copy: readonly Answer[]): boolean {
  const continues = copy.some((answer) => contentOf(answer) === contentOf(lastPresent))
  return continues || lastAdded.at > lastPresent.at
}

function contentOf({ response, evidence, note, at }: Answer): string {
  const reason = response.kind === 'not-applicable' ? response.reason : ''
  const level = response.kind === 'level' ? response.level : null
  return JSON.stringify([
    response.kind,
    level,
    reason,
    evidence && [evidence.grade, evidence.date, evidence.firstRound],
    note,
    at,
  ])
}

const distance: Readonly<Record<RecordState['kind'], number>> = {
  waiting: 0,
  held: 1,
  refused: 2,
  received: 3,
}

function mergeRecord(present: KeptRecord, copy: KeptRecord): KeptRecord {
  return distance[copy.state.kind] > distance[present.state.kind]
    ? { ...present, state: copy.state }
    : present
}

/** Oldest first within each key. */
function inOrder(records: readonly KeptRecord[]): readonly KeptRecord[] {
  return [...records].sort((a, b) =>
    a.profileKey === b.profileKey ? a.sequence - b.sequence : a.profileKey < b.profileKey ? -1 : 1,
  )
}

function mergeById<Item>(
  present: readonly Item[],
  added: readonly Item[],
  idOf: (item: Item) => string,
  merge: (present: Item, added: Item) => Item,
): readonly Item[] {
  const merged = new Map(present.map((item) => [idOf(item), item]))
  for (const item of added) {
    const same = merged.get(idOf(item))
    merged.set(idOf(item), same === undefined ? item : merge(same, item))
  }
  return [...merged.values()]
}

import type { NewRecord, ProfileStore } from '../../src/storage/device-store.ts'
import { answerWith, assessmentWith } from './assessments.ts'

export function recordWith(sequence: number): NewRecord {
  return {
    id: `record-${sequence}`,
    bytes: Uint8Array.of(sequence),
    signature: Uint8Array.of(1, 2),
    kind: 'submission',
    sequence,
    assessment: 'assessment-1',
    content: `content-${sequence}`,
  }
}

/** Something of everything a profile can hold. */
export async function fillProfile(profile: ProfileStore): Promise<void> {
  await profile.createAssessment(assessmentWith())
  await profile.createAssessment(assessmentWith({ id: 'assessment-2', createdAt: at(30) }))
  await profile.recordAnswer('assessment-1', 'Q1', answerWith({ note: 'first', at: at(1) }))
  await profile.recordAnswer('assessment-1', 'Q1', answerWith({ note: 'second', at: at(2) }))
  await profile.recordAnswer('assessment-1', 'Q2', answerWith({ response: { kind: 'withheld' } }))
  await profile.keepPlace('/a/assessment-1/q/Q2')
  await profile.appendRecord(recordWith(1))
  await profile.appendRecord(recordWith(2))
  const receipt = { bytes: Uint8Array.of(1), signature: Uint8Array.of(2) }
  await profile.changeRecord('record-1', { kind: 'received', receipt })
}

/** An instant so many minutes into the morning. */
function at(minute: number): string {
  return `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`
}

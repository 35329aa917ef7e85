import type { Contribution, SubmissionHead } from '../domain/round/contribution.ts'
import type { ProfileStore } from '../storage/device-store.ts'
import type { RandomBytes, SubmissionDraft } from './freeze-record.ts'
import { keepRecord, ownRecords, withdrawnIds, type KeptOutcome, type OwnRecord } from './keep-record.ts'

/** Everything a hand-in is made of; `contribution` is all of the assessment that leaves. */
export interface HandIn {
  readonly assessment: string
  readonly audience: { readonly hub: string; readonly programme: string }
  readonly head: SubmissionHead
  readonly contribution: Contribution
  readonly claimedAt: string
}

/**
 * Freezes an assessment's contribution as a submission and puts it in the outbox. It replaces the profile's earlier
 * submission for the same subject, instrument and round.
 */
export function handIn(store: ProfileStore, given: HandIn, random: RandomBytes): Promise<KeptOutcome> {
  return keepRecord(store, given.assessment, (own) => draftSubmission(given, own), random)
}

/** What would leave, for a person to look at before agreeing; freezing adds key, sequence and salt. */
export async function previewSubmission(store: ProfileStore, given: HandIn): Promise<SubmissionDraft> {
  return draftSubmission(given, await ownRecords(store))
}

function draftSubmission(given: HandIn, own: readonly OwnRecord[]): SubmissionDraft {
  const { audience, head, contribution, claimedAt } = given
  return {
    kind: 'submission',
    audience: { ...audience },
    subject: head.subject,
    instrument: { ...head.instrument },
    round: head.round,
    claimedAt,
    supersedes: earlierSubmission(given, own),
    tiers: { ...head.consent },
    body: contribution,
  }
}

/**
 * The newest submission that this one stands in for. A newer version of the instrument stands in for an older one;
 * what was refused or withdrawn need not be replaced.
 */
function earlierSubmission({ audience, head }: HandIn, own: readonly OwnRecord[]): string | null {
  const withdrawn = withdrawnIds(own)
  const earlier = own.findLast(
    ({ kept, record }) =>
      record.kind === 'submission' &&
      kept.state.kind !== 'refused' &&
      !withdrawn.has(kept.id) &&
      record.audience.hub === audience.hub &&
      record.audience.programme === audience.programme &&
      record.subject === head.subject &&
      record.instrument.id === head.instrument.id &&
      record.round === head.round,
  )
  return earlier?.kept.id ?? null
}

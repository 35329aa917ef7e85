import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { buildContribution } from '../../domain/round/build-contribution.ts'
import type { Consent } from '../../domain/round/contribution.ts'
import { standingOf } from '../../domain/round/standing.ts'
import { scoreAssessment } from '../../domain/scoring/score-assessment.ts'
import type { EnrolmentCode } from '../../protocol/enrolment-code.ts'
import type { ProblemCode } from '../../protocol/problem.ts'
import { enrol } from '../../sync/enrol.ts'
import type { SubmissionDraft } from '../../sync/freeze-record.ts'
import { handIn, previewSubmission, type HandIn } from '../../sync/hand-in.ts'
import { ownRecords, withdrawnIds, type KeptOutcome, type OwnRecord } from '../../sync/keep-record.ts'
import { push } from '../../sync/push.ts'
import { withdraw } from '../../sync/withdraw.ts'
import { useConnection } from '../connection.ts'
import { useDevice } from '../device.ts'
import { problemOf } from '../problem-of.ts'
import { useAssessment } from './assessment.ts'
import { useHub } from './hub.ts'
import { useSession } from './session.ts'

/** First and longest pause between two tries, in milliseconds. */
const firstPauseMs = 15_000
const longestPauseMs = 240_000

/** What was frozen to leave this phone, what became of it, and the way out. */
export const useOutbox = defineStore('outbox', () => {
  const device = useDevice()
  const session = useSession()
  const hub = useHub()
  const records = shallowRef<readonly OwnRecord[]>([])
  const pushing = ref(false)
  const problem = ref<ProblemCode | null>(null)
  let pause = firstPauseMs
  let timer: ReturnType<typeof setTimeout> | undefined

  const waiting = computed(() => records.value.filter(({ kept }) => kept.state.kind === 'waiting').length)
  const withdrawn = computed(() => withdrawnIds(records.value))
  /** Submissions that a later one of this profile stands in for. */
  const superseded = computed(
    () =>
      new Set(
        records.value.flatMap(({ record }) =>
          record.kind === 'submission' ? (record.supersedes ?? []) : [],
        ),
      ),
  )
  /** The newest invitation this profile took that the hub did not refuse. */
  const enrolment = computed(
    () =>
      records.value.findLast(
        ({ record, kept }) => record.kind === 'enrolment' && kept.state.kind !== 'refused',
      ) ?? null,
  )

  /** Reads what is here and sends what waits, now and whenever a connection comes back. */
  async function start(): Promise<void> {
    if (!session.ready) return
    await hub.recall()
    await refresh()
    device.onConnectionChange(() => void wake())
    await wake()
  }

  async function refresh(): Promise<void> {
    records.value = await ownRecords(session.opened().profile)
  }

  /** Sends what waits, oldest first. Calling it again while it runs, or from a second tab, does no harm. */
  async function wake(): Promise<void> {
    clearTimeout(timer)
    const heldOrWaiting = records.value.some(
      ({ kept }) => kept.state.kind === 'waiting' || kept.state.kind === 'held',
    )
    if (pushing.value || !heldOrWaiting || !device.isOnline()) return
    pushing.value = true
    problem.value = null
    try {
      const known = hub.known ?? (await hub.meet())
      if (known) {
        const { transport, takeTurns } = await useConnection()
        const report = await push({ store: session.opened().profile, transport, hub: known.key }, takeTurns)
        problem.value = report.problem?.code ?? null
      } else problem.value = hub.problem
    } catch (cause) {
      problem.value = problemOf(cause)
    } finally {
      pushing.value = false
      await refresh()
    }
    tryAgainLater()
  }

  /** The pause doubles while nothing gets through, and starts short again once something did. */
  function tryAgainLater(): void {
    pause = problem.value ? Math.min(longestPauseMs, pause * 2) : firstPauseMs
    if (waiting.value > 0) timer = setTimeout(() => void wake(), pause)
  }

  /** Records of one assessment, newest first. */
  function recordsOf(assessment: string): readonly OwnRecord[] {
    return records.value.filter(({ kept }) => kept.assessment === assessment).toReversed()
  }

  /** Exactly what would leave under a consent; null while the hub or the subject is not known. */
  async function preview(consent: Consent, subject: string): Promise<SubmissionDraft | null> {
    const given = whatLeaves(consent, subject)
    return given && previewSubmission(session.opened().profile, given)
  }

  /** Freezes and queues a hand-in; `same-content` when the last one says this already. */
  async function submit(consent: Consent, subject: string): Promise<KeptOutcome['kind'] | null> {
    const given = whatLeaves(consent, subject)
    if (!given) return null
    const { kind } = await handIn(session.opened().profile, given, device.randomBytes)
    await refresh()
    void wake()
    return kind
  }

  /** Takes a submission back together with those it replaced, which the hub still keeps. */
  async function takeBack(id: string): Promise<void> {
    for (const one of chainOf(id))
      await withdraw(session.opened().profile, one, device.now(), device.randomBytes)
    await refresh()
    void wake()
  }

  function chainOf(id: string | null): readonly string[] {
    const own = records.value.find(({ kept }) => kept.id === id)
    return own?.record.kind === 'submission' ? [own.kept.id, ...chainOf(own.record.supersedes)] : []
  }

  async function join(
    code: EnrolmentCode,
    audience: { readonly hub: string; readonly programme: string },
  ): Promise<void> {
    await enrol(session.opened().profile, code, audience, device.now(), device.randomBytes)
    await refresh()
    void wake()
  }

  function whatLeaves(consent: Consent, subject: string): HandIn | null {
    if (!hub.known || !hub.programme) return null
    const { assessment, instrument } = useAssessment().opened()
    const scores = scoreAssessment({ instrument, assessment, asOf: device.today() })
    return {
      assessment: assessment.id,
      audience: { hub: hub.known.key, programme: hub.programme.id },
      head: { instrument: assessment.instrument, subject, round: hub.programme.round, consent },
      contribution: buildContribution(
        instrument,
        assessment,
        scores,
        consent,
        standingOf(instrument, assessment, scores),
      ),
      claimedAt: device.now(),
    }
  }

  return {
    records,
    waiting,
    withdrawn,
    superseded,
    enrolment,
    pushing,
    problem,
    start,
    refresh,
    wake,
    recordsOf,
    preview,
    submit,
    takeBack,
    join,
  }
})

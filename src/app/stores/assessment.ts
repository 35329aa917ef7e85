import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { recordResponse, type AnswerChange, type Refusal } from '../../domain/assessment/record-response.ts'
import type { Answer, Assessment } from '../../domain/assessment/assessment.ts'
import type { Instrument } from '../../domain/instrument/instrument.ts'
import { applicableIndicators, progressOf } from '../../domain/assessment/progress.ts'
import { ProblemError, type ProblemCode } from '../../protocol/problem.ts'
import type { AssessmentHead } from '../../storage/device-store.ts'
import { useDevice } from '../device.ts'
import { loadInstrument, newestVersion } from '../packs.ts'
import { problemOf } from '../problem-of.ts'
import { useSession } from './session.ts'

type AssessmentState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: ProblemCode }
  | { readonly kind: 'ready'; readonly assessment: Assessment; readonly instrument: Instrument }

/** `saved` only after the answer is on disk. */
export type Saving =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly problem: ProblemCode }

interface Unsaved {
  readonly assessment: string
  readonly indicator: string
  readonly answer: Answer
}

/** The assessment that is open, and the way every answer takes to the disk. */
export const useAssessment = defineStore('assessment', () => {
  const device = useDevice()
  const session = useSession()
  const state = shallowRef<AssessmentState>({ kind: 'closed' })
  const saving = ref<Saving>({ kind: 'idle' })

  const ready = computed(() => (state.value.kind === 'ready' ? state.value : null))
  const applicable = computed(() =>
    ready.value ? applicableIndicators(ready.value.instrument, ready.value.assessment) : [],
  )
  const progress = computed(() =>
    ready.value
      ? progressOf(ready.value.instrument, ready.value.assessment)
      : { answered: 0, applicable: 0, next: null },
  )

  /** Opens an assessment unless it is open already. */
  async function open(id: string): Promise<void> {
    if (ready.value?.assessment.id === id) return
    state.value = { kind: 'loading' }
    saving.value = { kind: 'idle' }
    try {
      const assessment = await session.opened().profile.readAssessment(id)
      if (!assessment) throw new ProblemError('not-found', id)
      show(assessment, await loadInstrument(assessment.instrument))
    } catch (cause) {
      state.value = { kind: 'failed', problem: problemOf(cause) }
    }
  }

  /**
   * A new draft of an instrument's newest version, shown at once; it is on disk as soon as the phone's store is open,
   * and no answer is called saved before. @throws ProblemError `unknown-instrument` or `offline`
   */
  async function begin(instrumentId: string, head: Partial<AssessmentHead> = {}): Promise<Assessment> {
    const version = newestVersion(instrumentId)
    if (!version) throw new ProblemError('unknown-instrument', instrumentId)
    const instrument = await loadInstrument({ id: instrumentId, version })
    const assessment: Assessment = {
      id: device.newId(),
      instrument: { id: instrumentId, version },
      subject: null,
      group: null,
      round: device.today().slice(0, 4),
      createdAt: device.now(),
      answers: {},
      ...head,
    }
    uncreated = assessment
    show(assessment, instrument)
    void write()
    return assessment
  }

  function show(assessment: Assessment, instrument: Instrument): void {
    state.value = { kind: 'ready', assessment, instrument }
  }

  /** Shows the change at once and saves it after the frame is drawn. A refusal changes nothing. */
  function record(indicator: string, change: AnswerChange): Refusal | null {
    const now = opened()
    const outcome = recordResponse(now.assessment, now.instrument, indicator, change, device.now())
    if (outcome.kind === 'refused') return outcome.reason
    show(outcome.assessment, now.instrument)
    unsaved.push({ assessment: outcome.assessment.id, indicator, answer: outcome.answer })
    saving.value = { kind: 'saving' }
    void write()
    return null
  }

  /** A draft that is shown but not on disk yet, and answers that are not. */
  let uncreated: Assessment | null = null
  let unsaved: Unsaved[] = []
  let flushing: Promise<void> | null = null

  /** Writes what waits, in order. What cannot be written stays in memory and is tried with the next change. */
  async function flush(): Promise<void> {
    await device.afterPaint()
    try {
      const { profile } = await session.whenReady()
      if (uncreated) await profile.createAssessment({ ...uncreated, answers: {} })
      uncreated = null
      for (let next = unsaved[0]; next; next = unsaved[0]) {
        await profile.recordAnswer(next.assessment, next.indicator, next.answer)
        unsaved = unsaved.slice(1)
      }
      if (saving.value.kind === 'saving') saving.value = { kind: 'saved' }
    } catch (cause) {
      saving.value = { kind: 'failed', problem: problemOf(cause) }
    }
  }

  /** Tries again to write what could not be written. */
  async function retrySaving(): Promise<void> {
    saving.value = { kind: 'saving' }
    await write()
  }

  function write(): Promise<void> {
    flushing ??= flush().finally(() => (flushing = null))
    return flushing
  }

  /** Resolves once nothing waits to be written, or when writing failed. */
  async function settled(): Promise<void> {
    while (flushing) await flushing
  }

  /** Says what is assessed and for which group, on disk before it is shown. */
  async function describe(head: AssessmentHead): Promise<void> {
    await settled()
    const now = opened()
    await session.opened().profile.changeAssessment(now.assessment.id, head)
    show({ ...now.assessment, ...head }, now.instrument)
  }

  async function remove(id: string): Promise<void> {
    await settled()
    await session.opened().profile.deleteAssessment(id)
    if (ready.value?.assessment.id === id) close()
  }

  function close(): void {
    state.value = { kind: 'closed' }
    saving.value = { kind: 'idle' }
    unsaved = []
    uncreated = null
  }

  function opened() {
    if (!ready.value) throw new Error('no assessment is open')
    return ready.value
  }

  return {
    state,
    ready,
    saving,
    applicable,
    progress,
    open,
    begin,
    record,
    retrySaving,
    settled,
    describe,
    remove,
    close,
    opened,
  }
})

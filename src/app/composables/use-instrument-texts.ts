import { shallowRef, watch, type ShallowRef } from 'vue'
import type { InstrumentTexts } from '../../domain/instrument/texts.ts'
import { loadInstrumentTexts } from '../packs.ts'
import { useAssessment } from '../stores/assessment.ts'
import { useTexts } from '../texts/texts.ts'

const texts = shallowRef<InstrumentTexts | null>(null)

/** Texts of the open assessment's instrument in the spoken language; the old ones stay until the new ones are there. */
export function useInstrumentTexts(): Readonly<ShallowRef<InstrumentTexts | null>> {
  const store = useAssessment()
  const { language } = useTexts()
  watch(
    [() => store.ready?.instrument, language],
    async ([instrument, wanted]) => {
      if (!instrument) return
      const loaded = await loadInstrumentTexts(instrument, wanted).catch(() => null)
      const still = store.ready?.instrument === instrument && language() === wanted
      if (loaded && still) texts.value = loaded
    },
    { immediate: true },
  )
  return texts
}

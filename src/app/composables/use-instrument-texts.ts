import { shallowRef, watch, type ShallowRef } from 'vue'
import type { InstrumentTexts } from '../../domain/instrument/texts.ts'
import { loadInstrumentTexts } from '../packs.ts'
import { useAssessment } from '../stores/assessment.ts'
import { useTexts } from '../texts/texts.ts'

/**
 * Texts of the open assessment's instrument in the spoken language; the old ones stay until the new ones are there.
 *
 * @param dimension names the dimension whose indicators are shown; without it all of them are loaded
 */
export function useInstrumentTexts(
  dimension: () => string | null = () => null,
): Readonly<ShallowRef<InstrumentTexts | null>> {
  const texts = shallowRef<InstrumentTexts | null>(null)
  const store = useAssessment()
  const { language } = useTexts()
  watch(
    [() => store.ready?.instrument, language, dimension],
    async ([instrument, wanted, part]) => {
      if (!instrument) return
      const loaded = await loadInstrumentTexts(instrument, wanted, part).catch(() => null)
      const still = store.ready?.instrument === instrument && language() === wanted && dimension() === part
      if (loaded && still) texts.value = loaded
    },
    { immediate: true },
  )
  return texts
}

import { loadInstrumentTexts } from './packs.ts'
import { keepOffline, missingOffline } from './offline.ts'
import { useDevice } from './device.ts'
import { useAssessment } from './stores/assessment.ts'
import { languages, type LanguageId } from './texts/languages.ts'
import { prefetchLanguage, speak } from './texts/texts.ts'

/** Speaks another language in place and keeps it for use with no connection. @throws when its texts cannot be fetched. */
export async function changeLanguage(language: LanguageId): Promise<void> {
  const open = useAssessment().ready
  await Promise.all([
    prefetchLanguage(language),
    open && loadInstrumentTexts(open.assessment.instrument, language, dimensionShown()),
  ])
  await speak(language)
  useDevice().keepPreference('language', language)
  void keepOffline(language)
}

/** The dimension of the question on the screen; null elsewhere, where all texts may be needed. */
function dimensionShown(): string | null {
  const shown = /^\/a\/[^/]+\/q\/([^/]+)$/.exec(location.pathname)?.[1]
  return useAssessment().applicable.find(({ id }) => id === shown)?.dimension ?? null
}

/** Largest language that is fetched as soon as the list is opened, so that the choice shows at once. */
const mostPrefetched = 24_000

/**
 * Bytes still to fetch for each language that is not on this phone. Small ones are fetched while the person reads the
 * list: the list was opened to change the language, and waiting is worse than a few kilobytes.
 */
export async function offerLanguages(): Promise<Readonly<Record<string, number>>> {
  const sizes = await missingOffline()
  const open = useAssessment().ready
  for (const { id } of languages) {
    if ((sizes[id] ?? 0) > mostPrefetched && open) continue
    prefetchLanguage(id).catch(ignoreUntilChosen)
    if (open) loadInstrumentTexts(open.assessment.instrument, id, dimensionShown()).catch(ignoreUntilChosen)
  }
  return sizes
}

/** A prefetch that fails is tried again, and reported, when the person chooses the language. */
function ignoreUntilChosen(): void {}

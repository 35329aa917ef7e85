import { checkKinds } from './check-kinds.ts'
import { checkLevels } from './check-levels.ts'
import { checkRanges } from './check-ranges.ts'
import { checkReferences } from './check-references.ts'
import { checkSubset } from './check-subset.ts'
import { checkTexts } from './check-texts.ts'
import { checkTranslations } from './check-translations.ts'
import { checkWording } from './check-wording.ts'
import type { Finding } from './finding.ts'
import type { InstrumentPack } from './pack.ts'

/**
 * Whether a decoded pack holds together: its ids, numbers, words and translations. An empty list means it may be
 * published. Whether files can be read, match the schema and lie in the right folder is their reader's question.
 *
 * @param parent the instrument this one is a subset of; null when it stands alone or its parent is not at hand, in
 *   which case the subset rule is not applied and prerequisites outside the pack are taken on trust.
 */
export function checkInstrument(pack: InstrumentPack, parent: InstrumentPack | null): readonly Finding[] {
  const { instrument } = pack
  return [
    ...checkReferences(instrument),
    ...checkRanges(instrument),
    ...checkKinds(instrument),
    ...checkTexts(pack),
    ...checkLevels(pack),
    ...checkTranslations(pack),
    ...checkWording(pack),
    ...(instrument.subsetOf && parent ? checkSubset(pack, parent) : []),
  ]
}

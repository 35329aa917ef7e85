import type { InstrumentTexts } from '../domain/instrument/texts.ts'
import type { Reason } from '../domain/scoring/figure.ts'
import type { useTexts } from './texts/texts.ts'

type Translate = ReturnType<typeof useTexts>['t']

/** Why a figure has no point, in a sentence. */
export function reasonWords(
  reason: Reason,
  texts: InstrumentTexts,
  t: Translate,
  percent: (share: number) => string,
  list: (parts: readonly string[]) => string,
): string {
  const dimensions = (ids: readonly string[]) => list(ids.map((id) => texts.dimensions[id]?.title ?? id))
  const indicators = (ids: readonly string[]) => list(ids.map((id) => texts.indicators[id]?.title ?? id))
  switch (reason.code) {
    case 'coverage-below':
      return t('reason.coverage-below', { share: percent(reason.threshold) })
    case 'dimension-coverage-below':
      return t('reason.dimension-coverage-below', {
        share: percent(reason.threshold),
        dimensions: dimensions(reason.dimensions),
      })
    case 'gate-open':
      return t('reason.gate-open', { indicators: indicators(reason.indicators) })
    case 'exposure-open':
      return t('reason.exposure-open', { indicators: indicators(reason.indicators) })
    case 'dimension-not-scored':
      return t('reason.dimension-not-scored', { dimensions: dimensions(reason.dimensions) })
    case 'mostly-not-applicable':
    case 'nothing-rated':
    case 'response-not-scored':
      return t(`reason.${reason.code}`)
  }
}

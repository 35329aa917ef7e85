import type { Answer } from '../domain/assessment/assessment.ts'
import type { Indicator } from '../domain/instrument/instrument.ts'
import type { InstrumentTexts } from '../domain/instrument/texts.ts'
import type { useTexts } from './texts/texts.ts'

type Translate = ReturnType<typeof useTexts>['t']

/** A response in a few words: the level with its short name, or what stands in its place. */
export function responseWords(
  answer: Answer | null,
  indicator: Indicator,
  texts: InstrumentTexts | null,
  t: Translate,
  number: (value: number) => string,
): string {
  const response = answer?.response ?? { kind: 'not-asked' as const }
  switch (response.kind) {
    case 'level': {
      const name = texts?.scales[indicator.scale]?.[response.level]
      return name
        ? t('response.level', { level: number(response.level), name })
        : t('response.level.bare', { level: number(response.level) })
    }
    case 'dont-know':
      return t('response.dont-know')
    case 'not-applicable':
      return t('response.not-applicable')
    case 'withheld':
      return t('response.withheld')
    case 'not-asked':
      return t('response.not-asked')
  }
}

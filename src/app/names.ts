import { catalogue } from 'virtual:catalogue'
import type { Subject } from '../domain/assessment/subject.ts'
import type { InstrumentReference } from '../domain/instrument/instrument.ts'
import { countries } from './countries.ts'
import { useFormat } from './texts/format.ts'
import type { useTexts } from './texts/texts.ts'

type Translate = ReturnType<typeof useTexts>['t']

/** Title of an instrument without loading its texts. */
export function packTitle({ id, version }: InstrumentReference, language: string): string {
  const entry = catalogue.find((one) => one.id === id && one.version === version)
  return entry?.languages[language]?.title ?? entry?.languages['en']?.title ?? id
}

/** Name of a country by its ISO 3166-1 alpha-3 code, in the spoken language; the code when it is none we know. */
export function countryName(alpha3: string): string {
  const alpha2 = countries[alpha3]
  return alpha2 ? useFormat().country(alpha2) : alpha3
}

export function subjectName(subject: Subject | null, t: Translate): string {
  if (!subject) return t('subject.unknown')
  const country = countryName(subject.country)
  return subject.kind === 'country' ? country : t('subject.institution', { name: subject.name, country })
}

/** Name of a peer group: a UN region by its M49 code (browsers know countries, not regions) or an income group. */
export function groupName(id: string, t: Translate): string {
  return /^\d{3}$/.test(id) ? t(`group.region.${id as '002'}`) : t(`group.income.${id as 'low'}`)
}

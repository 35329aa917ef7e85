/**
 * Languages of the interface, each under its own name. `reviewed` is true once a person who speaks the language has read
 * every text in place; until then the list of languages calls it a draft. Adding one: see `README.md` here.
 */
export const languages = [
  { id: 'en', name: 'English', direction: 'ltr', reviewed: true },
  { id: 'fr', name: 'Français', direction: 'ltr', reviewed: false },
  { id: 'ar', name: 'العربية', direction: 'rtl', reviewed: false },
] as const

export type LanguageId = (typeof languages)[number]['id']

export const fallbackLanguage: LanguageId = 'en'

/** Languages that every phone keeps for use with no connection, beside the one it has chosen. */
export const alwaysOffline: readonly LanguageId[] = ['en']

/** The first of the person's languages that we have; English otherwise. Regions and scripts are passed over. */
export function bestLanguage(wanted: readonly (string | null)[]): LanguageId {
  for (const tag of wanted) {
    const found = languages.find(({ id }) => id === tag?.toLowerCase().split('-')[0])
    if (found) return found.id
  }
  return fallbackLanguage
}

export function directionOf(language: LanguageId): 'ltr' | 'rtl' {
  return languages.find(({ id }) => id === language)?.direction ?? 'ltr'
}

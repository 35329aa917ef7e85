declare module 'virtual:catalogue' {
  /** Every instrument version that was built in. */
  export const catalogue: readonly CatalogueEntry[]

  export interface CatalogueEntry {
    readonly id: string
    readonly version: string
    /** Address of the structure. */
    readonly structure: string
    readonly languages: Readonly<Record<string, CatalogueTexts>>
  }

  export interface CatalogueTexts {
    readonly title: string
    readonly bytes: number
    readonly url: string
    /** Addresses of the indicators' texts by dimension, where they travel apart; empty where `url` holds them. */
    readonly parts: Readonly<Record<string, string>>
  }
}

declare module 'virtual:catalogue' {
  /** Every instrument version that was built in. */
  export const catalogue: readonly CatalogueEntry[]

  export interface CatalogueEntry {
    readonly id: string
    readonly version: string
    /** Address of the structure. */
    readonly structure: string
    readonly languages: Readonly<
      Record<string, { readonly title: string; readonly bytes: number; readonly url: string }>
    >
  }
}

/** What the page and its service worker say to each other. */
export type OfflineRequest =
  | { readonly kind: 'state' }
  | { readonly kind: 'keep'; readonly language: string }
  | { readonly kind: 'activate' }

export interface OfflineState {
  /** True only when every file of the shell and of the kept languages is in the cache, checked one by one. */
  readonly ready: boolean
  /** Bytes still to fetch per language; zero for those on this phone. */
  readonly missing: Readonly<Record<string, number>>
  /** Bytes the service worker has fetched in all. */
  readonly fetched: number
}

/** A file of the build as the service worker knows it. */
export interface BuildFile {
  readonly url: string
  readonly revision: string | null
  /** Subresource integrity: a captive portal's page in place of a file is never kept. */
  readonly integrity: string
  /** Size on the wire (brotli), in bytes. */
  readonly size: number
}

/** Language a file belongs to; null for the shell that every phone keeps. */
export function languageOf(url: string): string | null {
  return /(?:^|\/)text-([a-z]{2,3})-/.exec(url)?.[1] ?? null
}

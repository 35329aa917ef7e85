/** Facts about countries and territories, dated; the product's own table (`content/countries/`) in its own format. */
export interface CountryTable {
  readonly edition: string
  readonly sources: Readonly<Record<PeerFamilyId, { readonly name: string; readonly edition: string }>>
  /** By ISO 3166-1 alpha-3 code. */
  readonly countries: Readonly<Record<string, CountryFacts>>
}

export interface CountryFacts {
  readonly alpha2: string
  readonly m49: string
  /** UN M49 codes of region, sub-region and intermediate region, as far as there are any. */
  readonly within: readonly string[]
  /** UN categories: `ldc`, `lldc`, `sids`. */
  readonly un: readonly string[]
  /** World Bank income group; null when not classified. */
  readonly income: string | null
}

export const peerFamilies = ['region', 'income'] as const
export type PeerFamilyId = (typeof peerFamilies)[number]

/** A division of countries into groups, each country in at most one. Declared beforehand, never a free filter. */
export interface PeerFamily {
  readonly id: PeerFamilyId
  readonly source: string
  readonly edition: string
  readonly groups: readonly PeerGroup[]
}

export interface PeerGroup {
  readonly id: string
  /** In alphabetical order of their alpha-3 codes. */
  readonly countries: readonly string[]
}

/** From the poorest up; regions stand in order of their codes. */
const incomeOrder = ['low', 'lower-middle', 'upper-middle', 'high']

/** The groups of one family. Countries without a region or an income group belong to none. */
export function peerFamily(table: CountryTable, id: PeerFamilyId): PeerFamily {
  const members = new Map<string, string[]>()
  for (const country of Object.keys(table.countries).sort()) {
    const group = peerGroupOf(table, id, country)
    if (group !== null) members.set(group, [...(members.get(group) ?? []), country])
  }
  const order = id === 'income' ? incomeOrder : [...members.keys()].sort()
  return {
    id,
    source: table.sources[id].name,
    edition: table.sources[id].edition,
    groups: order.map((group) => ({ id: group, countries: members.get(group) ?? [] })),
  }
}

function peerGroupOf(table: CountryTable, id: PeerFamilyId, country: string): string | null {
  const facts = table.countries[country]
  if (!facts) return null
  return id === 'income' ? facts.income : (facts.within[0] ?? null)
}

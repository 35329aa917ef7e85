import type { Kysely } from 'kysely'
import type { SignedMessage } from '../protocol/receipt.ts'
import { textOf } from './base64url.ts'
import type { ReleaseRow, Tables } from './database/tables.ts'
import { hashOf } from './ledger/examine.ts'

/** A published release as phones fetch it. */
export interface PublishedRelease {
  readonly message: SignedMessage
  /** Strong entity tag, quotes included: the hash of the bytes. */
  readonly etag: string
}

/** Published releases. Reading never computes anything: a release is frozen. */
export interface Releases {
  /** The newest one of any round; null when there is none. */
  latest(programme: string, instrument: string): Promise<PublishedRelease | null>
  find(programme: string, instrument: string, round: string, number: number): Promise<PublishedRelease | null>
  knowsProgramme(programme: string): Promise<boolean>
}

export function openReleases(db: Kysely<Tables>): Releases {
  const ofInstrument = (programme: string, instrument: string) =>
    db
      .selectFrom('release')
      .select(['bytes', 'signature'])
      .where('programme', '=', programme)
      .where('instrument', '=', instrument)
  return {
    async latest(programme, instrument) {
      const row = await ofInstrument(programme, instrument)
        .orderBy('published_on', 'desc')
        .orderBy('round', 'desc')
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ? published(row) : null
    },
    async find(programme, instrument, round, number) {
      const row = await ofInstrument(programme, instrument)
        .where('round', '=', round)
        .where('number', '=', number)
        .executeTakeFirst()
      return row ? published(row) : null
    },
    async knowsProgramme(programme) {
      const row = await db
        .selectFrom('programme')
        .select('programme')
        .where('programme', '=', programme)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

function published({ bytes, signature }: Pick<ReleaseRow, 'bytes' | 'signature'>): PublishedRelease {
  return {
    message: { bytes: textOf(bytes), signature: textOf(signature) },
    etag: `"${hashOf(bytes)}"`,
  }
}

import { sql, type Kysely } from 'kysely'
import type { HubInformation } from '../protocol/exchange.ts'
import type { Signer } from '../protocol/signature.ts'
import type { HubConfig } from './config.ts'
import { countryTable, readInstruments, type Instruments } from './content.ts'
import { openDatabase, type DatabasePlace } from './database/open-database.ts'
import type { Tables } from './database/tables.ts'
import { openHubKey } from './hub-key.ts'
import { openLedger, type Ledger } from './ledger.ts'
import type { Knowledge } from './ledger/examine.ts'
import { reconsiderHeld } from './ledger/reconsider.ts'
import { openReleases, type Releases } from './releases.ts'
import { prepareStore, type StoreFacts } from './store.ts'

/** An open hub: what routes and commands work on. It does not listen yet. */
export interface Hub {
  readonly config: HubConfig
  readonly engine: DatabasePlace['engine']
  readonly db: Kysely<Tables>
  readonly signer: Signer
  readonly facts: StoreFacts
  readonly instruments: Instruments
  readonly knowledge: Knowledge
  readonly ledger: Ledger
  readonly releases: Releases
  readonly now: () => Date
  close(): Promise<void>
}

export interface HubParts {
  readonly config: HubConfig
  readonly place: DatabasePlace
  /** Everything in this hub is invented; refused on a database with real rows. */
  readonly demonstration: boolean
  readonly now: () => Date
}

/**
 * Opens a hub on its database.
 * @throws Refusal when the database, the key or the instruments are not as they must be.
 */
export async function openHub({ config, place, demonstration, now }: HubParts): Promise<Hub> {
  const instruments = readInstruments(config.contentDir)
  const { engine, db, close } = await openDatabase(place)
  try {
    const facts = await prepareStore(db, {
      name: config.name,
      round: config.round,
      demonstration,
      now: now(),
    })
    const signer = await openHubKey(db, config.key)
    const knowledge: Knowledge = {
      hub: signer.publicKey,
      instruments,
      isCountry: (alpha3) => Object.hasOwn(countryTable.countries, alpha3),
    }
    await reconsiderHeld(db, knowledge)
    const ledger = openLedger({ db, signer, epoch: facts.epoch, knowledge, now })
    const releases = openReleases(db)
    return { config, engine, db, signer, facts, instruments, knowledge, ledger, releases, now, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What phones are told about this hub. */
export async function readHubInformation({ config, db, signer, facts }: Hub): Promise<HubInformation> {
  const programmes = await db.selectFrom('programme').selectAll().orderBy('programme').execute()
  return {
    hub: signer.publicKey,
    name: config.name,
    operator: config.operator,
    contact: config.contact,
    demonstration: facts.demonstration,
    programmes: programmes.map(({ programme, name, round }) => ({ id: programme, name, round })),
  }
}

/** Resolves when the database answers. */
export async function checkDatabase({ db }: Hub): Promise<void> {
  await sql`select 1`.execute(db)
}

/** The address people use: `PUBLIC_URL`, or where the hub listens. */
export function addressOf({ publicUrl, tls, host, port }: HubConfig): string {
  if (publicUrl) return publicUrl
  const name = host.includes(':') ? `[${host}]` : host
  return `${tls ? 'https' : 'http'}://${name}:${port}`
}

import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { sql, type Kysely, type Transaction } from 'kysely'
import { bytesOf, textOf } from './base64url.ts'
import { migrate, schemaVersion } from './database/migrate.ts'
import { migrations } from './database/migrations.ts'
import { transact } from './database/transact.ts'
import type { Tables } from './database/tables.ts'
import { Refusal, systemCode } from './refusal.ts'

/**
 * A backup is one gzip file of JSON lines: a header, every row of every table, an end that counts them. It fits both
 * engines, and a build with a newer schema. It holds the hub's private key.
 */
const format = 'tayari-backup/1'

/** Every table with its key, by which it is read in order. */
const tables: readonly (readonly [name: keyof Tables, key: readonly string[]])[] = [
  ['meta', ['name']],
  ['programme', ['programme']],
  ['round', ['programme', 'round']],
  ['record', ['programme', 'record']],
  ['enrolment', ['programme', 'subject', 'profile_key']],
  ['enrolment_code', ['programme', 'code_hash']],
  ['release', ['programme', 'instrument', 'round', 'number']],
]

const pageSize = 200

type Row = Record<string, unknown>

/**
 * Writes a backup of one moment. The file appears under its name when it is whole and on disk.
 * @returns The number of rows.
 * @throws Refusal when the file exists or cannot be written.
 */
export async function writeBackup(db: Kysely<Tables>, file: string, now: Date): Promise<number> {
  if (fs.existsSync(file)) throw new Refusal(`The file ${file} exists already; a backup never replaces one.`)
  const half = `${file}.half`
  try {
    const rows = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        const counter = { rows: 0 }
        const lines = Readable.from(backupLines(tx, now, counter))
        await pipeline(lines, createGzip(), fs.createWriteStream(half, { mode: 0o600 }))
        return counter.rows
      })
    await syncFile(half)
    fs.renameSync(half, file)
    return rows
  } catch (error) {
    fs.rmSync(half, { force: true })
    if (systemCode(error) === '') throw error
    throw new Refusal(`The backup ${file} cannot be written (${systemCode(error)}).`, { cause: error })
  }
}

/**
 * Fills an empty database from a backup, all or nothing, and gives it a new epoch: phones then offer their records
 * again, and what was handed in after the backup returns.
 * @returns The number of rows.
 * @throws Refusal when the database is not empty, or the file is cut, altered, or from a newer build.
 */
export async function restoreBackup(db: Kysely<Tables>, file: string): Promise<number> {
  const rows = readRows(file)
  const header = await rows.next()
  const schema = header.value && 'schema' in header.value ? Number(header.value.schema) : Number.NaN
  if (header.done || header.value.format !== format || !Number.isInteger(schema)) throw altered(file)
  if (schema > migrations.length)
    throw new Refusal(`The backup ${file} was made by a newer Tayari hub; restore it with that one.`)
  await migrate(db, migrations.slice(0, schema))
  await requireEmpty(db)
  const count = await transact(db, async (tx) => {
    await tx.deleteFrom('meta').execute()
    const restored = await insertRows(tx, rows, file)
    await tx.updateTable('meta').set({ value: randomUUID() }).where('name', '=', 'epoch').execute()
    return restored
  })
  await migrate(db)
  return count
}

async function* backupLines(
  tx: Transaction<Tables>,
  now: Date,
  counter: { rows: number },
): AsyncGenerator<string> {
  yield line({ format, schema: await schemaVersion(tx), madeAt: now.toISOString() })
  for (const [table, key] of tables) {
    for await (const row of rowsOf(tx, table, key)) {
      counter.rows++
      yield line({ table, row: encode(row) })
    }
  }
  yield line({ end: true, rows: counter.rows })
}

/** A table in order of its key, page by page. */
async function* rowsOf(tx: Transaction<Tables>, table: string, key: readonly string[]): AsyncGenerator<Row> {
  const columns = sql.join(key.map((name) => sql.ref(name)))
  let last: Row | undefined
  for (;;) {
    const after: Row | undefined = last
    const where = after ? sql`where (${columns}) > (${sql.join(key.map((name) => after[name]))})` : sql``
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} ${where} order by ${columns} limit ${sql.lit(pageSize)}`.execute(tx)
    yield* rows
    if (rows.length < pageSize) return
    last = rows.at(-1)
  }
}

async function insertRows(tx: Transaction<Tables>, rows: AsyncGenerator<Row>, file: string): Promise<number> {
  const known = new Map(tables.map(([name]) => [String(name), name]))
  let count = 0
  let page: { table: keyof Tables; rows: Row[] } | null = null
  const flush = async (): Promise<void> => {
    if (page)
      await tx
        .insertInto(page.table)
        .values(page.rows as never)
        .execute()
    page = null
  }
  for await (const value of rows) {
    if (value['end'] === true) {
      await flush()
      if (value['rows'] !== count) throw altered(file)
      return count
    }
    const table = known.get(String(value['table']))
    if (!table) throw altered(file)
    if (page && (page.table !== table || page.rows.length === pageSize)) await flush()
    page ??= { table, rows: [] }
    page.rows.push(decode(value['row'] as Row))
    count++
  }
  throw altered(file)
}

async function requireEmpty(db: Kysely<Tables>): Promise<void> {
  const epoch = await db.selectFrom('meta').select('value').where('name', '=', 'epoch').executeTakeFirst()
  if (epoch) throw new Refusal('The database is not empty; a backup is restored into an empty one only.')
}

/** The JSON values of a backup, one by one. */
async function* readRows(file: string): AsyncGenerator<Row> {
  const source = fs.createReadStream(file)
  const text = createGunzip()
  source.on('error', (error) => text.destroy(error))
  source.pipe(text)
  try {
    let rest = ''
    for await (const chunk of text.setEncoding('utf8')) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      for (const one of lines) yield JSON.parse(one) as Row
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'EACCES')
      throw new Refusal(`The backup ${file} cannot be read (${systemCode(error)}).`, { cause: error })
    if (error instanceof SyntaxError || systemCode(error).startsWith('Z_')) throw altered(file)
    throw error
  }
}

function altered(file: string): Refusal {
  return new Refusal(`The file ${file} is no whole Tayari backup: it was cut, altered or is something else.`)
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

/** JSON has no bytes: they stand as `{ "base64url": "..." }`. */
function encode(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? { base64url: textOf(value) } : value,
    ]),
  )
}

function decode(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && 'base64url' in value
        ? bytesOf(String(value.base64url))
        : value,
    ]),
  )
}

async function syncFile(file: string): Promise<void> {
  const handle = await fs.promises.open(file, 'r')
  await handle.sync().finally(() => handle.close())
}

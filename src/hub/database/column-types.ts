import { types } from 'pg'

const bigint = 20

/** As `pg` reads columns, but 64-bit integers as numbers: ours count records and stay far below 2^53. */
export const columnTypes: typeof types = {
  ...types,
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === bigint ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
}

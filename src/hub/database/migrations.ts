/**
 * The schema, one step after the other. A step that was released is never edited. Statements stay within what
 * PostgreSQL and its distributed relatives share: no extension, sequence, trigger, advisory lock or LISTEN.
 */
export const migrations: readonly (readonly string[])[] = [
  [
    `create table programme (
       programme text primary key,
       name text not null,
       round text not null
     )`,
    `create table round (
       programme text not null,
       round text not null,
       state text not null,
       opened_at text not null,
       primary key (programme, round)
     )`,
    `create table record (
       programme text not null,
       record text not null,
       kind text not null,
       profile_key text not null,
       subject text,
       instrument text,
       instrument_version text,
       round text,
       sequence bigint,
       withdraws text,
       standing text not null,
       held_reason text,
       withdrawn_by text,
       received_at text not null,
       audit_head text,
       bytes bytea,
       signature bytea,
       primary key (programme, record)
     )`,
    // What competes for one place: one current submission per programme, instrument, round and subject.
    `create index record_by_place on record (programme, instrument, round, subject)`,
    `create index record_by_target on record (programme, withdraws) where withdraws is not null`,
    `create index record_held on record (programme, subject, profile_key) where standing = 'held'`,
    `create table enrolment (
       programme text not null,
       subject text not null,
       profile_key text not null,
       state text not null,
       record text not null,
       enrolled_at text not null,
       primary key (programme, subject, profile_key)
     )`,
    `create table enrolment_code (
       programme text not null,
       code_hash text not null,
       subject text not null,
       issued_at text not null,
       expires_at text not null,
       used_by text,
       primary key (programme, code_hash)
     )`,
    `create table release (
       programme text not null,
       instrument text not null,
       round text not null,
       number integer not null,
       instrument_version text not null,
       published_on text not null,
       contributions text not null,
       bytes bytea not null,
       signature bytea not null,
       primary key (programme, instrument, round, number)
     )`,
  ],
]

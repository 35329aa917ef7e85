import fs from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { roundId } from '../protocol/fields.ts'
import { Refusal, systemCode } from './refusal.ts'

/** Everything an operator may set, checked once at start. Paths are absolute. */
export interface HubConfig {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null
  /** The address people use when it is not the one the hub listens on (a proxy); no slash at its end. */
  readonly publicUrl: string | null
  readonly name: string
  readonly operator: string
  readonly contact: string
  /** PKCS #8 of the hub's P-256 key, when the operator keeps it outside the database. */
  readonly key: Buffer | null
  readonly round: string
  readonly contentDir: string
  readonly appDir: string
}

type SettingName = (typeof settings)[number]['name']

/** Every setting, as `help` prints it. */
export const settings = [
  { name: 'PORT', standard: '8080', meaning: 'port to listen on; 0 lets the system choose' },
  {
    name: 'HOST',
    standard: '127.0.0.1',
    meaning: 'address to listen on; 0.0.0.0 opens the hub to the network',
  },
  { name: 'DATA_DIR', standard: './data/hub', meaning: 'folder of the embedded database' },
  { name: 'DATABASE_URL', standard: '', meaning: 'postgres://... instead of the embedded database' },
  { name: 'TLS_CERT', standard: '', meaning: 'certificate chain (PEM file), together with TLS_KEY' },
  { name: 'TLS_KEY', standard: '', meaning: 'private key of the certificate (PEM file)' },
  { name: 'PUBLIC_URL', standard: '', meaning: 'address people use, such as https://hub.example.org' },
  { name: 'HUB_NAME', standard: 'Tayari hub', meaning: 'name that phones show' },
  { name: 'HUB_OPERATOR', standard: '', meaning: 'who runs this hub, for its privacy notice' },
  { name: 'HUB_CONTACT', standard: '', meaning: 'how to reach them' },
  {
    name: 'HUB_KEY',
    standard: '',
    meaning: "the hub's P-256 key (PKCS #8, base64); otherwise it makes and keeps one",
  },
  { name: 'ROUND', standard: 'the current year', meaning: 'round that submissions are gathered for' },
  { name: 'CONTENT_DIR', standard: 'content', meaning: 'folder of the instruments' },
  { name: 'APP_DIR', standard: 'dist/app', meaning: 'folder of the built app' },
] as const

/**
 * Reads the settings.
 * @param environment As `process.env`; an empty text counts as not set.
 * @param programRoot Folder of the program, where content and app lie unless set otherwise.
 * @throws Refusal naming the first setting that is wrong, and what would be right.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  programRoot: string,
  now: Date,
): HubConfig {
  const given = (name: SettingName): string | null => environment[name]?.trim() || null
  const text = (name: SettingName, most: number): string => {
    const value = given(name) ?? settings.find((setting) => setting.name === name)?.standard ?? ''
    if (value.length > most) throw wrong(name, `is longer than ${most} characters`)
    return value
  }
  return {
    port: readPort(text('PORT', 10)),
    host: text('HOST', 200),
    dataDir: path.resolve(text('DATA_DIR', 1000)),
    databaseUrl: readDatabaseUrl(given('DATABASE_URL')),
    tls: readTls(given('TLS_CERT'), given('TLS_KEY')),
    publicUrl: readPublicUrl(given('PUBLIC_URL')),
    name: text('HUB_NAME', 200),
    operator: text('HUB_OPERATOR', 500),
    contact: text('HUB_CONTACT', 500),
    key: readKey(given('HUB_KEY')),
    round: readRound(given('ROUND') ?? String(now.getUTCFullYear())),
    contentDir: path.resolve(programRoot, text('CONTENT_DIR', 1000)),
    appDir: path.resolve(programRoot, text('APP_DIR', 1000)),
  }
}

function wrong(name: SettingName, problem: string): Refusal {
  return new Refusal(`The setting ${name} ${problem}.`)
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65535)
    throw wrong('PORT', `must be a number from 0 to 65535, not "${text}"`)
  return port
}

function readRound(text: string): string {
  if (!v.is(roundId, text))
    throw wrong('ROUND', `must be letters, digits, dots or hyphens such as 2026, not "${text}"`)
  return text
}

function readDatabaseUrl(text: string | null): string | null {
  if (text !== null && !/^postgres(ql)?:\/\//.test(text))
    throw wrong('DATABASE_URL', 'must begin with postgres://')
  return text
}

function readPublicUrl(text: string | null): string | null {
  if (text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/' || url.search || url.hash)
    throw wrong('PUBLIC_URL', `must be an address such as https://hub.example.org, not "${text}"`)
  return url.origin
}

function readTls(cert: string | null, key: string | null): HubConfig['tls'] {
  if (cert === null && key === null) return null
  if (cert === null) throw wrong('TLS_CERT', 'is missing: TLS_KEY is set, and both are needed')
  if (key === null) throw wrong('TLS_KEY', 'is missing: TLS_CERT is set, and both are needed')
  return { cert: readFile('TLS_CERT', cert), key: readFile('TLS_KEY', key) }
}

function readFile(name: SettingName, file: string): Buffer {
  try {
    return fs.readFileSync(file)
  } catch (error) {
    throw wrong(name, `names a file that cannot be read: ${file} (${systemCode(error)})`)
  }
}

function readKey(text: string | null): Buffer | null {
  if (text === null) return null
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length < 60 || !/^[A-Za-z0-9+/_=-]+$/.test(text))
    throw wrong('HUB_KEY', 'must be a P-256 private key as PKCS #8 in base64')
  return bytes
}

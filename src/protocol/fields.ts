import * as v from 'valibot'

/** Small schemas that several messages share. */

export const base64url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/))

/** Base64url of a SHA-256: 43 characters. */
export const recordId = v.pipe(base64url, v.length(43))

/** Base64url of an uncompressed P-256 point (65 bytes): 87 characters. */
export const profileKey = v.pipe(base64url, v.length(87))

/** Base64url of a raw P-256 signature (64 bytes): 86 characters. */
export const signature = v.pipe(base64url, v.length(86))

/** An instant in UTC: `2026-11-23T10:15:00.000Z`. */
export const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
  v.check((text) => !Number.isNaN(Date.parse(text))),
)

/** A day: `2026-11-23`. */
export const day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/),
  v.check((text) => !Number.isNaN(Date.parse(text))),
)

export const programmeId = v.pipe(v.string(), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/))
export const roundId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z](?:[0-9A-Za-z.-]{0,18}[0-9A-Za-z])?$/))
export const instrumentId = v.pipe(v.string(), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/))
export const versionText = v.pipe(v.string(), v.regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/))
export const instrumentReference = v.strictObject({ id: instrumentId, version: versionText })

/** Ids of indicators, dimensions and figures: `SR-MAL-1`, `readiness`, `q1_1`. */
export const partId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,30}[A-Za-z0-9])?$/))

/** `KEN` or `KEN/ministry-of-health`; whether the country exists is the hub's question. */
export const subject = v.pipe(v.string(), v.regex(/^[A-Z]{3}(?:\/[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)?$/))

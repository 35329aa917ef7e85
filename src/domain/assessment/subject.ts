/**
 * What is assessed. The name of an institution stays on the phone; a hub sees only {@link subjectCode}.
 */
export type Subject =
  | { readonly kind: 'country'; readonly country: string }
  | { readonly kind: 'institution'; readonly country: string; readonly id: string; readonly name: string }

/** `KEN` for a country, `KEN/ministry-of-health` for an institution: country is ISO 3166-1 alpha-3. */
export type SubjectCode = string

const codePattern = /^([A-Z]{3})(?:\/([a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?))?$/

export function subjectCode(subject: Subject): SubjectCode {
  return subject.kind === 'country' ? subject.country : `${subject.country}/${subject.id}`
}

/** Null when the text is no subject code. Says nothing about whether the country exists. */
export function readSubjectCode(code: string): { country: string; institution: string | null } | null {
  const match = codePattern.exec(code)
  return match?.[1] ? { country: match[1], institution: match[2] ?? null } : null
}

/** Reading what people type or copy from paper: any script's digits, either case, whatever dashes their phone makes. */

/** Crockford's base 32: no I, L, O or U, so that what is read aloud or from paper is not misread. */
export const crockfordAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Digits of every script as 0-9 and full-width letters as plain ones; invisible marks, such as those for direction,
 * are dropped. All else stays.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, (digit) => String(valueOf(digit)))
}

/** Unicode lists the digits of a script from zero to nine, one script right after another at most. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return (code - zero) % 10
}

/**
 * A secret in Crockford's base32, as its canonical symbols: case-insensitive, I and L read as 1, O as 0, spaces and
 * dashes left out. Null when another character is in it. (U is no symbol, so that no secret spells a word.)
 * Source: Douglas Crockford, Base 32 (crockford.com/base32.html).
 */
export function readCrockford(text: string): string | null {
  const symbols = plainText(text)
    .toUpperCase()
    .replace(/[\s\p{Pd}_]/gu, '')
    .replace(/[IL]/g, '1')
    .replaceAll('O', '0')
  return [...symbols].every((symbol) => crockfordAlphabet.includes(symbol)) ? symbols : null
}

/** Random symbols, five bits each; in groups of four when written down. */
export function newCrockford(length: number, random: (length: number) => Uint8Array): string {
  return Array.from(random(length), (byte) => crockfordAlphabet[byte & 31]).join('')
}

/** `7Q4MX2NA` as `7Q4M-X2NA`. */
export function inGroups(symbols: string): string {
  return symbols.match(/.{1,4}/g)?.join('-') ?? ''
}

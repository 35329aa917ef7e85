import { textsFileName, type CheckRule, type Finding } from './finding.ts'
import { listTexts } from './list-texts.ts'
import type { InstrumentPack } from './pack.ts'
import type { InstrumentTexts } from './texts.ts'
import { placeholders, scriptOf } from './words.ts'

/** Texts are plain words: nothing a browser could take for code, nothing invisible, one spelling of each letter. */
export function checkWording({ instrument, texts }: InstrumentPack): readonly Finding[] {
  const untranslatable = [...instrument.indicators, ...instrument.dimensions].map(({ id }) => id)
  return texts.flatMap((words) => checkLanguage(words, new Set([...untranslatable, ...evidenceGrades])))
}

function checkLanguage(texts: InstrumentTexts, untranslatable: ReadonlySet<string>): Finding[] {
  const script = scriptOf(texts.language)
  return listTexts(texts).flatMap(({ place, text }) => {
    const demand = (holds: boolean, rule: CheckRule, remedy: string): Finding[] =>
      holds ? [] : [{ file: textsFileName(texts.language), place, rule, remedy }]
    const hidden = hiddenCharacter(text, script)
    const foreign = script === 'Arab' ? latinWords(text).filter((word) => !untranslatable.has(word)) : []
    return [
      ...demand(
        !markup.some((pattern) => pattern.test(text)),
        'markup',
        'Write plain words: no tags, entities, links or script addresses.',
      ),
      ...demand(hidden === null, 'hidden-character', `Remove the invisible character ${hidden}.`),
      ...demand(text === text.normalize('NFC'), 'not-normalised', 'Save the text as composed Unicode (NFC).'),
      ...demand(
        foreign.length === 0,
        'foreign-letters',
        `Write in the script of the language: ${foreign.join(', ')}.`,
      ),
    ]
  })
}

/** Codes that read the same in every language, beside the instrument's own ids. */
const evidenceGrades = ['E0', 'E1', 'E2', 'E3']

/** What a browser could take for code: tags, entities, links, script addresses. */
export const markup = [
  /</,
  /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i,
  /\[[^\]]*\]\([^)]*\)/,
  /\b(?:javascript|vbscript)\s*:/i,
  /\bdata\s*:[a-z]+\//i,
]

/**
 * Characters without a shape of their own: format and control characters, line separators, private use, and all that
 * Unicode tells a font to ignore. Bidi controls are among them: they make a text read other than it is stored.
 */
const shapeless = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u

/** Scripts that need the two joiners inside words: Persian and Urdu, and those of South Asia. */
const joinerScripts = ['Arab', 'Deva', 'Beng', 'Sinh', 'Taml', 'Telu', 'Knda', 'Mlym', 'Gujr', 'Guru', 'Orya']
/** Scripts that mark where a line may break, since they write no spaces between words. */
const breakScripts = ['Khmr', 'Mymr', 'Laoo', 'Thai']

/** The first hidden character as `U+200B`; null when there is none. */
export function hiddenCharacter(text: string, script: string): string | null {
  let visible = text
  if (joinerScripts.includes(script))
    visible = visible.replace(/(?<=[\p{L}\p{M}])[\u200c\u200d](?=\p{L})/gu, '')
  if (breakScripts.includes(script)) visible = visible.replace(/(?<=[\p{L}\p{M}])\u200b(?=\p{L})/gu, '')
  const found = shapeless.exec(visible)?.[0].codePointAt(0)
  return found === undefined ? null : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`
}

/** Words with Latin letters, placeholders left out. */
export function latinWords(text: string): readonly string[] {
  const words = placeholders(text).reduce((rest, placeholder) => rest.replaceAll(placeholder, ' '), text)
  return words.match(/\p{Script=Latin}[\p{L}\p{M}\p{N}_-]*/gu) ?? []
}

// A sentence that is worked out, such as why a criterion is not met: which one it is, and what fills its blanks. English is made from a table here; another language is
// made from the same code and blanks by whoever shows it.

type Filled = string | number
/** A name with what is said of it, inside a sentence. */
export type Phrase = { code: string; blanks: Readonly<Record<string, Filled>> }
/** `code` names the sentence and never changes meaning; a blank is a word, a number, or a list of phrases. */
export type Sentence = { code: string; blanks: Readonly<Record<string, Filled | readonly Phrase[]>> }

type BlankNames<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | BlankNames<Rest> : never

/** Builds and renders the sentences of a table (code → English with {blanks}). A blank that is missing or too many does not compile. */
export function sentencesOf<const Table extends Readonly<Record<string, string>>>(table: Table) {
  type Code = keyof Table & string
  const fill = ({ code, blanks }: Sentence): string =>
    (table[code] ?? code).replace(/\{(\w+)\}/g, (_, name: string) => written(blanks[name]))
  const written = (blank: Sentence['blanks'][string] | undefined): string =>
    typeof blank === 'object' ? listed(blank.map((one) => ({ ...one, text: fill(one) }))) : String(blank)
  return {
    says: <C extends Code>(code: C, blanks: Readonly<Record<BlankNames<Table[C]>, Filled | readonly Phrase[]>>): Sentence => ({
      code,
      blanks,
    }),
    phrase: <C extends Code>(code: C, blanks: Readonly<Record<BlankNames<Table[C]>, Filled>>): Phrase => ({ code, blanks }),
    /** One text: a part that begins with a punctuation mark goes on in the sentence before it. */
    inEnglish: (parts: readonly Sentence[]): string => together(parts.map(fill)),
  }
}

/** Parts in a row; one that begins with a punctuation mark closes up. */
function together(parts: readonly string[]): string {
  return parts.reduce((text, part) => (text === '' || /^[;,.:]/.test(part) ? `${text}${part}` : `${text} ${part}`), '')
}

/** Commas between; a phrase whose code begins with “and_” brings its own word. */
function listed(phrases: readonly { code: string; text: string }[]): string {
  return phrases.reduce((all, { code, text }) => (all === '' ? text : `${all}${code.startsWith('and_') ? ' ' : ', '}${text}`), '')
}

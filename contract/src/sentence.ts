// A sentence of the server as code and blanks, beside its English text, so that a reader's own language can be made of it.

import { z } from 'zod'

const filled = z.union([z.string(), z.number()])

/** A name with what is said of it, inside a sentence. */
const phraseSchema = z.object({ code: z.string(), blanks: z.record(z.string(), filled) })

/** `code` is stable; a blank is a word, a number or a list of phrases. A part whose text begins with a punctuation mark goes on in the sentence before it. */
export const sentenceSchema = z
  .object({ code: z.string(), blanks: z.record(z.string(), z.union([filled, z.array(phraseSchema).readonly()])) })
  .meta({ id: 'Sentence' })
export type Sentence = z.infer<typeof sentenceSchema>

/** A text in its parts, in their order. */
export const saysSchema = z.array(sentenceSchema).readonly()

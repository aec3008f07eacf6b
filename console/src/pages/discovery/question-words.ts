// A question of the interview in the reader's own language, and beside it what the answer is used for and what to ask further. What is kept with the answer is the server's
// wording, by which the question is known again.

import type { ScriptQuestion } from '../../api.ts'
import { i18n } from '../../i18n.ts'

export type QuestionWords = { question: string; hint: string; lang: 'en' | undefined }

export function questionWords({ code, blanks, question, purpose, followUps }: ScriptQuestion): QuestionWords {
  const key = `interview.${code}`
  if (!i18n.exists(`${key}.question`))
    return { question, hint: [purpose, ...followUps].join(' '), lang: i18n.language === 'en' ? undefined : 'en' }
  const options = { ...blanks, interpolation: { escapeValue: false } }
  return { question: i18n.t(`${key}.question`, options), hint: i18n.t(`${key}.hint`), lang: undefined }
}

// Why something was handed to people. Tenure's own reasons are words of a closed list and have a sentence where the language has one; an agent's or a trigger's are words
// of somebody else.

import { sentenceWords } from '../sentence-words.ts'
import { Words } from './text.tsx'

export function EscalationReason({ source, reason }: { source: string; reason: string }) {
  const own = source === 'tenure' ? sentenceWords('escalation', [{ code: reason, blanks: {} }]) : null
  return <Words>{own ?? reason}</Words>
}

// What a sentence of an SOP does, by the words people write such things with: a condition, a prohibition, a hand-over. A reading aid for a draft, never
// a decision: whatever is found here is asked about.

export type Condition = { when: string; follows: string }

/** Sentences of a paragraph, at most 200 of at most 600 characters. */
export function sentencesOf(paragraph: string): string[] {
  const text = paragraph.replace(/\s+/g, ' ').trim()
  const ends = /[.!?](?=\s+[\p{Lu}\p{N}"“'(*])/gu
  const sentences: string[] = []
  let from = 0
  for (const end of text.matchAll(ends)) {
    // “e.g. The”, “i.e.”, “No. 5”: not an end.
    if (/(?:\b(?:e\.g|i\.e|etc|no|nr|z\.B|bzw|ca)|^\p{N}+)$/iu.test(text.slice(Math.max(from, end.index - 6), end.index)))
      continue
    sentences.push(text.slice(from, end.index + 1))
    from = end.index + 1
  }
  sentences.push(text.slice(from))
  return sentences
    .map((sentence) => sentence.trim().slice(0, 600))
    .filter((sentence) => sentence !== '')
    .slice(0, 200)
}

/** “If X, (then) Y”, “When X, Y”, “Y if X”, or null. Linear: one search for a word, one for a comma. */
export function conditionOf(sentence: string): Condition | null {
  const text = sentence.replace(/[.!?]+$/, '').trim()
  const first = /^(?:if|when|whenever|in case|wenn|falls|si)\s+/i.exec(text)
  if (first) {
    const rest = text.slice(first[0].length)
    const parts = /,\s*then\s+|\s+then\s+|,\s*|:\s+/i.exec(rest)
    if (parts === null) return null
    const then = rest.slice(parts.index + parts[0].length).trim()
    const when = rest.slice(0, parts.index).trim()
    return when === '' || then === '' ? null : { when, follows: then }
  }
  const later =
    /\s+(?:if|whenever|when|in case)\s+(?!not\b|so\b|possible\b|needed\b|necessary\b|applicable\b|and only if\b)/i.exec(text)
  if (later === null) return null
  const when = text.slice(later.index + later[0].length).trim()
  const then = text.slice(0, later.index).trim()
  return when === '' || then === '' ? null : { when, follows: then }
}

/** Whether the sentence forbids something. */
export function forbids(sentence: string): boolean {
  return /\b(?:must not|must never|mustn['’]t|may not|never|do not|don['’]t|shall not|should not|(?:you|we|they|agents?|employees?|staff) cannot|not allowed|not permitted|prohibited|forbidden|darf nicht|dürfen nicht|niemals|nunca)\b/i.test(
    sentence,
  )
}

/** Whether the sentence says what somebody has to do, rather than how things are. */
export function saysWhatToDo(sentence: string): boolean {
  return (
    forbids(sentence) ||
    /\b(?:must|should|shall|has to|have to|needs? to|make sure|ensure|ask|check|verify|confirm|first|then)\b/i.test(sentence)
  )
}

/** Whether the prohibition holds whatever happens, as far as its words say. */
export function unconditional(sentence: string): boolean {
  return !/\b(?:if|unless|without|until|before|except|when|while|more than|less than|other than|outside|only)\b/i.test(sentence)
}

const handOver =
  /\b(?:escalate|escalated|hand(?:ed)? (?:it |them |this |the \w+ )?over|forward(?:ed)?|transfer(?:red)?|pass(?:ed)? (?:it |them |this |the \w+ )?on|refer(?:red)?|report(?:ed)?|assign(?:ed)?|route(?:d)?)\b/i

/** To whom the sentence hands over (“the security team”), '' when it does not say, or null when it is no hand-over. */
export function handsOverTo(sentence: string): string | null {
  const said = handOver.exec(sentence)
  if (said === null) return null
  const rest = sentence.slice(said.index + said[0].length, said.index + said[0].length + 200)
  const to =
    /\bto (?:the |a |an |your |our )?([\p{L}\p{N}][\p{L}\p{N}\s&/'’-]{1,60}?)(?=\s+(?:if|when|with|within|and|or|via|by|using|for|immediately|at|on|in|who|including|before|after|unless|because|as)\b|[,.;:()!?]|$)/iu.exec(
      rest,
    )
  const who = to?.[1]?.trim() ?? ''
  // “See”, not “hand over”: a text answers nobody.
  if (
    /\b(?:policy|policies|document|section|chapter|procedure|manual|guide|guidelines|table|list|page|appendix|system|folder|file)$/i.test(
      who,
    )
  )
    return null
  // “Report … to” may be anything; “escalate” is a hand-over even without a whom.
  const weak = /^(?:report|refer|assign|route|forward|transfer|pass)/i.test(said[0])
  if (who === '') return weak ? null : ''
  return weak &&
    !/\b(?:team|desk|agent|human|person|people|lead|leader|manager|supervisor|officer|specialist|department|group|queue|level|tier|line|support|security|legal|finance|hr|it|staff|colleague|engineer|admin|administrator)\b/i.test(
      who,
    )
    ? null
    : who
}

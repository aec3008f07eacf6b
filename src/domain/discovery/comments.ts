// The comments of a YAML text, wherever they stand, with their lines: what any change of layout is held against.

import { type CST, LineCounter, Parser } from 'yaml'

/** `text` without the “#”, which stands at `offset`; `line` counts from 1. */
export type Remark = { text: string; offset: number; line: number }

/** Every comment in reading order, as the YAML parser tells them apart from text that holds a “#”. */
export function commentsIn(yaml: string): Remark[] {
  const counter = new LineCounter()
  const found: { text: string; offset: number }[] = []
  const look = (token: unknown): void => {
    if (typeof token !== 'object' || token === null) return
    if (Array.isArray(token)) {
      for (const part of token) look(part)
      return
    }
    const { type, source, offset } = token as CST.SourceToken
    if (type === 'comment') found.push({ text: source.slice(1), offset })
    else for (const part of Object.values(token)) look(part)
  }
  for (const token of new Parser(counter.addNewLine).parse(yaml)) look(token)
  return found.sort((a, b) => a.offset - b.offset).map((one) => ({ ...one, line: counter.linePos(one.offset).line }))
}

// Line breaks to some programs and none to YAML: a comment that holds one would come back in two pieces.
const falseBreaks = /[\r\u2028\u2029]+/g

/** The text with every comment in one piece; nothing else is touched. */
export function withWholeComments(yaml: string): string {
  const broken = commentsIn(yaml).filter(({ text }) => text.search(falseBreaks) !== -1)
  return broken.reduceRight((all, { text, offset }) => {
    const start = offset + 1
    return all.slice(0, start) + text.replace(falseBreaks, ' ') + all.slice(start + text.length)
  }, yaml)
}

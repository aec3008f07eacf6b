// How an interview asks: at a terminal with prompts, everywhere else by lines, one for each question. Neither decides anything.

import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { confirm, intro, isCancel, log, note, outro, text } from '@clack/prompts'
import { plain } from '../print.ts'

type Asked = { title: string; question: string; details: readonly string[] }

/** `ask` answers null and `agree` null when the person has ended the conversation; an empty answer is a skipped question. */
export type Asker = {
  greet(sentence: string): void
  say(sentence: string): void
  ask(asked: Asked): Promise<string | null>
  /** Yes or no, where somebody is there to say so; without anybody, no. */
  agree(sentence: string): Promise<boolean | null>
  part(sentence: string): void
  /** Whether somebody is there to choose; a file or a pipe agrees to nothing. */
  readonly present: boolean
}

type Streams = { input: Readable; output: Writable }

/** Prompts at a terminal. Escape and Ctrl-C end the conversation; what was said before is kept. */
export function terminalAsker({ input, output }: Streams): Asker {
  const streams = { input, output }
  return {
    present: true,
    greet: (sentence) => intro(plain(sentence), streams),
    say: (sentence) => log.message(plain(sentence), streams),
    part: (sentence) => outro(plain(sentence), streams),
    async ask({ title, question, details }) {
      if (details.length > 0) note(details.map(plain).join('\n'), plain(title), streams)
      const said = await text({
        ...streams,
        message: plain(question),
        ...(details.length > 0 ? { placeholder: 'Enter skips · ?note asks somebody else · Esc stops' } : {}),
      })
      return isCancel(said) ? null : (said ?? '')
    },
    async agree(sentence) {
      const said = await confirm({ ...streams, message: plain(sentence), initialValue: false })
      return isCancel(said) ? null : said
    },
  }
}

/** One line for each question, from a pipe or a file; what is asked is written to `output`, null for silence. */
export function lineAsker(lines: AsyncIterator<string>, output: Writable | null): Asker {
  const write = (sentence: string) => {
    output?.write(`${plain(sentence)}\n`)
  }
  return {
    present: false,
    greet: write,
    say: write,
    part: write,
    async ask({ title, question, details }) {
      write(`${title}: ${question}`)
      for (const detail of details) write(`    ${detail}`)
      const next = await lines.next()
      return next.done ? null : next.value
    },
    agree: async () => false,
  }
}

/** The lines of a stream as they come; a byte order mark before the first is no part of it. */
export async function* linesOf(input: Readable): AsyncGenerator<string> {
  let first = true
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    yield first ? line.replace(/^\uFEFF/, '') : line
    first = false
  }
}

// Where a session of reviewing gets its keys and lines from: a terminal in raw mode, or a test.

import { createInterface, emitKeypressEvents, type Key } from 'node:readline'
import type { ReadStream } from 'node:tty'

/** `key` answers null when the person has ended the session (Ctrl-C, Ctrl-D). */
export type Keyboard = {
  key(): Promise<string | null>
  /** One line of text; null when given up. */
  line(prompt: string): Promise<string | null>
  close(): void
}

/** A key as the registry names it: `1`, `z`, `Enter`, `Escape`. */
function nameOf(typed: string | undefined, key: Key): string | null {
  if (key.ctrl === true && (key.name === 'c' || key.name === 'd')) return null
  if (key.name === 'return' || key.name === 'enter') return 'Enter'
  if (key.name === 'escape') return 'Escape'
  return (typed ?? key.name ?? '').toLowerCase()
}

export function terminalKeyboard(input: ReadStream, output: NodeJS.WritableStream): Keyboard {
  emitKeypressEvents(input)
  return {
    key: () =>
      new Promise((done) => {
        input.setRawMode(true)
        input.resume()
        input.once('keypress', (typed: string | undefined, key: Key) => {
          input.setRawMode(false)
          input.pause()
          done(nameOf(typed, key))
        })
      }),
    line: (prompt) =>
      new Promise((done) => {
        const lines = createInterface({ input, output })
        let answered = false
        lines.once('close', () => answered || done(null))
        lines.question(prompt, (line) => {
          answered = true
          lines.close()
          done(line)
        })
      }),
    close: () => input.pause(),
  }
}

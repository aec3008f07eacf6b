// A stream of events on its way to the agent, and the copy that is read for usage. The agent's bytes are never changed; one event alone is taken out: the usage we
// asked for and the agent did not, which programs that take the first choice of every event would stumble over.

import { createParser } from 'eventsource-parser'
import { type Heard, hear, nothingHeard } from './heard.ts'

/** 8 Mi characters: an event with an image in it is a few; what is longer is passed on and no longer listened to. */
const longestEvent = 8 * 1024 * 1024

export type Listening = {
  /** What to pass on of this piece, in order; may be empty while an event is incomplete. */
  feed(piece: Uint8Array): Uint8Array
  /** What was held back of an event that never ended. */
  end(): Uint8Array
  heard(): Heard
}

/** Listens to a stream. With `hideUsage` events are passed on one by one, else every piece at once. */
export function listening({ hideUsage }: { hideUsage: boolean }): Listening {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  let heard = nothingHeard
  let usageOnly = false
  let deaf = false
  let held = ''
  const parser = createParser({
    maxBufferSize: longestEvent,
    onEvent: ({ data }) => {
      const said = parsed(data)
      heard = hear(heard, said)
      usageOnly = isUsageOnly(said)
    },
    onError: ({ type }) => {
      deaf ||= type === 'max-buffer-size-exceeded'
    },
  })
  const listen = (text: string): void => {
    if (!deaf) parser.feed(text)
  }
  const pass = (text: string): Uint8Array => {
    // A blank line is at most four characters; what came before them has been looked through.
    const from = Math.max(0, held.length - 3)
    held += text
    let out = ''
    for (let end = endOfEvent(held, from); end > 0; end = endOfEvent(held, 0)) {
      const event = held.slice(0, end)
      held = held.slice(end)
      usageOnly = false
      listen(event)
      if (!usageOnly) out += event
    }
    if (held.length > longestEvent) {
      deaf = true
      out += held
      held = ''
    }
    return encoder.encode(out)
  }
  return {
    feed(piece) {
      const text = decoder.decode(piece, { stream: true })
      if (hideUsage) return deaf ? encoder.encode(text) : pass(text)
      listen(text)
      return piece
    },
    end() {
      const rest = held + decoder.decode()
      held = ''
      return hideUsage ? encoder.encode(rest) : new Uint8Array()
    },
    heard: () => heard,
  }
}

/** Where the first event ends, its blank line included (WHATWG HTML 9.2.6: lines end with CRLF, LF or CR); 0: it has not ended. */
function endOfEvent(text: string, from: number): number {
  const blank = /\r\n\r\n|\n\n|\r\r(?!\n)/g
  blank.lastIndex = from
  return blank.test(text) ? blank.lastIndex : 0
}

/** The last event of a chat completion when usage was asked for: no choices, and the usage. */
function isUsageOnly(said: unknown): boolean {
  if (typeof said !== 'object' || said === null) return false
  const { choices, usage } = said as { choices?: unknown; usage?: unknown }
  return Array.isArray(choices) && choices.length === 0 && typeof usage === 'object' && usage !== null
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    // `[DONE]`, or a provider’s own notice: nothing of ours.
    return null
  }
}

// Reads a stream of server-sent events as the server sends it. Small on purpose: names, ids and JSON, nothing else of the format.

import type { LiveEvent } from '@tenure/contract/live'

/** The events of an answer, one after another, until the server ends it or the connection breaks (which throws). */
export async function* eventsIn(response: Response): AsyncGenerator<LiveEvent> {
  if (response.body === null) return
  let text = ''
  for await (const chunk of chunksOf(response.body)) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const event = eventOf(text.slice(0, end))
      text = text.slice(end + 2)
      if (event !== null) yield event
    }
  }
}

/** Not every browser lets a stream be walked over by itself. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read())
      yield decoder.decode(part.value, { stream: true })
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function eventOf(block: string): LiveEvent | null {
  const fields = new Map(
    block
      .split('\n')
      .map((line): [string, string] => [line.split(':', 1)[0] ?? '', line.slice(line.indexOf(':') + 1).trimStart()]),
  )
  const [event, id, data] = [fields.get('event'), fields.get('id'), fields.get('data')]
  if (event === undefined || id === undefined || data === undefined) return null
  return { event, id, ...(JSON.parse(data) as object) } as LiveEvent
}

// Spans as an exporter would write them, and what became of them.

import { writeProtobuf } from '../../src/observe/otlp-descriptor.ts'
import { rows } from '../support/world.ts'
import { stories } from './observed-world.ts'

type Attribute = { key: string; value: Record<string, unknown> }
export const attribute = (key: string, value: unknown): Attribute => ({
  key,
  value:
    typeof value === 'number'
      ? { intValue: String(value) }
      : { stringValue: typeof value === 'string' ? value : JSON.stringify(value) },
})
const attributes = (said: Record<string, unknown>) => Object.entries(said).map(([key, value]) => attribute(key, value))

let count = 0
export const freshTrace = () => (++count).toString(16).padStart(32, 'a')

type Given = { traceId: string; spanId: string; parentSpanId?: string; name: string; at: number; said: Record<string, unknown> }
export const span = ({ at, said, ...given }: Given) => ({
  ...given,
  startTimeUnixNano: `${1_760_000_000_000 + at}000000`,
  endTimeUnixNano: `${1_760_000_000_000 + at + 5}000000`,
  attributes: attributes(said),
})
export const request = (spans: object[]) => ({
  resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: 'x' }, spans }] }],
})

export const query = 'I forgot my password, please reset my password'

/** A whole run in the current GenAI conventions: the model asks for a read and a write and then answers. */
export function aRun(traceId: string, more: { query?: string; reply?: string } = {}) {
  const asked = [{ role: 'user', parts: [{ type: 'text', content: more.query ?? query }] }]
  const usage = { 'gen_ai.usage.input_tokens': 100, 'gen_ai.usage.output_tokens': 10 }
  const model = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'priced-1',
    'gen_ai.response.model': 'priced-1-a',
    ...usage,
  }
  const tool = (name: string, given: unknown, result: unknown) => ({
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': name,
    'gen_ai.tool.call.arguments': given,
    'gen_ai.tool.call.result': result,
  })
  const answer = [{ role: 'assistant', parts: [{ type: 'text', content: more.reply ?? 'A link is on its way.' }] }]
  const root = {
    traceId,
    spanId: '00000000000000a1',
    name: 'POST /ask',
    at: 0,
    said: { 'enduser.id': 'ann', 'http.route': '/ask' },
  }
  const child = (n: number, name: string, said: Record<string, unknown>) =>
    span({ traceId, spanId: `00000000000000b${n}`, parentSpanId: root.spanId, name, at: n, said })
  return {
    root: span(root),
    children: [
      child(1, 'chat priced-1', { ...model, 'gen_ai.input.messages': asked }),
      child(
        2,
        'execute_tool get_person',
        tool('directory__get_person', { id: 'ann' }, { id: 'ann', name: 'Ann', disabled: false }),
      ),
      child(3, 'SELECT people', { 'db.system': 'postgresql', 'db.statement': 'select secret from people' }),
      child(4, 'execute_tool reset', tool('reset_password', { id: 'ann', notify: true }, { ok: true })),
      child(5, 'chat priced-1', { ...model, 'gen_ai.output.messages': answer }),
    ],
  }
}

export const tracesOf = (employeeId: string) =>
  rows<Record<string, unknown>>(stories, 'select * from tenure.observed_traces where employee_id = $1 order by id', [employeeId])
export const interactionsOf = (employeeId: string) =>
  rows<Record<string, string>>(stories, 'select * from tenure.interactions where employee_id = $1 order by id', [employeeId])
export const effectsOf = (interactionId: string) =>
  rows<Record<string, unknown>>(
    stories,
    `select e.kind, e.system, e.operation, e.state, e.simulated, q.body as request, r.body as result from tenure.effects e
     join tenure.contents q on q.id = e.request_id left join tenure.contents r on r.id = e.result_id where e.interaction_id = $1 order by e.position`,
    [interactionId],
  )
export const runOf = async (employeeId: string) =>
  (
    await rows<{ body: Record<string, unknown> }>(
      stories,
      'select c.body from tenure.observed_traces t join tenure.contents c on c.id = t.run_id where t.employee_id = $1',
      [employeeId],
    )
  )[0]?.body

/** The bytes an exporter would send: the same message, with ids as bytes. */
export function asProtobuf(message: ReturnType<typeof request>): Uint8Array<ArrayBuffer> {
  const bytes = (hex: string | undefined) => (hex === undefined ? undefined : Buffer.from(hex, 'hex'))
  const spans = message.resourceSpans[0]!.scopeSpans[0]!.spans.map((one) => {
    const { traceId, spanId, parentSpanId } = one as { traceId: string; spanId: string; parentSpanId?: string }
    return { ...one, traceId: bytes(traceId), spanId: bytes(spanId), parentSpanId: bytes(parentSpanId) }
  })
  return writeProtobuf('ExportTraceServiceRequest', request(spans))
}

export const json = (message: unknown) => JSON.stringify(message)
export const protobuf = { 'content-type': 'application/x-protobuf' }

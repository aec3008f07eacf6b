// Answers of the OTLP door, in the encoding they were asked in: what was taken, what was rejected and why, or a status that says whether to try again.

import { writeProtobuf } from './otlp-descriptor.ts'

/** `status` other than 200: nothing at all was kept. */
export type Taken = { status: 200; rejected: number; why: string | null } | { status: 400 | 413 | 415; why: string }

/** Numbers of google.rpc.Code. */
const codes: Readonly<Record<number, number>> = { 400: 3, 401: 16, 403: 7, 413: 3, 415: 3, 503: 14 }

export function otlpAnswer(request: Request, taken: Taken): Response {
  if (taken.status !== 200) return otlpError(request, taken.status, taken.why)
  const { rejected, why } = taken
  const partial = rejected === 0 && why === null ? null : { rejectedSpans: rejected, errorMessage: why ?? '' }
  if (isProtobuf(request))
    return binary(200, writeProtobuf('ExportTraceServiceResponse', partial === null ? {} : { partialSuccess: partial }))
  // A 64-bit number is a text in OTLP's JSON.
  return json(200, partial === null ? {} : { partialSuccess: { ...partial, rejectedSpans: String(rejected) } })
}

/** 503 is the one exporters try again; everything else is final. */
export function otlpError(request: Request, status: 400 | 401 | 403 | 413 | 415 | 503, message: string): Response {
  const body = { code: codes[status] ?? 2, message }
  return isProtobuf(request) ? binary(status, writeProtobuf('RpcStatus', body)) : json(status, body)
}

export function isProtobuf(request: Request): boolean {
  return /^application\/x-protobuf\s*(;|$)/i.test(request.headers.get('content-type') ?? '')
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...again(status) } })
}

function binary(status: number, body: Uint8Array<ArrayBuffer>): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/x-protobuf', ...again(status) } })
}

const again = (status: number): Record<string, string> => (status === 503 ? { 'retry-after': '5' } : {})

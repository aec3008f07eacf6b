// POST /observe/v1/traces: the body is unpacked within a cap of our own, read as JSON or protocol buffers, and its spans are kept. A request that cannot be read is
// refused as a whole and leaves nothing behind.

import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { EmployeeId } from '../domain/ids.ts'
import { gather } from '../handling/gather.ts'
import type { House } from '../store/house.ts'
import { isProtobuf, type Taken } from './otlp-answer.ts'
import { readProtobuf } from './otlp-descriptor.ts'
import { spansIn } from './otlp-spans.ts'

/** 20 MiB, the limit of the OpenTelemetry collector's own HTTP receiver. Unpacking stops there: a bomb costs this much and no more. */
export const mostUnpacked = 20 * 1024 * 1024

export async function takeTraces(house: House, request: Request, { employeeId }: { employeeId: EmployeeId }): Promise<Taken> {
  const body = await bodyOf(request)
  if ('status' in body) return body
  const message = isProtobuf(request) ? fromProtobuf(body.bytes) : fromJson(body.bytes)
  if ('status' in message) return message
  const read = spansIn(message.value)
  if ('bad' in read) return { status: 400, why: read.bad }
  const gathered = read.spans.length === 0 ? { rejected: 0, why: null } : await gather(house, employeeId, read.spans)
  return { status: 200, rejected: read.rejected + gathered.rejected, why: read.why ?? gathered.why }
}

type Wrong = Exclude<Taken, { status: 200 }>

async function bodyOf(request: Request): Promise<{ bytes: Buffer } | Wrong> {
  const packing = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  if (packing !== 'gzip' && packing !== 'identity') return { status: 415, why: 'content-encoding: gzip and none are read' }
  const bytes = Buffer.from(await request.arrayBuffer())
  if (packing === 'identity') return { bytes }
  try {
    return { bytes: await promisify(gunzip)(bytes, { maxOutputLength: mostUnpacked }) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ERR_BUFFER_TOO_LARGE') return { status: 413, why: `the body: it unpacks to more than ${mostUnpacked} bytes` }
    if (code.startsWith('Z_')) return { status: 400, why: `the body: it is not gzip (${code})` }
    throw error
  }
}

function fromJson(bytes: Buffer): { value: unknown } | Wrong {
  try {
    return { value: JSON.parse(bytes.toString('utf8')) }
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 400, why: 'the body: it is not JSON' }
    throw error
  }
}

function fromProtobuf(bytes: Buffer): { value: unknown } | Wrong {
  try {
    return { value: readProtobuf(bytes) }
  } catch (error) {
    // Whatever the decoder trips over (a length, a wire type, a depth) is in the bytes: it does nothing else.
    if (error instanceof Error)
      return { status: 400, why: `the body: it is not an ExportTraceServiceRequest (${error.message.slice(0, 100)})` }
    throw error
  }
}

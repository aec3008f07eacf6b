// The part of OTLP's protocol buffers that is read and answered: numbers and types of opentelemetry/proto/collector/trace/v1, trace/v1, common/v1 and resource/v1, and
// google.rpc.Status. What is not here is skipped when read.

import protobuf from 'protobufjs/light.js'

const field = (id: number, type: string) => ({ id, type })
const many = (id: number, type: string) => ({ id, type, rule: 'repeated' })

const root = protobuf.Root.fromJSON({
  nested: {
    ExportTraceServiceRequest: { fields: { resourceSpans: many(1, 'ResourceSpans') } },
    ResourceSpans: { fields: { resource: field(1, 'Resource'), scopeSpans: many(2, 'ScopeSpans') } },
    Resource: { fields: { attributes: many(1, 'KeyValue') } },
    ScopeSpans: { fields: { spans: many(2, 'Span') } },
    Span: {
      fields: {
        traceId: field(1, 'bytes'),
        spanId: field(2, 'bytes'),
        parentSpanId: field(4, 'bytes'),
        name: field(5, 'string'),
        startTimeUnixNano: field(7, 'fixed64'),
        endTimeUnixNano: field(8, 'fixed64'),
        attributes: many(9, 'KeyValue'),
        events: many(11, 'Event'),
        status: field(15, 'Status'),
      },
    },
    Event: { fields: { name: field(2, 'string'), attributes: many(3, 'KeyValue') } },
    Status: { fields: { code: field(3, 'int32') } },
    KeyValue: { fields: { key: field(1, 'string'), value: field(2, 'AnyValue') } },
    AnyValue: {
      oneofs: {
        value: { oneof: ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue', 'bytesValue'] },
      },
      fields: {
        stringValue: field(1, 'string'),
        boolValue: field(2, 'bool'),
        intValue: field(3, 'int64'),
        doubleValue: field(4, 'double'),
        arrayValue: field(5, 'ArrayValue'),
        kvlistValue: field(6, 'KeyValueList'),
        bytesValue: field(7, 'bytes'),
      },
    },
    ArrayValue: { fields: { values: many(1, 'AnyValue') } },
    KeyValueList: { fields: { values: many(1, 'KeyValue') } },
    ExportTraceServiceResponse: { fields: { partialSuccess: field(1, 'PartialSuccess') } },
    PartialSuccess: { fields: { rejectedSpans: field(1, 'int64'), errorMessage: field(2, 'string') } },
    RpcStatus: { fields: { code: field(1, 'int32'), message: field(2, 'string') } },
  },
})

const request = root.lookupType('ExportTraceServiceRequest')

/** The request as plain objects with the names OTLP's JSON has; ids and bytes are buffers, 64-bit numbers texts. Throws when the bytes are no such message. */
export function readProtobuf(bytes: Uint8Array): unknown {
  return request.toObject(request.decode(bytes), { longs: String })
}

/** A message of a type above as bytes. */
export function writeProtobuf(
  type: 'ExportTraceServiceRequest' | 'ExportTraceServiceResponse' | 'RpcStatus',
  message: Record<string, unknown>,
): Uint8Array<ArrayBuffer> {
  const of = root.lookupType(type)
  return new Uint8Array(of.encode(of.fromObject(message)).finish())
}

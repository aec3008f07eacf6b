// The log: JSON lines on stderr, never on stdout. Redacts what looks like a credential at any depth and never holds what people or
// agents wrote; the trail is another thing (store/audit-log.ts).

import { type Logger, pino } from 'pino'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

const credential = /(authorization|cookie|password|token|secret|key)$/i
const deepest = 6
// Foreign errors quote input; the start of the sentence is enough to know which one it was.
const longestMessage = 300

function redacted(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return describe(value)
  if (Array.isArray(value)) return depth < deepest ? value.map((item) => redacted(item, depth + 1)) : '‹deep›'
  if (typeof value !== 'object' || value === null || value instanceof Date || 'toJSON' in value) return value
  if (depth >= deepest) return '‹deep›'
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, credential.test(name) ? '‹redacted›' : redacted(inner, depth + 1)]),
  )
}

/** An error without what it may carry along (rows, parameters, headers): its name, code and the start of its sentence. */
function describe(error: Error): Record<string, unknown> {
  return {
    name: error.name,
    ...('code' in error ? { code: error.code } : {}),
    message: error.message.slice(0, longestMessage),
    ...(error.cause instanceof Error ? { cause: describe(error.cause) } : {}),
  }
}

/**
 * Makes the log of one process. `part` names it (supervisor, api, worker). `write` is for tests; otherwise lines go to stderr at
 * once, so that a killed process has said everything.
 */
export function createLog(level: string, part: string, write?: (line: string) => void): Log {
  const options = {
    level,
    base: { part, pid: process.pid },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (record: object) => redacted(record) as Record<string, unknown>,
    },
    serializers: { err: (error: unknown) => error },
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return pino(options, write ? { write } : pino.destination({ fd: 2, sync: true }))
}

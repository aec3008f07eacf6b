// Answers in OpenAI's error shape, which clients of that API can read.

type Kind = 'invalid_request_error' | 'authentication_error' | 'permission_error' | 'server_error'

export type OpenAiError = { status: number; kind: Kind; code: string; message: string; param?: string | null }

function openAiBody({ kind, code, message, param = null }: OpenAiError): string {
  return JSON.stringify({ error: { message, type: kind, param, code } })
}

/** `x-should-retry` is read by OpenAI's own clients, which otherwise repeat a 5xx twice: what is halted stays halted. */
export function openAiError(error: OpenAiError, headers: Record<string, string> = {}): Response {
  const retry: Record<string, string> = error.code === 'halted' ? { 'x-should-retry': 'false' } : {}
  return new Response(openAiBody(error), {
    status: error.status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...retry, ...headers },
  })
}

/** The error as the last event of a stream that had begun: the clients throw it. */
export function openAiEvent(error: OpenAiError): Uint8Array {
  return new TextEncoder().encode(`data: ${openAiBody(error)}\n\n`)
}

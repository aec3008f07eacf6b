// What a span says, and under which names it may say it: one table for every convention we read. Pure data. First name wins. Sources: OpenTelemetry GenAI semantic
// conventions (gen_ai.*, development status: names change), their names before 1.28 (prompt_tokens, gen_ai.prompt), OpenInference (llm.*, input.value), OpenLLMetry
// (traceloop.*, llm.usage.*), Vercel AI SDK up to 6 (ai.*). `tenure.*` is for whoever can add an attribute of their own.

export type SpanKind = 'agent' | 'model' | 'tool' | 'other'

/** concept → the attributes that may carry it. */
export const attributeAliases = {
  modelAsked: ['gen_ai.request.model', 'llm.request.model_name', 'llm.request.model', 'ai.model.id', 'llm.model_name'],
  modelAnswered: [
    'gen_ai.response.model',
    'llm.response.model_name',
    'llm.response.model',
    'ai.response.model',
    'llm.model_name',
    'gen_ai.request.model',
    'llm.request.model_name',
    'llm.request.model',
    'ai.model.id',
  ],
  fingerprint: [
    'openai.response.system_fingerprint',
    'gen_ai.openai.response.system_fingerprint',
    'gen_ai.response.system_fingerprint',
    'gen_ai.system_fingerprint',
  ],
  inputTokens: [
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.prompt_tokens',
    'llm.token_count.prompt',
    'llm.usage.prompt_tokens',
    'ai.usage.inputTokens',
    'ai.usage.promptTokens',
  ],
  cachedTokens: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'llm.token_count.prompt_details.cache_read',
    'ai.usage.cachedInputTokens',
  ],
  outputTokens: [
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.completion_tokens',
    'llm.token_count.completion',
    'llm.usage.completion_tokens',
    'ai.usage.outputTokens',
    'ai.usage.completionTokens',
  ],
  input: [
    'gen_ai.input.messages',
    'ai.prompt.messages',
    'gen_ai.prompt',
    'llm.prompts',
    'ai.prompt',
    'traceloop.entity.input',
    'input.value',
  ],
  output: [
    'gen_ai.output.messages',
    'ai.response.text',
    'ai.result.text',
    'gen_ai.completion',
    'llm.completions',
    'traceloop.entity.output',
    'output.value',
  ],
  toolName: ['gen_ai.tool.name', 'tool.name', 'ai.toolCall.name', 'traceloop.entity.name'],
  toolSystem: ['tenure.system'],
  toolArguments: [
    'gen_ai.tool.call.arguments',
    'ai.toolCall.args',
    'ai.toolCall.input',
    'traceloop.entity.input',
    'input.value',
    'tool.parameters',
  ],
  toolResult: ['gen_ai.tool.call.result', 'ai.toolCall.result', 'ai.toolCall.output', 'traceloop.entity.output', 'output.value'],
  requester: [
    'tenure.requester',
    'enduser.id',
    'user.id',
    'traceloop.association.properties.user_id',
    'ai.telemetry.metadata.userId',
  ],
  channel: ['tenure.channel', 'traceloop.association.properties.channel', 'ai.telemetry.metadata.channel'],
  workflow: ['tenure.workflow'],
} as const satisfies Record<string, readonly string[]>

export type Concept = keyof typeof attributeAliases

/** Attributes that say what kind of work a span is, most telling first, and what their values mean. A value that is not here is `other`. */
export const kindAliases: readonly { attribute: string; values: Readonly<Record<string, SpanKind>> }[] = [
  {
    attribute: 'gen_ai.operation.name',
    values: {
      chat: 'model',
      text_completion: 'model',
      generate_content: 'model',
      execute_tool: 'tool',
      invoke_agent: 'agent',
      invoke_workflow: 'agent',
    },
  },
  { attribute: 'openinference.span.kind', values: { LLM: 'model', TOOL: 'tool', AGENT: 'agent', CHAIN: 'agent' } },
  {
    attribute: 'ai.operationId',
    values: {
      'ai.generateText': 'agent',
      'ai.streamText': 'agent',
      'ai.generateObject': 'agent',
      'ai.streamObject': 'agent',
      'ai.generateText.doGenerate': 'model',
      'ai.streamText.doStream': 'model',
      'ai.generateObject.doGenerate': 'model',
      'ai.streamObject.doStream': 'model',
      'ai.toolCall': 'tool',
    },
  },
  { attribute: 'traceloop.span.kind', values: { workflow: 'agent', task: 'agent', agent: 'agent', tool: 'tool' } },
  { attribute: 'llm.request.type', values: { chat: 'model', completion: 'model' } },
]

/** Lists flattened into attributes: prefix, what it carries, and what stands between the number and a message's own names. */
export const flattenedLists: readonly { prefix: string; carries: 'input' | 'output'; inner: string }[] = [
  { prefix: 'gen_ai.prompt.', carries: 'input', inner: '' },
  { prefix: 'gen_ai.completion.', carries: 'output', inner: '' },
  { prefix: 'llm.input_messages.', carries: 'input', inner: 'message.' },
  { prefix: 'llm.output_messages.', carries: 'output', inner: 'message.' },
]

/** Events of a span that carry one message each (conventions before 1.37), and who speaks in it. */
export const messageEvents: Readonly<Record<string, { carries: 'input' | 'output'; role: string }>> = {
  'gen_ai.system.message': { carries: 'input', role: 'system' },
  'gen_ai.user.message': { carries: 'input', role: 'user' },
  'gen_ai.assistant.message': { carries: 'input', role: 'assistant' },
  'gen_ai.tool.message': { carries: 'input', role: 'tool' },
  'gen_ai.choice': { carries: 'output', role: 'assistant' },
}

/** Tools that hand the query to a person, whatever system they are said to be of. */
export const handOverTools: readonly string[] = [
  'handoff',
  'hand_off',
  'handover',
  'hand_over',
  'escalate',
  'escalate_to_human',
  'handoff_to_human',
  'transfer_to_human',
  'transfer_to_human_agent',
  'transfer_to_human_agents',
  'tenure_escalate',
]

const exact = new Set<string>([...Object.values(attributeAliases).flat(), ...kindAliases.map(({ attribute }) => attribute)])

/** Whether an attribute is one we read; everything else of a span is not kept. */
export function isRead(attribute: string): boolean {
  return exact.has(attribute) || flattenedLists.some(({ prefix }) => attribute.startsWith(prefix))
}

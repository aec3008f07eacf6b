// Where a webhook may point: an http or https address without credentials that is not a machine's own metadata service. Private networks are allowed (agents live
// there); link-local and metadata addresses never are.

import { type Refusal, refuse } from '../refusal.ts'
import { isNeverCalled } from './private-systems.ts'

/** Checks the text of an address. A name is checked again when it is resolved, at the moment of connecting. */
export function checkWebhookUrl(text: string): URL | Refusal {
  const no = (why: string, remedy: string) => refuse('invalid_input', { where: 'agent.webhookUrl', why, remedy })
  if (!URL.canParse(text)) return no('this is not an address', 'Write it like https://agent.example.com/tenure.')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return no(`${url.protocol} is not allowed`, 'Use http or https.')
  if (url.username !== '' || url.password !== '')
    return no('it carries credentials', 'Leave them out; each delivery is signed instead.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isNeverCalled(host) || host === 'metadata.google.internal')
    return no('this address belongs to the machine’s own metadata service', 'Name your agent’s address.')
  return url
}

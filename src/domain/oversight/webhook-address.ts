// Where a webhook may point: an http or https address without credentials that is not a machine's own metadata service. Private networks are allowed (agents live
// there); link-local and metadata addresses never are.

import { type Refusal, refuse } from '../refusal.ts'

/** Checks the text of an address. A name is checked again when it is resolved, at the moment of connecting. */
export function checkWebhookUrl(text: string): URL | Refusal {
  const no = (why: string, remedy: string) => refuse('invalid_input', { where: 'agent.webhookUrl', why, remedy })
  if (!URL.canParse(text)) return no('this is not an address', 'Write it like https://agent.example.com/tenure.')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return no(`${url.protocol} is not allowed`, 'Use http or https.')
  if (url.username !== '' || url.password !== '')
    return no('it carries credentials', 'Leave them out; each delivery is signed instead.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isForbiddenAddress(host) || host === 'metadata.google.internal')
    return no('this address belongs to the machine’s own metadata service', 'Name your agent’s address.')
  return url
}

/** Addresses of cloud metadata services outside the link-local ranges: Alibaba, Azure, AWS over IPv6. */
const metadataAddresses = new Set(['100.100.100.200', '168.63.129.16', 'fd00:ec2::254'])

/** Whether a numeric address must never be called: unspecified, link-local (RFC 3927, RFC 4291), multicast, or metadata. A name is none of these. */
export function isForbiddenAddress(address: string): boolean {
  const plain = address.toLowerCase().split('%')[0] ?? ''
  const v4 = ipv4Of(plain)
  if (v4 !== null) {
    const [a, b] = v4
    return metadataAddresses.has(v4.join('.')) || (a === 169 && b === 254) || a === 0 || a >= 224
  }
  if (!plain.includes(':')) return false
  return metadataAddresses.has(plain) || /^fe[89ab]/.test(plain) || plain.startsWith('ff') || plain === '::'
}

/** The four bytes of an IPv4 address, also when written inside an IPv6 one (::ffff:169.254.1.1, ::ffff:a9fe:101, 64:ff9b::a9fe:101). */
function ipv4Of(address: string): [number, number, number, number] | null {
  const dotted = /^(?:::(?:ffff:)?|64:ff9b::)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)
  if (dotted) return [Number(dotted[1]), Number(dotted[2]), Number(dotted[3]), Number(dotted[4])]
  const hex = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address)
  if (!hex) return null
  const [high, low] = [Number.parseInt(hex[1] ?? '', 16), Number.parseInt(hex[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255]
}

// Which addresses may be connected to: public ones; those of private networks only where the operator named them; the machine's own metadata service, link-local
// and multicast never. Whatever is not understood counts as private.

import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js'

type Ip = IPv4 | IPv6

/** One place the operator named: a host name, or a range of addresses; with a port, that port only. */
export type PrivateSystem = { host: string | null; range: [Ip, number] | null; port: number | null }

/** Addresses of cloud metadata services outside the link-local ranges: Alibaba, Azure, Oracle, AWS (instance, pod identity) and Google over IPv6. */
const metadata = ['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'].map(
  (text) => ipaddr.parse(text).toNormalizedString(),
)

const neverRanges: readonly string[] = ['unspecified', 'linkLocal', 'multicast', 'broadcast']

/**
 * Reads a list such as `10.1.0.0/16, crm.corp.example, 127.0.0.1:8791, [::1]:8080`. Returns a sentence about the first entry that cannot be read, or that names
 * what is never called: a setting that is silently not applied is worse than no start.
 */
export function readPrivateSystems(text: string): readonly PrivateSystem[] | string {
  const read: PrivateSystem[] = []
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const found = readEntry(entry)
    if (typeof found === 'string') return found
    read.push(found)
  }
  return read
}

function readEntry(entry: string): PrivateSystem | string {
  const unread = `“${entry}” is neither an address, a range such as 10.1.0.0/16, nor a host name, each with or without a port`
  const parts = /^(?:\[([0-9a-f:.]+)\]|([0-9a-z.-]+)|([0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*))(\/\d{1,3})?(?::(\d{1,5}))?$/i.exec(
    entry,
  )
  if (parts === null) return unread
  const [, bracketed, plain, six, length, portText] = parts
  const port = portText === undefined ? null : Number(portText)
  if (port !== null && (port < 1 || port > 65_535)) return unread
  const host = (bracketed ?? plain ?? six ?? '').toLowerCase()
  const numeric = ipaddr.IPv4.isValidFourPartDecimal(host) || ipaddr.IPv6.isValid(host)
  if (!numeric) {
    // 0x7f.1, 2130706433 and 0177.0.0.1 are addresses in disguise, not names.
    if (length !== undefined || /^[\d.]+$|(^|\.)(0x[0-9a-f]*|\d+)\.?$/.test(host) || host.endsWith('.')) return unread
    return { host, range: null, port }
  }
  const ip = ipaddr.parse(host)
  const bits = length === undefined ? (ip.kind() === 'ipv4' ? 32 : 128) : Number(length.slice(1))
  if (bits > (ip.kind() === 'ipv4' ? 32 : 128)) return unread
  if (whyNever(ip) !== null) return `“${entry}” is ${whyNever(ip)}, which is never called`
  return { host: null, range: [ip, bits], port }
}

/** Why an address must not be connected to. `never`: no setting changes it. */
export type Objection = { never: boolean; why: string }

/** `host` is the name that led to `address`; for an address without a name they are the same. */
export function objectionTo(
  address: string,
  { host, port }: { host: string; port: number },
  named: readonly PrivateSystem[],
): Objection | null {
  const bare = address.split('%')[0] ?? ''
  if (!ipaddr.isValid(bare)) return { never: true, why: 'no address that can be read' }
  const ip = ipaddr.parse(bare)
  const all = [ip, ...(ip.kind() === 'ipv6' ? inside(ip as IPv6) : [])]
  for (const one of all) {
    const why = whyNever(one)
    if (why !== null) return { never: true, why }
  }
  const closed = all.find((one) => !isPublic(one) && !named.some((entry) => covers(entry, one, { host, port })))
  return closed === undefined ? null : { never: false, why: kindOf(closed) }
}

/** Whether a numeric address is never connected to, whatever anybody configured. A name is not an address, and is judged when it is resolved. */
export function isNeverCalled(address: string): boolean {
  const bare = address.split('%')[0] ?? ''
  if (!ipaddr.isValid(bare)) return false
  const ip = ipaddr.parse(bare)
  return [ip, ...(ip.kind() === 'ipv6' ? inside(ip as IPv6) : [])].some((one) => whyNever(one) !== null)
}

function covers({ host, range, port }: PrivateSystem, ip: Ip, to: { host: string; port: number }): boolean {
  if (port !== null && port !== to.port) return false
  if (range === null) return host === to.host.toLowerCase()
  return range[0].kind() === ip.kind() && ip.match(range as [never, number])
}

function whyNever(ip: Ip): string | null {
  if (metadata.includes(ip.toNormalizedString())) return 'an address of a cloud’s metadata service'
  const range: string = ip.range()
  return neverRanges.includes(range) ? `${range === 'linkLocal' ? 'link-local' : range}` : null
}

/** Outside of 2000::/3 no IPv6 address is a public one, whatever its range is called (IANA, IPv6 global unicast). */
function isPublic(ip: Ip): boolean {
  if (ip.range() !== 'unicast') return false
  return ip.kind() === 'ipv4' || (((ip as IPv6).parts[0] ?? 0) & 0xe000) === 0x2000
}

function kindOf(ip: Ip): string {
  const range: string = ip.range()
  const words: Readonly<Record<string, string>> = {
    private: 'on a private network',
    loopback: 'on this machine itself',
    uniqueLocal: 'on a private network',
    carrierGradeNat: 'in a carrier’s private range',
    ipv4Mapped: 'an IPv4 address in disguise',
  }
  return words[range] ?? `not a public address (${range === 'unicast' ? 'reserved' : range})`
}

/** The IPv4 addresses written inside an IPv6 one: mapped, translated (NAT64), 6to4, Teredo, and the old compatible form. */
function inside(ip: IPv6): IPv4[] {
  const p = ip.parts
  const v4 = (high = 0, low = 0) => new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255])
  const range: string = ip.range()
  if (range === 'ipv4Mapped' || range === 'rfc6145' || range === 'rfc6052') return [v4(p[6], p[7])]
  if (range === '6to4') return [v4(p[1], p[2])]
  if (range === 'teredo') return [v4((p[6] ?? 0) ^ 0xffff, (p[7] ?? 0) ^ 0xffff)]
  const compatible = p.slice(0, 6).every((part) => part === 0) && (p[6] ?? 0) !== 0
  return compatible ? [v4(p[6], p[7])] : []
}

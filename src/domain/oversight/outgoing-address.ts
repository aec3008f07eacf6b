// Which addresses the product may connect to. A name in a signed dossier says whom people meant; where it leads is decided here, for each connection: public addresses
// yes, the operator's own networks only where the operator has said so, a machine's own metadata service never. Source: AUDIT.md D13 (OWASP ASVS V1.3.6, 13.2.4-5).

import ipaddr from 'ipaddr.js'

export type AddressKind = 'public' | 'private' | 'never'

/** Metadata services outside the link-local ranges: Alibaba, Azure, AWS over IPv6. */
const metadataAddresses = new Set(['100.100.100.200', '168.63.129.16', 'fd00:ec2::254'])

const privateRanges = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat'])

/**
 * What kind of address this is; null: it is no numeric address. `never`: unspecified, broadcast, link-local, multicast, reserved, tunnels, metadata. An IPv4 address inside an
 * IPv6 one (mapped, RFC 6052) is judged as what it leads to.
 */
export function kindOfAddress(text: string): AddressKind | null {
  const plain = text.replace(/^\[|\]$/g, '').split('%')[0]!
  if (!ipaddr.isValid(plain)) return null
  const address = innermost(ipaddr.parse(plain))
  if (metadataAddresses.has(address.toString())) return 'never'
  const range = address.range()
  return range === 'unicast' ? 'public' : privateRanges.has(range) ? 'private' : 'never'
}

type Address = ReturnType<typeof ipaddr.parse>

function innermost(address: Address): Address {
  if (address instanceof ipaddr.IPv4) return address
  const six = address as InstanceType<typeof ipaddr.IPv6>
  if (six.isIPv4MappedAddress()) return six.toIPv4Address()
  return six.range() === 'rfc6052' ? new ipaddr.IPv4(six.toByteArray().slice(12)) : six
}

/** One of the operator's own places: a network, or a host with or without a port. */
type Place = { network: [Address, number] } | { host: string; port: string | null }
export type PrivatePlaces = readonly Place[]

/** Reads `10.0.0.0/8, erp.internal, 127.0.0.1:8791`. Returns the first entry that is none of these as `wrong`. */
export function readPrivatePlaces(text: string): { places: PrivatePlaces; wrong: string | null } {
  const places: Place[] = []
  for (const entry of text.split(',').map((one) => one.trim())) {
    if (entry === '') continue
    const place = placeIn(entry)
    if (place === null) return { places: [], wrong: entry }
    places.push(place)
  }
  return { places, wrong: null }
}

function placeIn(entry: string): Place | null {
  if (entry.includes('/')) return ipaddr.isValidCIDR(entry) ? { network: ipaddr.parseCIDR(entry) } : null
  const bare = ipaddr.IPv6.isValid(entry) ? `[${entry}]` : entry
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/i.test(bare) || !URL.canParse(`http://${bare}`)) return null
  const { hostname } = new URL(`http://${bare}`)
  const port = /:(\d{1,5})$/.exec(bare.replace(/^\[.*\]/, ''))?.[1] ?? null
  return { host: hostname, port }
}

/** Where somebody wants to connect: the host as the URL has it, the address it leads to. */
export type Target = { host: string; port: string; address: string }

/** Why this connection is not made, with what the operator can do about it; null: it may be. */
export function whyNoConnection({ host, port, address }: Target, places: PrivatePlaces): string | null {
  const kind = kindOfAddress(address)
  const leads = host === address || host === `[${address}]` ? host : `${host} leads to ${address}, which`
  if (kind === 'public') return null
  if (kind !== 'private')
    return `${leads} is not an address anything may be asked of: it belongs to a machine’s own network or its metadata service`
  if (places.some((place) => covers(place, { host, port, address }))) return null
  return `${leads} is a private address. If the system is meant to be there, name it in TENURE_PRIVATE_SYSTEMS (a network as 10.0.0.0/8, a host, or host:port) and start Tenure again`
}

function covers(place: Place, { host, port, address }: Target): boolean {
  if ('host' in place) return place.host === host && (place.port === null || place.port === port)
  const inner = innermost(ipaddr.parse(address.replace(/^\[|\]$/g, '')))
  const [network, bits] = place.network
  return inner.kind() === network.kind() && inner.match(network as never, bits)
}

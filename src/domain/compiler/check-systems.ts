// Checks of the integration map: who looked at each operation, that a mistake or an outage is noticed, and that no secret stands in it.

import type { Operation, System } from '../discovery/integration-map.ts'
import { apiOperation } from '../discovery/openapi-document.ts'
import { keyBlank, whyNoProof } from '../discovery/proof.ts'
import { whyUnenforceable } from './arguments.ts'
import { argumentsOf } from './check-steps.ts'
import type { Reporter } from './findings.ts'
import type { Ground } from './ground.ts'

export function checkSystems(ground: Ground, report: Reporter): void {
  for (const [at, system] of ground.dossier.integrations.systems.entries()) {
    checkSystem(system, report, ['systems', at])
    for (const [n, operation] of system.operations.entries()) {
      if (operation.access === 'none') continue
      const spot = { system, operation, place: ['systems', at, 'operations', n] }
      checkOperation(ground, report, spot)
      checkSafety(report, spot)
    }
  }
}

type Place = readonly PropertyKey[]

function checkSystem(system: System, report: Reporter, place: Place): void {
  const { name, operations, country, credential, connector } = system
  const open = operations.filter(({ access }) => access !== 'none')
  if (open.length === 0) report.integrations('system-without-operations', place, `“${name}” lists no operation with access.`)
  if (country === null && operations.some(({ sensitive }) => sensitive))
    report.integrations('system-without-country', place, `“${name}” holds sensitive data, and its country is not said.`)
  if (country !== null && !isCountry(country))
    report.integrations('country-unknown', [...place, 'country'], `“${country}” is no country.`)
  for (const [key, one] of [
    ['credential', credential],
    ['readCredential', system.readCredential ?? null],
  ] as const)
    if (one !== null && isSecret(one))
      report.integrations('credential-is-a-secret', [...place, key], `The credential of “${name}” looks like the secret itself.`)
  if (connector.kind === 'mcp' || connector.kind === 'openapi') checkAddress(report, name, connector.url, [...place, 'connector'])
  checkDescription(system, report, place)
  checkProbe(system, report, place, open.length > 0)
}

/** A description that was signed with the map can be held against it now; one at an address is looked at before each call. */
function checkDescription({ name, connector, operations }: System, report: Reporter, place: Place): void {
  if (connector.kind !== 'openapi') return
  const { document, description } = connector
  if (document === undefined) {
    if (!/^https?:\/\//i.test(description))
      report.integrations('api-description-out-of-reach', [...place, 'connector'], `“${name}” is described in “${description}”.`)
    return
  }
  for (const [n, operation] of operations.entries()) {
    if (operation.access === 'none') continue
    const { operationId = operation.name, route } = operation.http ?? {}
    const found = apiOperation(document, { operationId, route })
    if (typeof found === 'string')
      report.integrations('api-operation-unusable', [...place, 'operations', n], `${name}.${operation.name}: ${found}.`)
  }
}

function checkAddress(report: Reporter, name: string, address: string, place: Place): void {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    report.integrations('connector-address-invalid', place, `“${name}” is at “${address}”.`)
    return
  }
  if (url.username !== '' || url.password !== '')
    report.integrations('credential-is-a-secret', place, `The address of “${name}” holds a user name or password.`)
  if (url.protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname))
    report.integrations('connector-unencrypted', place, `“${name}” is reached in the clear.`)
}

function checkProbe({ name, probe, operations, connector }: System, report: Reporter, place: Place, used: boolean): void {
  if (probe === null) {
    if (used && (connector.kind === 'mcp' || connector.kind === 'openapi'))
      report.integrations('probe-missing', place, `Nothing tells whether “${name}” is well.`)
    return
  }
  const found = operations.find((operation) => operation.name === probe.operation)
  const spot = [...place, 'probe']
  if (!found) report.integrations('probe-unknown', spot, `The probe of “${name}” asks for “${probe.operation}”.`)
  else if (found.access !== 'read')
    report.integrations(
      'probe-writes',
      spot,
      `The probe of “${name}” asks for “${probe.operation}”, whose access is “${found.access}”.`,
    )
  const { required } = argumentsOf(found?.arguments ?? null)
  const missing = required.filter((argument) => !Object.hasOwn(probe.arguments, argument))
  if (missing.length > 0)
    report.integrations('argument-missing', spot, `The probe of “${name}” is asked without ${missing.join(', ')}.`)
}

type Spot = { system: System; operation: Operation; place: Place }

function checkOperation({ dossier, grantFor, uses }: Ground, report: Reporter, { system, operation, place }: Spot): void {
  const name = `${system.name}.${operation.name}`
  if (operation.risk === 'unknown')
    report.integrations(
      operation.access === 'read' ? 'read-of-unknown-risk' : 'operation-risk-unknown',
      place,
      `The risk of ${name}, a ${operation.access}, is unknown.`,
    )
  const { queryTypes } = dossier.workflow
  const used =
    queryTypes.some((type) => grantFor(type.name, system.name, operation.name) !== null) ||
    queryTypes.some((type) => uses(type).some((use) => use.name === name)) ||
    system.probe?.operation === operation.name ||
    system.operations.some(({ lookup }) => lookup === operation.name)
  if (!used) report.integrations('operation-never-used', place, `${name} has access “${operation.access}” and nobody uses it.`)
  if (operation.access === 'read' && operation.returns === null)
    report.integrations('answers-not-described', place, `Nobody has listed what ${name} answers with.`)
  if (operation.toolHash !== null && !/^[0-9a-f]{64}$/.test(operation.toolHash))
    report.integrations('tool-hash-malformed', [...place, 'toolHash'], `The hash of ${name} is not a SHA-256.`)
  const { properties, required } = argumentsOf(operation.arguments)
  if (operation.amount !== null && operation.arguments !== null && !required.includes(operation.amount.argument))
    report.integrations(
      'amount-argument-unknown',
      [...place, 'amount'],
      `${name} has no required argument “${operation.amount.argument}”.`,
    )
  for (const [n, argument] of operation.recipients.entries())
    if (operation.arguments !== null && !properties.has(argument))
      report.integrations('recipients-argument-unknown', [...place, 'recipients', n], `${name} has no argument “${argument}”.`)
}

function checkSafety(report: Reporter, { system, operation, place }: Spot): void {
  const name = `${system.name}.${operation.name}`
  const { kind } = system.connector
  const lookup = system.operations.find((one) => one.name === operation.lookup)
  if (operation.lookup !== null && lookup?.access !== 'read')
    report.integrations('lookup-unknown', [...place, 'lookup'], `${name} is looked up with “${operation.lookup}”.`)
  checkProof(report, place, { system, operation, name })
  if (operation.access === 'write' && kind === 'agent')
    report.integrations('write-not-seen', place, `${name} is a write through the connector “${kind}”.`)
  if (kind === 'mcp' && operation.toolHash === null)
    report.integrations('tool-hash-missing', place, `The definition of ${name} is not pinned.`)
  if (operation.arguments === null)
    report.integrations('arguments-not-described', place, `Nobody has described the arguments of ${name}.`)
  const why = whyUnenforceable(operation)
  if (why !== null) report.integrations('arguments-unenforceable', [...place, 'arguments'], `The arguments of ${name}: ${why}.`)
  if (operation.access === 'write' && !operation.idempotent && operation.lookup === null)
    report.integrations('write-cannot-be-repeated', place, `${name} honours no key and has no lookup.`)
}

/** A proof is believed by a program that then makes a write again: every part of it is checked. */
function checkProof(report: Reporter, place: Place, { system, operation, name }: Omit<Spot, 'place'> & { name: string }): void {
  const { proof } = operation
  if (proof === undefined) return
  const bad = (why: string) => report.integrations('proof-unusable', [...place, 'proof'], `The proof of ${name}: ${why}.`)
  if (operation.lookup === null) bad('there is no “lookup” whose answer it could judge')
  const why = whyNoProof(proof)
  if (why !== null) bad(why)
  const own = argumentsOf(operation.arguments)
  const lookup = system.operations.find((one) => one.name === operation.lookup)
  const asked = argumentsOf(lookup?.arguments ?? null)
  for (const [to, from] of Object.entries(proof.arguments)) {
    if (from !== keyBlank && operation.arguments !== null && !own.properties.has(from)) bad(`${name} has no argument “${from}”`)
    if (lookup !== undefined && lookup.arguments !== null && !asked.properties.has(to))
      bad(`${lookup.name} has no argument “${to}”`)
  }
  const missing = asked.required.filter((argument) => !Object.hasOwn(proof.arguments, argument))
  if (missing.length > 0) bad(`${lookup?.name} is asked without ${missing.join(', ')}`)
}

const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && code !== 'ZZ' && countries.of(code) !== undefined
}

const knownSecret =
  /^(sk|pk|rk|ghp|gho|ghs|glpat|github_pat|xox[abprs]|AKIA|ASIA|AIza|eyJ|ya29|SG\.|npm_|hf_|Bearer |Basic |-----BEGIN)/

/** Whether a credential is rather a secret than the name of one: a known beginning, a long jumble, or nothing one would name a variable. */
function isSecret(credential: string): boolean {
  if (knownSecret.test(credential) && !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(credential)) return true
  if (!/^[A-Za-z][A-Za-z0-9+.-]*(:\/{0,2})?[\w./#-]*$/.test(credential)) return true
  return credential.split(/[._/:#-]/).some((part) => part.length >= 16 && /\d/.test(part) && /[A-Za-z]/.test(part))
}

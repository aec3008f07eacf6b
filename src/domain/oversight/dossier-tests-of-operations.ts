// Generated tests of what the integration map says of each operation: its owner's word on access, risk and data, and its arguments: a call without a
// required one, with an unknown one or with one of another kind is refused.

import { canonical } from '../audit/canonical.ts'
import { wrongArgument } from '../compiler/arguments.ts'
import { documentNames, type Place } from '../discovery/documents.ts'
import { type Operation, operationOf, type System } from '../discovery/integration-map.ts'
import type { DossierTest, Subject } from './dossier-test.ts'
import { sampleArguments } from './sample-arguments.ts'

const somebody = 'requester@example.test'

export function operationTests({ dossier }: Subject): DossierTest[] {
  return dossier.integrations.systems.flatMap((system, at) => [
    wordTest(system, at),
    ...system.operations.flatMap((operation, n) => {
      const spot = { system: system.name, operation, place: ['systems', at, 'operations', n] }
      return [statementTest(spot), ...(operation.access === 'none' ? [] : argumentTests(spot))]
    }),
  ])
}

/** What the owner of a system said of it as a whole. */
function wordTest(system: System, at: number): DossierTest {
  const said = ({ owner, country, connector, probe }: System) =>
    `owned by ${owner} in ${country ?? 'no country'}, reached by ${connector.kind}, probed by ${probe?.operation ?? 'nothing'} every ${probe?.everyMinutes ?? 0} minutes`
  const wanted = said(system)
  return {
    name: `${system.name} is ${wanted}`,
    file: documentNames.integrations,
    place: ['systems', at],
    run: (subject) => {
      const now = subject.dossier.integrations.systems.find(({ name }) => name === system.name)
      return now === undefined ? 'there is no such system' : said(now) === wanted ? null : `it is ${said(now)}`
    },
  }
}

type Spot = { system: string; operation: Operation; place: Place }

function statementOf(one: Operation): string {
  const data = [one.sensitive ? 'sensitive' : null, one.untrusted ? 'untrusted' : null].filter((word) => word !== null)
  const repeat = one.idempotent ? 'may be repeated' : 'must not be repeated'
  const goes = [...one.recipients, ...(one.amount ? [`${one.amount.argument} ${one.amount.currency}`] : [])]
  const answers = one.returns === null ? 'answers not listed' : `answers ${one.returns.join(' ')}`
  return [
    one.access,
    `risk ${one.risk}`,
    answers,
    ...data,
    repeat,
    `looked up by ${one.lookup ?? 'nothing'}${one.proof === undefined ? '' : ` proving ${canonical(one.proof)}`}`,
    ...goes,
  ].join(', ')
}

function statementTest({ system, operation, place }: Spot): DossierTest {
  const wanted = statementOf(operation)
  return {
    name: `${system}.${operation.name} is ${wanted}`,
    file: documentNames.integrations,
    place,
    run: (subject) => {
      const now = operationOf(subject.dossier.integrations, system, operation.name)
      if (now === null) return 'there is no such operation'
      return statementOf(now.operation) === wanted ? null : `it is ${statementOf(now.operation)}`
    },
  }
}

/** Only what the dossier itself refuses makes a test: a schema that is open stays open. */
function argumentTests({ system, operation, place }: Spot): DossierTest[] {
  const good = sampleArguments(operation, somebody)
  if (wrongArgument(operation, good) !== null) return []
  const variants = [
    ...Object.keys(good).map((name) => ({ name: `without “${name}”`, given: without(good, name) })),
    ...Object.keys(good).map((name) => ({
      name: `with “${name}” of another kind`,
      given: { ...good, [name]: otherKind(good[name]) },
    })),
    { name: 'with an unknown argument', given: { ...good, 'not-an-argument': 1 } },
    ...propertiesOf(operation)
      .filter((name) => !Object.hasOwn(good, name))
      .map((name) => ({ name: `with “${name}” of no kind`, given: { ...good, [name]: { not: 'a kind' } } })),
  ]
  const described = [...place, 'arguments']
  return [
    {
      name: `${system}.${operation.name} takes ${Object.keys(good).join(', ') || 'nothing'}`,
      file: documentNames.integrations,
      place: described,
      run: (subject) => refusalOf(subject, { system, operation, place }, good),
    },
    ...variants
      .filter(({ given }) => wrongArgument(operation, given) !== null)
      .map(
        ({ name, given }): DossierTest => ({
          name: `${system}.${operation.name} ${name} is refused`,
          file: documentNames.integrations,
          place: described,
          run: (subject) => (refusalOf(subject, { system, operation, place }, given) === null ? 'it is taken' : null),
        }),
      ),
  ]
}

function refusalOf({ dossier }: Subject, { system, operation }: Spot, given: Record<string, unknown>): string | null {
  const now = operationOf(dossier.integrations, system, operation.name)
  return now === null ? 'there is no such operation' : wrongArgument(now.operation, given)
}

function propertiesOf({ arguments: schema }: Operation): string[] {
  const properties = schema?.properties
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
}

function without(given: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([key]) => key !== name))
}

function otherKind(value: unknown): unknown {
  return typeof value === 'string' ? 7 : 'another kind'
}

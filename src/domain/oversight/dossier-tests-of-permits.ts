// Generated tests of what the policy permits: every operation for every query type as the dossier has it, each prohibition, each limit from both
// sides, and where something may be sent.

import { canonical } from '../audit/canonical.ts'
import { policyName } from '../compiler/policy.ts'
import { documentNames, type Place } from '../discovery/documents.ts'
import type { Operation } from '../discovery/integration-map.ts'
import { covers } from '../discovery/role-definition.ts'
import type { EffectRequest } from '../interaction/effect.ts'
import type { DossierTest, Subject } from './dossier-test.ts'
import { type Permit, permissionFor, permit, type Spent } from './permit.ts'
import { sampleArguments } from './sample-arguments.ts'

const requester = 'requester@example.test'
const stranger = 'stranger@elsewhere.test'
/** What is granted is tested, not until when: the tests of a dossier hold on every day. */
const beforeAnyEnd = new Date(0)
const nothing: Spent = { effects: 0, writes: 0, writesToday: 0, money: 0, moneyToday: 0, recipients: [], lately: 0 }

type Asked = { system: string | null; operation: Operation | null; name: string }

export function permitTests(own: Subject): DossierTest[] {
  const asked: Asked[] = [
    { system: null, operation: null, name: 'reply' },
    ...own.dossier.integrations.systems.flatMap(({ name: system, operations }) =>
      operations.map((operation) => ({ system, operation, name: policyName(system, operation.name) })),
    ),
  ]
  return [
    ...own.dossier.workflow.queryTypes.flatMap((type, at) => asked.map((one) => permissionTest(own, type.name, at, one))),
    ...prohibitionTests(own, asked),
    ...limitTests(own, asked),
  ]
}

type Given = { type: string; asked: Asked; spent?: Partial<Spent>; to?: string }

function ask({ policy }: Subject, { type, asked, spent, to = requester }: Given): Permit {
  const { system, operation } = asked
  const request: EffectRequest =
    system === null || operation === null
      ? { kind: 'reply', text: 'hello' }
      : { kind: 'call', system, operation: operation.name, arguments: sampleArguments(operation, to) }
  return permit({
    policy,
    queryType: type,
    sources: { requester, trusted: [], results: [] },
    request,
    spent: { ...nothing, ...spent },
    at: beforeAnyEnd,
  })
}

/** What a permit comes to, in words that two versions can be compared by. */
function said(answer: Permit): string {
  if (!answer.granted) return 'refused'
  const fields = answer.fields.length === 0 ? '' : ` with ${answer.fields.toSorted().join(', ')}`
  const purpose = answer.purpose === null ? '' : ` for “${answer.purpose}”`
  return `${answer.alwaysReview === null ? 'granted' : 'granted after a person’s decision'} as a ${answer.kind}${fields}${purpose}`
}

/** The terms of the grant, whose change is a change of what is permitted although the answer to one example stays the same. */
function termsOf({ policy }: Subject, type: string, { name }: Asked): string {
  const terms = permissionFor(policy, type, name)?.terms
  return terms === undefined ? '' : ` under ${canonical(terms)}`
}

function permissionTest(own: Subject, type: string, at: number, asked: Asked): DossierTest {
  const wanted = said(ask(own, { type, asked })) + termsOf(own, type, asked)
  const elsewhere = said(ask(own, { type, asked, to: stranger }))
  return {
    name: `${asked.name} for “${type}” is ${wanted}`,
    ...placeOfGrant(own, type, at, asked),
    run: (subject) => {
      const now = said(ask(subject, { type, asked })) + termsOf(subject, type, asked)
      const there = said(ask(subject, { type, asked, to: stranger }))
      if (now !== wanted) return `it is ${now}`
      return there === elsewhere ? null : `to a stranger it was ${elsewhere} and is ${there}`
    },
  }
}

function placeOfGrant(
  { dossier }: Subject,
  type: string,
  at: number,
  { system, operation }: Asked,
): { file: string; place: Place } {
  const grant = dossier.role.may.findIndex(
    (one) => covers(one.do, system, operation?.name ?? null) && (one.for.length === 0 || one.for.includes(type)),
  )
  return grant < 0
    ? { file: documentNames.workflow, place: ['queryTypes', at] }
    : { file: documentNames.role, place: ['may', grant] }
}

function prohibitionTests({ dossier }: Subject, asked: readonly Asked[]): DossierTest[] {
  return dossier.role.must_not.flatMap((rule, at) =>
    asked
      .filter(({ system, operation }) => covers(rule.do, system, operation?.name ?? null))
      .map(
        (one): DossierTest => ({
          name: `${one.name} is forbidden`,
          file: documentNames.role,
          place: ['must_not', at],
          run: (subject) => {
            const type = subject.dossier.workflow.queryTypes.find(({ name }) => ask(subject, { type: name, asked: one }).granted)
            if (type) return `it is granted for “${type.name}”`
            const forbids = subject.dossier.role.must_not.some(({ do: ref }) =>
              covers(ref, one.system, one.operation?.name ?? null),
            )
            return forbids ? null : 'nothing forbids it any more'
          },
        }),
      ),
  )
}

/** At each limit the next effect is refused, and one below it is not. */
function limitTests(own: Subject, asked: readonly Asked[]): DossierTest[] {
  const { limits } = own.policy
  const kinds: [keyof typeof limits, keyof Spent, (one: Asked) => boolean][] = [
    ['effectsPerInteraction', 'effects', () => true],
    ['writesPerInteraction', 'writes', ({ operation }) => operation?.access === 'write'],
    ['writesPerDay', 'writesToday', ({ operation }) => operation?.access === 'write'],
    ['moneyPerInteraction', 'money', ({ operation }) => operation?.amount != null],
    ['moneyPerDay', 'moneyToday', ({ operation }) => operation?.amount != null],
  ]
  const types = own.dossier.workflow.queryTypes
  return kinds.flatMap(([key, counted, fits]) => {
    const limit = limits[key]
    if (limit === null || limit < 1) return []
    const found = asked.flatMap((one) => {
      const type = types.find(({ name }) => fits(one) && ask(own, { type: name, asked: one }).granted)
      return type ? [{ type: type.name, asked: one }] : []
    })[0]
    if (found === undefined) return []
    const test: DossierTest = {
      name: `${key} is ${limit}`,
      file: documentNames.role,
      place: ['limits', key],
      run: (subject) => {
        if (ask(subject, { ...found, spent: { [counted]: limit } }).granted) return 'more is granted'
        return ask(subject, { ...found, spent: { [counted]: limit - 1 } }).granted ? null : 'less is granted'
      },
    }
    return [test]
  })
}

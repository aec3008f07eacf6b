// What changed between two versions of a dossier, in the words of the ageing rule. Every field of the documents is named here once with the kind of change it is; a field
// nobody has named does not compile, and one that appears all the same counts as unknown, the worst.

import { reachableFrom } from '../compiler/check-paths.ts'
import { type Policy, policyName } from '../compiler/policy.ts'
import { compareDossiers, compareValues, isUnchanged } from '../discovery/compare.ts'
import type { Dossier } from '../discovery/dossier.ts'
import type { Operation, System } from '../discovery/integration-map.ts'
import type { RoleDefinition } from '../discovery/role-definition.ts'
import type { Targets } from '../discovery/targets.ts'
import type { QueryType, Step, Trigger, WorkflowMap } from '../discovery/workflow-map.ts'
import { type Change, type ChangeKind, changeOf as change, thing } from '../gates/ageing.ts'

export type Version = { dossier: Dossier; policy: Policy }

/** Everything that changed from one version to the other. Two versions without a change are equal; two that differ never have none. */
export function changesBetween(before: Version, after: Version): Change[] {
  const uses = usesOf(before, after)
  const found = [
    ...changesOfRole(before, after, uses),
    ...changesOfWorkflow(before.dossier.workflow, after.dossier.workflow),
    ...changesOfSystems(before.dossier.integrations.systems, after.dossier.integrations.systems, uses),
    ...changesOfTargets(before.dossier.targets, after.dossier.targets),
    ...(differ(before.dossier.interviews, after.dossier.interviews) ? [change('notes', thing('interviews', {}))] : []),
    ...strangers(before.dossier, after.dossier, documents, 'the dossier'),
  ]
  if (before.policy.form !== after.policy.form) found.push(change('unknown', thing('policy_form', {})))
  // A difference that none of the above saw is one nobody has thought of.
  const unseen = found.length === 0 && !isUnchanged(compareDossiers(before.dossier, after.dossier))
  return unseen ? [change('unknown', thing('documents', {}))] : found
}

/** The channels of both versions: a cell that ages may be of either. */
export function channelsOf(before: Version, after: Version): string[] {
  return [...new Set([...before.dossier.workflow.channels, ...after.dossier.workflow.channels])]
}

/** The query types that use this operation (`system.operation`): granted it, or with a step that calls it. */
export function typesUsing(version: Version, operation: string): string[] {
  return usesOf(version, version).of((name) => name === operation)
}

const documents = { workflow: 1, role: 1, integrations: 1, targets: 1, interviews: 1 } satisfies Record<keyof Dossier, 1>

type Uses = { all: string[]; of(isUsed: (operation: string) => boolean): string[] }

/** Which operations each query type may use or has a step for, in either version. */
function usesOf(...versions: readonly Version[]): Uses {
  const used = new Map<string, Set<string>>()
  for (const { dossier, policy } of versions) {
    for (const { name, start } of dossier.workflow.queryTypes) {
      const operations = used.get(name) ?? new Set<string>()
      used.set(name, operations)
      const permits = Object.hasOwn(policy.permits, name) ? policy.permits[name]! : {}
      for (const operation of Object.keys(permits)) operations.add(operation)
      for (const step of reachableFrom(dossier.workflow, start))
        if (step.kind === 'action') operations.add(policyName(step.system, step.operation))
    }
  }
  return {
    all: [...used.keys()],
    of: (isUsed) => [...used].filter(([, operations]) => [...operations].some(isUsed)).map(([name]) => name),
  }
}

// `own`: looked at below, part by part. Everything else is a change of the kind named.
type Kinds<T> = Record<keyof T, ChangeKind | 'own'>

const roleKinds: Kinds<RoleDefinition> = {
  name: 'role_wording',
  role: 'role_wording',
  body: 'role_wording',
  languages: 'role_wording',
  disclosure: 'role_wording',
  on_refusal: 'refusal_rule',
  limits: 'limit',
  destinations: 'own',
  may: 'own',
  must_not: 'own',
  always_review: 'own',
  escalate_when: 'own',
}

function changesOfRole(before: Version, after: Version, uses: Uses): Change[] {
  const [a, b] = [before.dossier.role, after.dossier.role]
  const found = [
    ...byField(a, b, roleKinds, 'role'),
    ...changesOfGrants(before.policy, after.policy),
    ...changesOfForbidden(before, after, uses),
  ]
  if (differ(a.destinations, b.destinations)) {
    const sending = new Set([...recipientsIn(before.policy), ...recipientsIn(after.policy)])
    found.push(
      change(
        'destinations',
        'destinations',
        uses.of((name) => sending.has(name)),
      ),
    )
  }
  if (differ(conditionsOf(a), conditionsOf(b))) found.push(change('trigger', thing('rules_of_role', {})))
  else if (differ(a.escalate_when, b.escalate_when)) found.push(change('trigger_reach', thing('rules_of_role', {})))
  // Written otherwise and meaning the same, or meaning nothing: what is enforced was compared above.
  const rewritten = (['may', 'must_not', 'always_review'] as const).filter((key) => differ(a[key], b[key]))
  const meant = found.some(({ kind }) => kind === 'grant' || kind === 'forbidden')
  return rewritten.length > 0 && !meant ? [...found, change('notes', rewritten.join(', '))] : found
}

const conditionsOf = (role: RoleDefinition) => role.escalate_when.map(({ when, trigger }) => ({ when, trigger }))

/** One change per operation whose permission differs for a type that both versions have. */
function changesOfGrants(before: Policy, after: Policy): Change[] {
  const concerned = new Map<string, string[]>()
  for (const type of Object.keys(before.permits)) {
    if (!Object.hasOwn(after.permits, type)) continue
    const [a, b] = [before.permits[type]!, after.permits[type]!]
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
      if (differ(own(a, name), own(b, name))) concerned.set(name, [...(concerned.get(name) ?? []), type])
  }
  return [...concerned].map(([name, types]) => change('grant', name, types))
}

function changesOfForbidden({ policy: before }: Version, { policy: after }: Version, uses: Uses): Change[] {
  const names = new Set([...Object.keys(before.forbidden), ...Object.keys(after.forbidden)])
  return [...names].flatMap((name) => {
    const [a, b] = [Object.hasOwn(before.forbidden, name), Object.hasOwn(after.forbidden, name)]
    return a === b
      ? []
      : [
          change(
            'forbidden',
            name,
            uses.of((used) => used === name),
          ),
        ]
  })
}

function recipientsIn({ systems }: Policy): string[] {
  return systems.flatMap((system) =>
    system.operations.filter(({ recipients }) => recipients.length > 0).map(({ name }) => policyName(system.name, name)),
  )
}

const workflowKinds: Kinds<WorkflowMap> = {
  workflow: 'unknown',
  title: 'notes',
  employee: 'notes',
  channels: 'own',
  // Read by the check for the Rule of Two and by nothing that runs.
  trustedChannels: 'notes',
  fields: 'declared_fields',
  queryTypes: 'own',
  inputs: 'own',
  steps: 'own',
  triggers: 'own',
  people: 'notes',
  edgeCases: 'notes',
  openQuestions: 'notes',
}

function changesOfWorkflow(before: WorkflowMap, after: WorkflowMap): Change[] {
  const found = [
    ...byField(before, after, workflowKinds, 'workflow'),
    ...changesOfTypes(before, after),
    ...changesOfSteps(before, after),
    ...changesOfTriggers(before.triggers, after.triggers),
  ]
  for (const channel of after.channels) if (!before.channels.includes(channel)) found.push(change('channel_added', channel))
  for (const channel of before.channels) if (!after.channels.includes(channel)) found.push(change('channel_removed', channel))
  if (differ(before.channels, after.channels) && !found.some(({ kind }) => kind.startsWith('channel_')))
    found.push(change('notes', thing('order_of_channels', {})))
  for (const { name, a, b } of paired(before.inputs, after.inputs))
    if (differ(a, b)) found.push(change('input', name, [...new Set([a, b].flatMap((input) => (input ? [input.queryType] : [])))]))
  if (reordered(before.inputs, after.inputs)) found.push(change('notes', thing('order_of_inputs', {})))
  return found
}

const typeKinds: Kinds<QueryType> = {
  name: 'unknown',
  title: 'query_type_wording',
  sop: 'query_type_wording',
  practice: 'query_type_wording',
  resolution: 'query_type_wording',
  examples: 'query_type_recognition',
  counterExamples: 'query_type_recognition',
  rules: 'query_type_recognition',
  start: 'path',
  major: 'query_type_weight',
  perMonth: 'notes',
  minutes: 'notes',
  shareOfTimeRatio: 'notes',
  from: 'notes',
}

function changesOfTypes(before: WorkflowMap, after: WorkflowMap): Change[] {
  const found = paired(before.queryTypes, after.queryTypes).flatMap(({ name, a, b }): Change[] => {
    if (a === undefined) return [change('query_type_added', name, [name])]
    if (b === undefined) return [change('query_type_removed', name, [name])]
    return byField(a, b, typeKinds, name).map(({ kind }) => change(kind, name, [name]))
  })
  // Rules and likeness are tried in the order of the map.
  if (reordered(before.queryTypes, after.queryTypes)) found.push(change('query_type_recognition', thing('order_of_types', {})))
  return distinct(found)
}

// What a step is called and what was said about it is for people; all else is followed.
const stepNotes: ReadonlySet<string> = new Set(['title', 'lane', 'sop', 'practice', 'resolution', 'from'])

function changesOfSteps(before: WorkflowMap, after: WorkflowMap): Change[] {
  const reach = (map: WorkflowMap) =>
    map.queryTypes.map((type) => ({ type: type.name, steps: new Set(reachableFrom(map, type.start).map(({ id }) => id)) }))
  const [old, fresh] = [reach(before), reach(after)]
  const typesAt = (id: string) => [...new Set([...old, ...fresh].filter(({ steps }) => steps.has(id)).map(({ type }) => type))]
  const found = paired(before.steps.map(withName), after.steps.map(withName)).flatMap(({ name, a, b }): Change[] => {
    if (!differ(a, b)) return []
    const followed = a === undefined || b === undefined || differ(withoutNotes(a), withoutNotes(b))
    return [followed ? change('path', name, typesAt(name)) : change('notes', thing('words_of_step', { step: name }))]
  })
  if (found.length === 0 && differ(before.steps, after.steps)) found.push(change('notes', thing('order_of_steps', {})))
  return found
}

const withName = (step: Step) => ({ ...step, name: step.id })

function withoutNotes(step: Step): Record<string, unknown> {
  return Object.fromEntries(Object.entries(step).filter(([key]) => !stepNotes.has(key)))
}

function changesOfTriggers(before: readonly Trigger[], after: readonly Trigger[]): Change[] {
  const found = paired(before, after).flatMap(({ name, a, b }): Change[] => {
    if (!differ(a, b)) return []
    return [change(a?.condition === b?.condition ? 'trigger_reach' : 'trigger', name)]
  })
  // The first that fires is the one that counts.
  if (reordered(before, after)) found.push(change('trigger', thing('order_of_triggers', {})))
  return found
}

const systemKinds: Kinds<System> = {
  name: 'unknown',
  title: 'system_wording',
  owner: 'notes',
  country: 'notes',
  probe: 'notes',
  connector: 'integration_endpoint',
  credential: 'credential',
  readCredential: 'credential',
  operations: 'own',
}

const operationKinds: Kinds<Operation> = {
  name: 'unknown',
  access: 'operation',
  risk: 'operation',
  arguments: 'tool_schema',
  returns: 'tool_schema',
  toolHash: 'tool_schema',
  http: 'tool_schema',
  idempotent: 'operation',
  lookup: 'operation',
  proof: 'operation',
  sensitive: 'operation',
  untrusted: 'operation',
  amount: 'operation',
  recipients: 'operation',
}

function changesOfSystems(before: readonly System[], after: readonly System[], uses: Uses): Change[] {
  const found = paired(before, after).flatMap(({ name, a, b }): Change[] => {
    const users = uses.of((used) => used.startsWith(`${name}.`))
    if (a === undefined || b === undefined)
      return [a, b].flatMap((system) =>
        (system?.operations ?? []).map((operation) => comeOrGone(name, operation.name, { uses, gone: b === undefined })),
      )
    const ofSystem = byField(a, b, systemKinds, name).map(({ kind }) => change(kind, name, users))
    const ofOperations = paired(a.operations, b.operations).flatMap((pair): Change[] => {
      const full = policyName(name, pair.name)
      if (pair.a === undefined || pair.b === undefined) return [comeOrGone(name, pair.name, { uses, gone: pair.b === undefined })]
      return byField(pair.a, pair.b, operationKinds, full).map(({ kind }) =>
        change(
          kind,
          full,
          uses.of((used) => used === full),
        ),
      )
    })
    const moved = reordered(a.operations, b.operations) ? [change('system_wording', name, users)] : []
    return [...ofSystem, ...ofOperations, ...moved]
  })
  // The employee is offered operations in the order of the map.
  if (reordered(before, after)) found.push(change('system_wording', thing('order_of_systems', {}), uses.all))
  // A system without operations came or went.
  if (found.length === 0 && differ(before, after)) found.push(change('notes', thing('bare_systems', {})))
  return distinct(found)
}

function comeOrGone(system: string, operation: string, { uses, gone }: { uses: Uses; gone: boolean }): Change {
  const full = policyName(system, operation)
  return gone
    ? change(
        'operation_removed',
        full,
        uses.of((used) => used === full),
      )
    : change('operation_added', full)
}

function changesOfTargets(before: Targets, after: Targets): Change[] {
  const changes = compareValues(before, after)
  const sampling = changes.filter(({ place }) => place === 'supervised.sampleRatio' || place === 'autonomous.samplePerDay')
  const rest = changes.filter((one) => !sampling.includes(one))
  return [
    ...sampling.map(({ place }) => change('sampling_rate', place)),
    ...(rest.length === 0 ? [] : [change('targets', rest.map(({ place }) => place).join(', '))]),
  ]
}

type Named = { name: string }

/** Things of one name side by side, in the order of the old list, what is new last. */
function paired<T extends Named>(
  before: readonly T[],
  after: readonly T[],
): { name: string; a: T | undefined; b: T | undefined }[] {
  const names = new Set([...before, ...after].map(({ name }) => name))
  return [...names].map((name) => ({
    name,
    a: before.find((one) => one.name === name),
    b: after.find((one) => one.name === name),
  }))
}

/** Whether what both lists have stands in another order. */
function reordered(before: readonly Named[], after: readonly Named[]): boolean {
  const shared = (list: readonly Named[], other: readonly Named[]) =>
    list.map(({ name }) => name).filter((name) => other.some((one) => one.name === name))
  return differ(shared(before, after), shared(after, before))
}

/** Fields that differ, each as the change it is; a field without a kind is unknown. */
function byField<T extends object>(a: T, b: T, kinds: Kinds<T>, thing: string): Change[] {
  const found = (Object.keys(kinds) as (keyof T & string)[]).flatMap((key): Change[] => {
    const kind = kinds[key]
    return kind === 'own' || !differ(a[key], b[key]) ? [] : [change(kind, kind === 'unknown' ? `${thing}.${key}` : key)]
  })
  return [...found, ...strangers(a, b, kinds, thing)]
}

type Fields = Readonly<Record<string, unknown>>

function strangers(a: object, b: object, known: object, thing: string): Change[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys]
    .filter((key) => !Object.hasOwn(known, key) && differ((a as Fields)[key], (b as Fields)[key]))
    .map((key) => change('unknown', `${thing}.${key}`))
}

function distinct(changes: readonly Change[]): Change[] {
  const seen = new Map(changes.map((one) => [`${one.kind} ${one.what} ${one.types.join()}`, one]))
  return [...seen.values()]
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

function differ(a: unknown, b: unknown): boolean {
  return a !== b && compareValues(a ?? null, b ?? null).length > 0
}

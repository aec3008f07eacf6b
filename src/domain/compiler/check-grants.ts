// Checks of the role's grants and prohibitions against the integration map and the paths: what is used is granted, what is granted is used, for a
// purpose and with named fields, and nothing is both allowed and forbidden.

import { covers } from '../discovery/role-definition.ts'
import { whyUnenforceable } from './arguments.ts'
import type { Reporter } from './findings.ts'
import type { Ground, Listed } from './ground.ts'

export function checkGrants(ground: Ground, report: Reporter): void {
  checkReferences(ground, report)
  checkContradictions(ground, report)
  checkUse(ground, report)
  checkNeverUsed(ground, report)
  for (const at of ground.dossier.role.may.keys()) {
    checkGrant(ground, report, at)
    checkGrantedFields(ground, report, at)
    checkTerms(ground, report, at)
  }
  checkProhibitions(ground, report)
}

function checkUse(ground: Ground, report: Reporter): void {
  const { role, workflow } = ground.dossier
  for (const type of workflow.queryTypes) {
    for (const { name, system, operation, step } of ground.uses(type)) {
      const place = ['steps', ground.placeOf(step)]
      const granted = ground.grantFor(type.name, system, operation) !== null
      if (role.must_not.some((rule) => covers(rule.do, system, operation)))
        report.workflow(
          'operation-forbidden',
          place,
          `“${step.id}”, on the path of “${type.name}”, does ${name}, which the role forbids.`,
        )
      else if (!granted && system === null)
        report.workflow('reply-not-granted', place, `“${step.id}” sends a reply on the path of “${type.name}”.`)
      else if (!granted)
        report.workflow('operation-not-granted', place, `“${step.id}” calls ${name} on the path of “${type.name}”.`)
    }
  }
}

/** Silent about types without a path: what they will need is not known yet, and that is a finding of its own. */
function checkNeverUsed({ dossier, uses }: Ground, report: Reporter): void {
  const { queryTypes } = dossier.workflow
  for (const [at, grant] of dossier.role.may.entries()) {
    const types = queryTypes.filter((type) => grant.for.length === 0 || grant.for.includes(type.name))
    if (types.length === 0 || types.some((type) => type.start === null)) continue
    for (const type of grant.for.length === 0 ? [null] : types) {
      const within = type === null ? types : [type]
      const used = within.some((one) => uses(one).some((use) => covers(grant.do, use.system, use.operation)))
      if (!used)
        report.role(
          'grant-never-used',
          ['may', at],
          `“${grant.do}” is granted${type === null ? '' : ` for “${type.name}”`} and no path uses it.`,
        )
    }
  }
}

/** The operations a reference of the role covers. */
function coveredBy(operations: readonly Listed[], ref: string): Listed[] {
  return operations.filter(({ system, operation }) => covers(ref, system.name, operation.name))
}

function checkReferences({ dossier, operations }: Ground, report: Reporter): void {
  const { role, integrations, workflow } = dossier
  const known = (ref: string) =>
    ref === 'reply' || integrations.systems.some(({ name }) => ref === `${name}.*`) || coveredBy(operations, ref).length > 0
  const look = (key: 'may' | 'must_not' | 'always_review', refs: readonly string[]) => {
    for (const [at, ref] of refs.entries())
      if (!known(ref)) report.role('operation-unknown', [key, at], `“${ref}” under “${key}” is not in integrations.yaml.`)
  }
  look(
    'may',
    role.may.map((grant) => grant.do),
  )
  look(
    'must_not',
    role.must_not.map((rule) => rule.do),
  )
  look('always_review', role.always_review)
  const types = new Set(workflow.queryTypes.map(({ name }) => name))
  for (const [at, grant] of role.may.entries()) {
    for (const [n, name] of grant.for.entries())
      if (!types.has(name)) report.role('grant-type-unknown', ['may', at, 'for', n], `“${grant.do}” is granted for “${name}”.`)
  }
}

/** A grant of a whole system with single operations forbidden is a carve-out and fine; a grant that a prohibition swallows whole is not. */
function checkContradictions({ dossier }: Ground, report: Reporter): void {
  for (const [at, grant] of dossier.role.may.entries()) {
    if (dossier.role.must_not.some((rule) => swallows(rule.do, grant.do)))
      report.role('allowed-and-forbidden', ['may', at], `“${grant.do}” stands under “may” and under “must_not”.`)
  }
}

function swallows(wide: string, narrow: string): boolean {
  return wide === narrow || (wide.endsWith('.*') && narrow.startsWith(wide.slice(0, -1)))
}

function checkGrant({ dossier, operations }: Ground, report: Reporter, at: number): void {
  const { role, workflow } = dossier
  const grant = role.may[at]!
  const place = ['may', at]
  if (!grant.purpose?.trim()) report.role('grant-without-purpose', place, `“${grant.do}” is granted for no named purpose.`)
  const types = grant.for.length === 0 ? workflow.queryTypes.map(({ name }) => name) : grant.for
  const before = role.may.slice(0, at)
  const shadowed = types.filter((type) =>
    before.some((one) => swallows(one.do, grant.do) && (one.for.length === 0 || one.for.includes(type))),
  )
  if (shadowed.length > 0)
    report.role('grant-shadowed', place, `“${grant.do}” is granted for ${shadowed.join(', ')} by an earlier line already.`)
  for (const { system, operation } of coveredBy(operations, grant.do)) {
    const name = `${system.name}.${operation.name}`
    for (const [n, field] of (grant.fields ?? []).entries())
      if (operation.returns !== null && operation.access === 'read' && !operation.returns.includes(field))
        report.role('grant-field-not-returned', [...place, 'fields', n], `${name} does not return “${field}”.`)
    if (operation.sensitive && operation.access === 'read' && grant.fields === null)
      report.role('sensitive-read-without-fields', place, `The grant of ${name} does not list the fields it is for.`)
  }
}

/** A term that cannot be held is worse than none: people believe in it. */
function checkTerms({ dossier, operations }: Ground, report: Reporter, at: number): void {
  const grant = dossier.role.may[at]!
  const why = whyUnenforceable(grant)
  if (why !== null)
    report.role('grant-arguments-unenforceable', ['may', at, 'arguments'], `The arguments of the grant of “${grant.do}”: ${why}.`)
  const covered = coveredBy(operations, grant.do).map(({ operation }) => operation)
  const without = (term: 'amount' | 'recipients' | 'destinations') =>
    report.role('grant-term-without-ground', ['may', at, term], `“${grant.do}” covers no operation that names its “${term}”.`)
  if (grant.amount !== undefined && covered.every(({ amount }) => amount === null)) without('amount')
  const goesSomewhere = covered.some(({ recipients }) => recipients.length > 0)
  if (grant.recipients !== undefined && !goesSomewhere) without('recipients')
  if (grant.destinations !== undefined && !goesSomewhere) without('destinations')
}

/** Silent where a path reads a whole result, or the last one whatever it is: then any field may be used. */
function checkGrantedFields({ dossier, reached, reads, stepOf, grantFor }: Ground, report: Reporter, at: number): void {
  const grant = dossier.role.may[at]!
  if (grant.fields === null || grant.fields.length === 0) return
  const used = new Set<string>()
  for (const type of dossier.workflow.queryTypes) {
    if (grant.for.length > 0 && !grant.for.includes(type.name)) continue
    if (type.start === null) return
    for (const name of reached(type).flatMap(reads)) {
      const [root, id, field] = name.split('.')
      const step = root === 'results' ? stepOf(id ?? '') : undefined
      if (root === 'result' || (root === 'results' && field === undefined)) return
      if (step?.kind === 'action' && grantFor(type.name, step.system, step.operation) === at) used.add(field ?? '')
    }
  }
  for (const [n, field] of grant.fields.entries())
    if (!used.has(field))
      report.role('grant-field-never-used', ['may', at, 'fields', n], `No path uses “${field}” of “${grant.do}”.`)
}

function checkProhibitions({ dossier, operations, grantFor }: Ground, report: Reporter): void {
  const { role, workflow } = dossier
  if (role.must_not.length === 0) report.role('nothing-forbidden', ['must_not'], 'Nothing stands under “must_not”.')
  for (const [at, rule] of role.must_not.entries()) {
    if (!rule.why?.trim())
      report.role('prohibition-without-reason', ['must_not', at], `Nobody has said why “${rule.do}” is forbidden.`)
    // A carve-out from a grant of the whole system needs the access; a prohibition of something nobody granted does not.
    const open = coveredBy(operations, rule.do).filter(
      ({ system, operation }) =>
        operation.access !== 'none' &&
        workflow.queryTypes.every(({ name }) => grantFor(name, system.name, operation.name) === null),
    )
    for (const { system, operation } of open)
      report.role(
        'forbidden-but-open',
        ['must_not', at],
        `${system.name}.${operation.name} is forbidden and has access “${operation.access}”.`,
      )
  }
  for (const [at, ref] of role.always_review.entries()) {
    if (ref === 'reply') continue
    const listed = coveredBy(operations, ref)
    const granted = listed.some(({ system, operation }) =>
      workflow.queryTypes.some(({ name }) => grantFor(name, system.name, operation.name) !== null),
    )
    if (listed.length > 0 && !granted)
      report.role('review-without-grant', ['always_review', at], `“${ref}” is granted for no query type.`)
    else if (listed.length > 0 && listed.every(({ operation }) => operation.access === 'read'))
      report.role('review-of-a-read', ['always_review', at], `“${ref}” only reads.`)
  }
}

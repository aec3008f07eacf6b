// Checks of the role definition against the integration map and the paths: what is used is granted, what is granted is used, and nothing is
// both allowed and forbidden.

import { documentNames, type Source } from '../discovery/documents.ts'
import type { Dossier } from '../discovery/dossier.ts'
import { covers, roleMaxCharacters } from '../discovery/role-definition.ts'
import type { QueryType, Step } from '../discovery/workflow-map.ts'
import { reachableFrom } from './check-paths.ts'
import type { Reporter } from './findings.ts'

type Used = { system: string | null; operation: string | null; step: Step }

/** What the path of a type does: its calls, and its replies as both null. */
function usedBy(dossier: Dossier, type: QueryType): Used[] {
  return reachableFrom(dossier.workflow, type.start).flatMap((step): Used[] => {
    if (step.kind === 'action') return [{ system: step.system, operation: step.operation, step }]
    return step.kind === 'reply' ? [{ system: null, operation: null, step }] : []
  })
}

export function checkGrants(dossier: Dossier, source: Source, report: Reporter): void {
  checkReferences(dossier, report)
  checkContradictions(dossier, report)
  checkUse(dossier, report)
  checkNeverUsed(dossier, report)
  const characters = source.charactersOf(documentNames.role) ?? [...dossier.role.body].length
  if (characters > roleMaxCharacters) report.role('role-too-long', [], `The role definition has ${characters} characters.`)
}

function checkUse(dossier: Dossier, report: Reporter): void {
  const { role, workflow } = dossier
  for (const type of workflow.queryTypes) {
    for (const { system, operation, step } of usedBy(dossier, type)) {
      const place = ['steps', workflow.steps.indexOf(step)]
      const name = system === null ? 'reply' : `${system}.${operation}`
      const granted = role.may.some(
        (grant) => covers(grant.do, system, operation) && (grant.for.length === 0 || grant.for.includes(type.name)),
      )
      const forbidden = role.must_not.some((rule) => covers(rule.do, system, operation))
      if (forbidden)
        report.workflow(
          'operation-forbidden',
          place,
          `“${step.id}”, on the path of “${type.name}”, does ${name}, which the role forbids.`,
        )
      else if (!granted && system === null)
        report.workflow('reply-not-granted', place, `“${step.id}” replies on the path of “${type.name}”.`)
      else if (!granted)
        report.workflow('operation-not-granted', place, `“${step.id}” calls ${name} on the path of “${type.name}”.`)
    }
  }
}

/** Silent about types without a path: what they will need is not known yet, and that is a finding of its own. */
function checkNeverUsed(dossier: Dossier, report: Reporter): void {
  const { queryTypes } = dossier.workflow
  for (const [at, grant] of dossier.role.may.entries()) {
    const types = queryTypes.filter((type) => grant.for.length === 0 || grant.for.includes(type.name))
    if (types.length === 0 || types.some((type) => type.start === null)) continue
    for (const type of grant.for.length === 0 ? [null] : types) {
      const within = type === null ? types : [type]
      const used = within.some((one) => usedBy(dossier, one).some((use) => covers(grant.do, use.system, use.operation)))
      if (!used)
        report.role(
          'grant-never-used',
          ['may', at],
          `“${grant.do}” is granted${type === null ? '' : ` for “${type.name}”`} and no path uses it.`,
        )
    }
  }
}

function checkReferences(dossier: Dossier, report: Reporter): void {
  const { role, integrations, workflow } = dossier
  const known = (ref: string) =>
    ref === 'reply' ||
    integrations.systems.some(
      (system) => ref === `${system.name}.*` || system.operations.some((operation) => ref === `${system.name}.${operation.name}`),
    )
  const look = (key: 'may' | 'must_not', refs: readonly { do: string }[]) => {
    for (const [at, rule] of refs.entries())
      if (!known(rule.do)) report.role('operation-unknown', [key, at], `“${rule.do}” under “${key}” is not in integrations.yaml.`)
  }
  look('may', role.may)
  look('must_not', role.must_not)
  for (const [at, ref] of role.always_review.entries())
    if (!known(ref))
      report.role('operation-unknown', ['always_review', at], `“${ref}” under “always_review” is not in integrations.yaml.`)
  for (const [at, grant] of role.may.entries()) {
    for (const [n, name] of grant.for.entries())
      if (!workflow.queryTypes.some((type) => type.name === name))
        report.role('grant-type-unknown', ['may', at, 'for', n], `“${grant.do}” is granted for “${name}”.`)
  }
  for (const [at, system] of integrations.systems.entries()) {
    for (const [n, operation] of system.operations.entries())
      if (operation.risk === 'unknown' && operation.access !== 'none')
        report.integrations(
          'operation-risk-unknown',
          ['systems', at, 'operations', n],
          `The risk of ${system.name}.${operation.name} is unknown.`,
        )
  }
}

/** A grant of a whole system with single operations forbidden is a carve-out and fine; a grant that a prohibition swallows whole is not. */
function checkContradictions(dossier: Dossier, report: Reporter): void {
  for (const [at, grant] of dossier.role.may.entries()) {
    const swallowed = dossier.role.must_not.some(
      (rule) => rule.do === grant.do || (rule.do.endsWith('.*') && grant.do.startsWith(rule.do.slice(0, -1))),
    )
    if (swallowed) report.role('allowed-and-forbidden', ['may', at], `“${grant.do}” stands under “may” and under “must_not”.`)
  }
}

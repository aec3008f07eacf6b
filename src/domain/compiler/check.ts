// The dossier compiler: finds what is missing or contradictory in a dossier that can be read. It judges the documents only; whether the map is
// true of the work, people say in reviews.

import { documentNames, noSource, type Source } from '../discovery/documents.ts'
import type { Dossier, Finding } from '../discovery/dossier.ts'
import { checkGrants } from './check-grants.ts'
import { checkInputs } from './check-inputs.ts'
import { checkInterviews, checkPeople } from './check-interviews.ts'
import { checkPaths } from './check-paths.ts'
import { checkRole } from './check-role.ts'
import { checkRuleOfTwo } from './check-rule-of-two.ts'
import { checkSteps } from './check-steps.ts'
import { checkSystems } from './check-systems.ts'
import { checkTargets } from './check-targets.ts'
import { checkTriggers } from './check-triggers.ts'
import { checkTypes } from './check-types.ts'
import { type Reporter, reporter } from './findings.ts'
import { groundOf } from './ground.ts'

const checks = [
  checkPaths,
  checkSteps,
  checkTypes,
  checkInputs,
  checkTriggers,
  checkGrants,
  checkRuleOfTwo,
  checkRole,
  checkSystems,
  checkPeople,
  checkInterviews,
]

/** Every finding, errors first, then by file and line. No error means: fit to be signed. */
export function checkDossier(dossier: Dossier, source: Source = noSource): Finding[] {
  const report = reporter(source)
  const ground = groundOf(dossier, source)
  checkNames(dossier, report)
  for (const check of checks) check(ground, report)
  checkTargets(dossier, report)
  return report.findings.toSorted(byWeight)
}

function byWeight(a: Finding, b: Finding): number {
  if (a.severity !== b.severity) return a.severity === 'error' ? -1 : 1
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return (a.line ?? 0) - (b.line ?? 0)
}

function checkNames({ workflow, integrations, interviews }: Dossier, report: Reporter): void {
  const map = { ...workflow, steps: workflow.steps.map(({ id }) => ({ name: id })) }
  const lists = [
    ...(['queryTypes', 'steps', 'triggers', 'people', 'edgeCases', 'inputs'] as const).map((key) => ({
      file: documentNames.workflow,
      place: [key],
      names: map[key].map(({ name }) => name),
    })),
    { file: documentNames.workflow, place: ['channels'], names: workflow.channels },
    { file: documentNames.integrations, place: ['systems'], names: integrations.systems.map(({ name }) => name) },
    ...integrations.systems.map(({ operations }, at) => ({
      file: documentNames.integrations,
      place: ['systems', at, 'operations'],
      names: operations.map(({ name }) => name),
    })),
    { file: 'interviews/', place: ['interviews'], names: interviews.map(({ id }) => id) },
  ]
  for (const { file, place, names } of lists) {
    const seen = new Set<string>()
    for (const [at, name] of names.entries()) {
      if (seen.has(name))
        report.at('name-twice', { file, place: [...place, at], what: `“${name}” stands twice in ${String(place.at(-1))}.` })
      seen.add(name)
    }
  }
}

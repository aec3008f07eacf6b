// The dossier compiler: finds what is missing or contradictory in a dossier that can be read. It judges the documents only; whether the map is
// true of the work, people say in reviews.

import { documentNames, noSource, type Source } from '../discovery/documents.ts'
import type { Dossier, Finding } from '../discovery/dossier.ts'
import { checkGrants } from './check-grants.ts'
import { checkPaths } from './check-paths.ts'
import { checkPeople } from './check-people.ts'
import { type Reporter, reporter } from './findings.ts'

/** Every finding, errors first, then by file and line. No error means: fit to be signed. */
export function checkDossier(dossier: Dossier, source: Source = noSource): Finding[] {
  const report = reporter(source)
  checkNames(dossier, report)
  checkPaths(dossier, report)
  checkGrants(dossier, source, report)
  checkPeople(dossier, report)
  const { escalation } = dossier.targets
  if (escalation.minRatio > escalation.maxRatio)
    report.targets(
      'escalation-bounds-crossed',
      ['escalation', 'minRatio'],
      `The smallest escalation rate, ${escalation.minRatio}, is above the largest, ${escalation.maxRatio}.`,
    )
  if (dossier.role.name !== dossier.workflow.employee)
    report.role(
      'employee-differs',
      ['name'],
      `SOUL.md is of “${dossier.role.name}”, workflow.yaml of “${dossier.workflow.employee}”.`,
    )
  return report.findings.toSorted(byWeight)
}

function byWeight(a: Finding, b: Finding): number {
  if (a.severity !== b.severity) return a.severity === 'error' ? -1 : 1
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return (a.line ?? 0) - (b.line ?? 0)
}

function checkNames({ workflow, integrations, interviews }: Dossier, report: Reporter): void {
  const lists = [
    { file: documentNames.workflow, key: 'queryTypes', names: workflow.queryTypes.map((type) => type.name) },
    { file: documentNames.workflow, key: 'steps', names: workflow.steps.map((step) => step.id) },
    { file: documentNames.workflow, key: 'triggers', names: workflow.triggers.map((trigger) => trigger.name) },
    { file: documentNames.workflow, key: 'people', names: workflow.people.map((person) => person.name) },
    { file: documentNames.workflow, key: 'edgeCases', names: workflow.edgeCases.map((edge) => edge.name) },
    { file: documentNames.integrations, key: 'systems', names: integrations.systems.map((system) => system.name) },
    { file: 'interviews/', key: '', names: interviews.map((interview) => interview.id) },
  ]
  for (const { file, key, names } of lists) {
    for (const [at, name] of names.entries())
      if (names.indexOf(name) < at)
        report.at('name-twice', { file, place: [key, at], what: `“${name}” stands twice in ${key || 'interviews'}.` })
  }
  for (const [at, system] of integrations.systems.entries()) {
    const names = system.operations.map((operation) => operation.name)
    for (const [n, name] of names.entries())
      if (names.indexOf(name) < n)
        report.integrations('name-twice', ['systems', at, 'operations', n], `“${system.name}.${name}” stands twice.`)
  }
}

// Everything the dossier compiler can find: one table of codes with severity, why it matters and what to do. Codes never change meaning.

import { documentNames, type Place, type Source } from '../discovery/documents.ts'
import type { Finding } from '../discovery/dossier.ts'
import type { Entry } from './finding.ts'
import { findingsOfPeople } from './findings-of-people.ts'
import { findingsOfSystems, findingsOfTargets } from './findings-of-systems.ts'
import { findingsOfTheMap } from './findings-of-the-map.ts'
import { findingsOfTheRole } from './findings-of-the-role.ts'

/** By document. An error blocks signing; a warning is shown to the people who sign. */
export const findingCodes = {
  ...findingsOfTheMap,
  ...findingsOfPeople,
  ...findingsOfTheRole,
  ...findingsOfSystems,
  ...findingsOfTargets,
} as const satisfies Record<string, Entry>

export type FindingCode = keyof typeof findingCodes

/** Where a finding stands and what was found there, in one sentence. */
type Spot = { file: string; place: Place; what: string }

/** Collects findings; looks the line up in the source. */
type Report = (code: FindingCode, spot: Spot) => void

/** Shorthands for the four documents, so that checks name a place and not a file. */
export type Reporter = {
  findings: Finding[]
  workflow(code: FindingCode, place: Place, what: string): void
  role: Reporter['workflow']
  integrations: Reporter['workflow']
  targets: Reporter['workflow']
  at: Report
}

export function reporter(source: Source): Reporter {
  const findings: Finding[] = []
  const at: Report = (code, { file, place, what }) => {
    findings.push({ code, ...findingCodes[code], file, line: source.lineOf(file, place), what })
  }
  const inside = (file: string) => (code: FindingCode, place: Place, what: string) => at(code, { file, place, what })
  return {
    findings,
    at,
    workflow: inside(documentNames.workflow),
    role: inside(documentNames.role),
    integrations: inside(documentNames.integrations),
    targets: inside(documentNames.targets),
  }
}

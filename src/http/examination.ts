// What the texts of a dossier amount to, saved or not: findings, hashes, drawing, plan and where the time goes. Nothing is stored.

import type { Examination } from '@tenure/contract/drafts'
import { dossierHash, policyHashOf } from '../domain/audit/dossier-hash.ts'
import { checkDossier } from '../domain/compiler/check.ts'
import { compilePolicy } from '../domain/compiler/policy.ts'
import { readDossier } from '../domain/discovery/documents.ts'
import { paretoOf } from '../domain/planning/pareto.ts'
import { planOf } from '../domain/planning/plan.ts'
import { flowOf } from '../drawing/flow.ts'

/** Everything but the findings is null while a document cannot be read: half a dossier is not drawn or planned. */
export function examine(files: Readonly<Record<string, string>>): Examination {
  const { dossier, problems, source } = readDossier(files)
  const findings = dossier === null ? problems : checkDossier(dossier, source)
  const errors = findings.filter((finding) => finding.severity === 'error').length
  const counted = { errors, warnings: findings.length - errors, findings }
  if (dossier === null) return { hash: null, policyHash: null, ...counted, flow: null, plan: null, pareto: null }
  return {
    hash: dossierHash(dossier),
    policyHash: policyHashOf(compilePolicy(dossier)),
    ...counted,
    flow: flowOf(dossier.workflow, dossier.integrations),
    plan: planOf(dossier),
    pareto: paretoOf(dossier),
  }
}

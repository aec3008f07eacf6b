// What the texts of a dossier amount to, saved or not: findings, hashes, drawing, plan and where the time goes. Nothing is stored.

import type { Examination, InterviewScript } from '@tenure/contract/drafts'
import { dossierHash, policyHashOf } from '../domain/audit/dossier-hash.ts'
import { checkDossier } from '../domain/compiler/check.ts'
import { compilePolicy } from '../domain/compiler/policy.ts'
import { readDossier } from '../domain/discovery/documents.ts'
import { interviewSchema } from '../domain/discovery/interview.ts'
import { type InterviewSoFar, scriptFor } from '../domain/discovery/interview-script.ts'
import { rawDocuments } from '../domain/discovery/raw-documents.ts'
import { workflowMapSchema } from '../domain/discovery/workflow-map.ts'
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

/** The script of an interview as far as map and interview can be read; what cannot be read is as if nobody had said it yet. */
export function questionsFor(files: Readonly<Record<string, string>>, id: string | null): InterviewScript['questions'] {
  const raw = rawDocuments(files)
  const workflow = workflowMapSchema.safeParse(raw.workflow).data ?? null
  const interview = id === null ? null : (interviewSchema.safeParse(raw.interviews[id]).data ?? begunIn(raw.interviews[id]))
  return scriptFor({ workflow, interview }).map((question) => ({ ...question, followUps: [...question.followUps] }))
}

/** An interview without an answer yet is no interview to the compiler, but the script already knows who is asked. */
function begunIn(raw: unknown): InterviewSoFar | null {
  if (typeof raw !== 'object' || raw === null || !('doesTheWork' in raw)) return null
  return { doesTheWork: raw.doesTheWork === true, answers: [], openQuestions: [] }
}

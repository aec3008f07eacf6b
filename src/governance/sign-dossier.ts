// Documents become a version, and two people sign it. A version never changes: its hash is its name, and everything later names it.

import { canonical } from '../domain/audit/canonical.ts'
import { dossierHash, policyHashOf } from '../domain/audit/dossier-hash.ts'
import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import { checkDossier } from '../domain/compiler/check.ts'
import { compilePolicy } from '../domain/compiler/policy.ts'
import { readDossier } from '../domain/discovery/documents.ts'
import type { Finding } from '../domain/discovery/dossier.ts'
import type { Files } from '../domain/discovery/edited.ts'
import { unreadable } from '../domain/discovery/unreadable.ts'
import type { DossierId, DraftId, EmployeeId } from '../domain/ids.ts'
import { planOf } from '../domain/planning/plan.ts'
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import { dossierOf, frozenWith, insertDossier, insertSignature, signaturesOf } from '../store/dossiers.ts'
import { lockDraft, markRegistered, roleWriters } from '../store/drafts.ts'
import { employeeOf } from '../store/employees.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'

/** Two people sign: who wrote it and who answers for it are not the same (PRODUCT.md section 3, “A second person signs”). */
export const signaturesNeeded = 2

export type Registered = { dossierId: DossierId; hash: string; findings: Finding[]; created: boolean }

/** What is registered: texts, and the draft they come from at the revision somebody looked at. */
export type Registration = {
  employeeId: EmployeeId
  files: Files
  draft?: { id: DraftId; revision: number }
}

/**
 * Stores a version of the documents with what the compiler found, the policy it compiled and the plan, all frozen together. Documents that cannot be
 * read are refused whole, naming file and line; so is a draft that has changed since it was looked at.
 */
export async function registerDossier(house: House, it: Registration, by: Actor): Promise<Registered | Refusal> {
  if ((await employeeOf(house.db, it.employeeId)) === null) return refuse('not_found', { what: 'employee', id: it.employeeId })
  const read = readDossier(it.files)
  const { dossier } = read
  if (dossier === null) return unreadable(read.problems)
  const findings = checkDossier(dossier, read.source)
  const errors = findings.filter((finding) => finding.severity === 'error').length
  const policy = compilePolicy(dossier)
  const version = {
    hash: dossierHash(dossier),
    roleHash: digest(canonical(dossier.role)),
    employeeId: it.employeeId,
    workflow: dossier.workflow.workflow,
    errors,
    registeredBy: by.id,
    dossier,
    policy,
    policyHash: policyHashOf(policy),
    files: it.files,
    findings,
    plan: planOf(dossier),
  }
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const written = it.draft === undefined ? [] : await writersOf(tx, it.draft)
    if (isRefusal(written)) return written
    const { id, created } = await insertDossier(tx, { ...version, id: freshId('dossier', at), roleEditors: written, at })
    if (it.draft) await markRegistered(tx, it.draft.id, id, it.draft.revision)
    if (created) {
      const { hash, roleHash, policyHash } = version
      await append(tx, at, by, {
        kind: 'dossier.registered',
        subject: id,
        says: {
          dossier: id,
          hash,
          roleHash,
          policyHash,
          targetsHash: digest(canonical(dossier.targets)),
          ...frozen(version),
          errors,
          warnings: findings.length - errors,
          draft: it.draft?.id ?? null,
          roleEditors: written,
        },
      })
    }
    return { dossierId: id, hash: version.hash, findings, created }
  })
}

/** Who wrote on the role in this draft. Everybody who did counts as its editor, not only the person who registers. */
async function writersOf(tx: Tx, { id, revision }: { id: DraftId; revision: number }): Promise<string[] | Refusal> {
  const draft = await lockDraft(tx, id)
  if (draft === null) return refuse('not_found', { what: 'draft', id })
  if (draft.discardedAt !== null) return refuse('draft_discarded')
  if (draft.revision !== revision) return refuse('draft_moved', { now: draft.revision, seen: revision, by: draft.changedBy })
  return roleWriters(tx, id, draft.registeredRevision)
}

function frozen({ findings, plan }: { findings: unknown; plan: unknown }): { findings: string; plan: string } {
  return { findings: digest(canonical(findings)), plan: digest(canonical(plan)) }
}

/**
 * One signature of one person. Refused while the compiler finds errors, a question or a conflict is open (both are errors), or nobody who does the work
 * was asked. What is signed is the content with its policy, findings and plan, by their hashes.
 */
export async function signDossier(
  house: House,
  { dossierId }: { dossierId: DossierId },
  by: Actor,
): Promise<{ dossierId: DossierId; signatures: number; signed: boolean } | Refusal> {
  const stored = await dossierOf(house.db, dossierId)
  if (stored === null) return refuse('not_found', { what: 'dossier', id: dossierId })
  if (!stored.dossier.interviews.some((interview) => interview.doesTheWork)) return refuse('dossier_without_interview')
  if (stored.errors > 0) return refuse('dossier_unfit', { dossier: dossierId, errors: stored.errors })
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const before = await signaturesOf(tx, dossierId)
    if (before.includes(by.id)) return refuse('already_signed', { person: by.id })
    await insertSignature(tx, dossierId, by.id, at)
    const signatures = before.length + 1
    await append(tx, at, by, {
      kind: 'dossier.signed',
      subject: dossierId,
      says: {
        dossier: dossierId,
        hash: stored.hash,
        policyHash: stored.policyHash,
        ...frozen(await frozenWith(tx, dossierId)),
        signatures,
      },
    })
    return { dossierId, signatures, signed: signatures >= signaturesNeeded }
  })
}

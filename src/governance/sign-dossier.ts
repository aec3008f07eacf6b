// Documents become a version, and two people sign it. A version never changes: its hash is its name, and everything later names it.

import { canonical } from '../domain/audit/canonical.ts'
import { dossierHash } from '../domain/audit/dossier-hash.ts'
import type { Actor } from '../domain/audit/record.ts'
import { digest } from '../domain/audit/tree.ts'
import { checkDossier } from '../domain/compiler/check.ts'
import { readDossier } from '../domain/discovery/documents.ts'
import type { Finding } from '../domain/discovery/dossier.ts'
import type { DossierId, EmployeeId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import { dossierOf, insertDossier, insertSignature, signaturesOf } from '../store/dossiers.ts'
import { employeeOf } from '../store/employees.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'

/** Two people sign: who wrote it and who answers for it are not the same (PRODUCT.md section 3, “A second person signs”). */
export const signaturesNeeded = 2

export type Registered = { dossierId: DossierId; hash: string; findings: Finding[]; created: boolean }

/** Stores a version of the documents, with what the compiler found. Documents that cannot be read are refused whole, naming file and line. */
export async function registerDossier(
  house: House,
  it: { employeeId: EmployeeId; files: Readonly<Record<string, string>> },
  by: Actor,
): Promise<Registered | Refusal> {
  if ((await employeeOf(house.db, it.employeeId)) === null) return refuse('not_found', { what: 'employee', id: it.employeeId })
  const { dossier, problems, source } = readDossier(it.files)
  const [first] = problems
  if (dossier === null) {
    return refuse('invalid_input', {
      where: first ? `${first.file}${first.line === null ? '' : `:${first.line}`}` : 'the dossier',
      why: first?.what ?? 'cannot be read',
      remedy: first?.remedy ?? 'Run `tenure dossier check`.',
    })
  }
  const findings = [...problems, ...checkDossier(dossier, source)]
  const errors = findings.filter((finding) => finding.severity === 'error').length
  const hash = dossierHash(dossier)
  const roleHash = digest(canonical(dossier.role))
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const row = {
      id: freshId('dossier', at),
      hash,
      roleHash,
      employeeId: it.employeeId,
      workflow: dossier.workflow.workflow,
      errors,
      registeredBy: by.id,
      dossier,
      files: it.files,
      at,
    }
    const { id, created } = await insertDossier(tx, row)
    if (created) {
      await append(tx, at, by, {
        kind: 'dossier.registered',
        subject: id,
        says: { dossier: id, hash, roleHash, errors, warnings: findings.length - errors },
      })
    }
    return { dossierId: id, hash, findings, created }
  })
}

/** One signature of one person. Refused while the compiler finds errors or nobody who does the work was asked. */
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
      says: { dossier: dossierId, hash: stored.hash, signatures },
    })
    return { dossierId, signatures, signed: signatures >= signaturesNeeded }
  })
}

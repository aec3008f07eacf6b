// A move several steps make: something is handled poorly, and the catalogue has an entry for it: a new one, the one there is with more examples, or one that was closed
// and is open again.

import type { Actor } from '../domain/audit/record.ts'
import type { EdgeCaseKind } from '../domain/gates/edge-case.ts'
import type { EdgeCaseId, EmployeeId, RolloutId } from '../domain/ids.ts'
import { printable } from '../domain/oversight/plain-text.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import type { Tx } from '../store/database.ts'
import { addExamples, insertEdgeCase, lockEdgeCaseOf, reopenEdgeCase, type StoredEdgeCase } from '../store/edge-cases.ts'
import { freshId } from '../store/fresh-id.ts'

export type Finding = {
  employeeId: EmployeeId
  workflow: string
  rolloutId: RolloutId
  kind: EdgeCaseKind
  /** `dimension=value`, several joined by ` & ` (domain/gates/edge-case.ts). */
  subject: string
  title: string
  /** Ids of interactions that show it. */
  examples: readonly string[]
}

// A subject is part of an index, a title a line on a page; both may hold names an agent made up.
const longestSubject = 500
const longestTitle = 200
// A record names the interactions, and a record has a size; these are enough to see what an entry is about, and its subject finds the rest.
const mostExamples = 200

/** Idempotent per rollout, kind and subject: called again it adds examples it had not; a closed entry is reopened, with a record. */
export async function openEdgeCase(tx: Tx, at: Date, by: Actor, found: Finding): Promise<EdgeCaseId> {
  const finding = { ...found, examples: found.examples.slice(0, mostExamples) }
  const subject = printable(finding.subject, longestSubject)
  const title = printable(finding.title, longestTitle) || subject
  const known = await lockEdgeCaseOf(tx, { ...finding, subject })
  if (known !== null) return again(tx, at, by, { known, finding })
  const { employeeId, workflow, rolloutId, kind } = finding
  const id = freshId('edgeCase', at)
  if (!(await insertEdgeCase(tx, { id, employeeId, workflow, rolloutId, kind, subject, title, by: by.id, at })))
    return openEdgeCase(tx, at, by, finding)
  const added = await addExamples(tx, { id, employeeId }, finding.examples, { by: by.id, at })
  await append(tx, at, by, {
    kind: 'edge_case.opened',
    subject: id,
    says: { edgeCase: id, rollout: rolloutId, found: kind, what: saidDigest(`${subject}\n${title}`), examples: added.length },
  })
  return id
}

async function again(
  tx: Tx,
  at: Date,
  by: Actor,
  { known, finding }: { known: StoredEdgeCase; finding: Finding },
): Promise<EdgeCaseId> {
  if (known.state === 'closed') {
    await reopenEdgeCase(tx, known.id, at)
    const says = { edgeCase: known.id, times: known.reopened + 1, reason: saidDigest('it was found again') }
    await append(tx, at, by, { kind: 'edge_case.reopened', subject: known.id, says })
  }
  const added = await addExamples(tx, known, finding.examples, { by: by.id, at })
  if (added.length > 0)
    await append(tx, at, by, {
      kind: 'edge_case.examples_added',
      subject: known.id,
      says: { edgeCase: known.id, interactions: added },
    })
  return known.id
}

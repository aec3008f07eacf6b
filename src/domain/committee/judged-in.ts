// Which proposals were ruled on, and which verdicts stand, by the records alone.

import { envelopeForm, type ReadKind, recordForms, type Said } from './record-forms.ts'

export type Disposed = Said<'proposal.disposed'>
export type Given = Said<'verdict.given'>

export function judgedIn(records: readonly { body: string }[]): { disposed: Disposed[]; standing: Given[] } {
  const read = records.flatMap(({ body }) => readRecord(body) ?? [])
  const of = <K extends ReadKind>(kind: K) => read.filter((one) => one.kind === kind) as unknown as Said<K>[]
  const moved = [...of('verdict.withdrawn'), ...of('verdict.reinstated')]
  return { disposed: of('proposal.disposed'), standing: standingOf(of('verdict.given'), moved) }
}

/** Those given and not taken back or set aside since. A verdict that is reinstated stands again. */
export function standingOf(
  given: readonly Given[],
  moved: readonly (Said<'verdict.withdrawn'> | Said<'verdict.reinstated'>)[],
): Given[] {
  const last = new Map(moved.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ kind, says }) => [says.verdict, kind]))
  return given.filter(({ says }) => last.get(says.verdict) !== 'verdict.withdrawn')
}

/** The records come from the house's own trail, which refuses another form; one that has it all the same is not taken, and the verifier says why. */
function readRecord(body: string): Said<ReadKind> | null {
  const envelope = envelopeForm.safeParse(JSON.parse(body))
  if (!envelope.success || !(envelope.data.kind in recordForms)) return null
  const says = recordForms[envelope.data.kind as ReadKind].safeParse(envelope.data.says)
  return says.success ? ({ ...envelope.data, says: says.data } as Said<ReadKind>) : null
}

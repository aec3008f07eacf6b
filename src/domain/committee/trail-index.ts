// The records of a bundle, read from their own texts and found by what they speak of.

import { leafHash } from '../audit/tree.ts'
import type { Bundle } from './bundle.ts'
import type { Finding } from './finding.ts'
import { envelopeForm, type ReadKind, recordForms, type Said } from './record-forms.ts'

export class TrailIndex {
  readonly #byKind = new Map<string, Said<ReadKind>[]>()

  add(record: Said<ReadKind>): void {
    const list = this.#byKind.get(record.kind) ?? []
    list.push(record)
    this.#byKind.set(record.kind, list)
  }

  /** All of a kind, in order. */
  of<K extends ReadKind>(kind: K): Said<K>[] {
    return (this.#byKind.get(kind) ?? []) as unknown as Said<K>[]
  }

  /** Those of a kind by what they are about. The last one of each stands. */
  by<K extends ReadKind>(kind: K, name: (record: Said<K>) => string): Map<string, Said<K>> {
    return new Map(this.of(kind).map((record) => [name(record), record]))
  }
}

/** Reads the records of a bundle. A text that is not canonical, is not a record, has another leaf or is out of its order is a finding. */
export function indexOf({ records }: Pick<Bundle, 'records'>): { trail: TrailIndex; findings: Finding[] } {
  const trail = new TrailIndex()
  const findings: Finding[] = []
  const seen = new Set<string>()
  for (const list of [records.evidence, records.decisions]) {
    let before = ''
    for (const [place, { leaf, body }] of list.entries()) {
      const read = readRecord(body)
      if (typeof read === 'string') {
        findings.push({ where: `record number ${place + 1}`, what: read })
        continue
      }
      const where = `record ${read.id}`
      if (leafHash(body).toString('hex') !== leaf)
        findings.push({ where, what: 'its text does not have the leaf hash beside it: one of the two was altered' })
      if (read.id <= before || seen.has(read.id)) findings.push({ where, what: 'it comes twice or out of its order' })
      before = read.id
      seen.add(read.id)
      if (!(read.kind in recordForms)) continue
      const says = recordForms[read.kind as ReadKind].safeParse(read.says)
      if (says.success) trail.add({ ...read, says: says.data } as Said<ReadKind>)
      else findings.push({ where, what: `it does not say what a record of the kind ${read.kind} says` })
    }
  }
  return { trail, findings }
}

function readRecord(body: string): (typeof envelopeForm)['_output'] | string {
  let read: unknown
  try {
    read = JSON.parse(body)
  } catch (error) {
    if (error instanceof SyntaxError) return 'its text is not JSON'
    throw error
  }
  const form = envelopeForm.safeParse(read)
  if (!form.success) return 'its text is not a record of the trail'
  // Members that come twice, or space between them, would let two readers see two things in one text. The order of members is part of what was hashed.
  return JSON.stringify(read) === body ? form.data : `its text, of ${form.data.id}, is not written as records are`
}

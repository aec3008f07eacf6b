// Wrong items that are alike: grouped by what they have in common, by keys and not by distance, so that the same verdicts always give the same groups and a person can
// read why two items are in one. A group is a proposal to look, never evidence: nothing here enters a gate.

import { type Slice, subjectOf } from './edge-case.ts'

/** One interaction judged wrong, with what it asked for and why that went wrong. `calls` in order; `why` is the ruling's or the system's own sentence. */
export type WrongItem = {
  interactionId: string
  queryType: string
  reasons: readonly string[]
  calls: readonly { operation: string; kind: 'read' | 'write' | 'reply'; failed: boolean; why: string | null }[]
}

export type Cluster = { subject: string; title: string; members: string[] }

// A slice is flagged from two errors on, but with a test behind it (GATES.md section 5 a). Two alike without a test are often chance; three are worth a look.
export const fewestInCluster = 3

/** Groups of at least `fewestInCluster`, the largest first. Items without any reason, call or error are only alike in being wrong and make no group. */
export function clustersOf(items: readonly WrongItem[]): Cluster[] {
  const groups = Map.groupBy(items, (item) => subjectOf(slicesOf(item)))
  return [...groups]
    .map(([subject, members]) => ({
      subject,
      title: titleOf(slicesOf(members[0]!)),
      members: [...new Set(members.map(({ interactionId }) => interactionId))],
    }))
    .filter(({ members, subject }) => members.length >= fewestInCluster && subject.includes(' & '))
    .toSorted((a, b) => b.members.length - a.members.length || (a.subject < b.subject ? -1 : 1))
}

/** Query type, the operation it most likely went wrong at, the reviewers' reasons, and the shape of the error. */
function slicesOf({ queryType, reasons, calls }: WrongItem): Slice[] {
  const at =
    calls.find(({ failed }) => failed) ??
    calls.findLast(({ kind }) => kind === 'write') ??
    calls.findLast(({ kind }) => kind === 'read')
  const shape = at?.failed && at.why !== null ? shapeOf(at.why) : ''
  return [
    { dimension: 'query_type', value: queryType },
    ...(at === undefined ? [] : [{ dimension: 'operation', value: at.operation }]),
    ...(reasons.length === 0 ? [] : [{ dimension: 'reason', value: [...new Set(reasons)].toSorted().join('+') }]),
    ...(shape === '' ? [] : [{ dimension: 'error', value: shape }]),
  ]
}

const longestShape = 80

/** An error without what differs from case to case: quoted words, ids, numbers. */
export function shapeOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[“"'‘«][^”"'’»]*[”"'’»]/g, '…')
    .replace(/\b[0-9a-f]{8,}\b|\b\w*\d\w*\b/g, '#')
    .replace(/[^\p{L}#… ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestShape)
    .trim()
}

function titleOf(slices: readonly Slice[]): string {
  const of = (dimension: string) => slices.find((slice) => slice.dimension === dimension)?.value
  const [operation, reason, error] = [of('operation'), of('reason'), of('error')]
  return [
    `Wrong in ${of('query_type') ?? 'several types'}`,
    ...(operation === undefined ? [] : [`at ${operation}`]),
    ...(reason === undefined ? [] : [`because of ${reason.replaceAll('_', ' ').replaceAll('+', ', ')}`]),
    ...(error === undefined ? [] : [`(${error})`]),
  ].join(' ')
}

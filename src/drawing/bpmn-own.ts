// A BPMN file that Tenure wrote: the data beside each element is the map, and the drawing says what was changed since: names, and which step follows
// which.

import type { BpmnElement } from 'bpmn-moddle'
import type { Note } from './bpmn.ts'

type Raw = Record<string, unknown>

/** Null when it is not a file of ours: no data beside its process. */
export function readOwn(process: BpmnElement): { map: Raw; notes: Note[] } | null {
  const rest = dataOf(process)?.map
  if (!isRaw(rest)) return null
  const all = (process.flowElements as BpmnElement[] | undefined) ?? []
  const flows = all.filter(({ $type }) => $type === 'bpmn:SequenceFlow')
  const nodes = all.filter(({ $type }) => $type !== 'bpmn:SequenceFlow')
  const stepIds = new Map<BpmnElement, string>()
  const notes: Note[] = []
  for (const node of nodes) {
    const step = dataOf(node)?.step
    if (isRaw(step) && typeof step.id === 'string') stepIds.set(node, step.id)
    else if (typeof dataOf(node)?.queryType !== 'string')
      notes.push({
        element: node.id ?? '',
        what: 'dropped',
        why: `“${node.name ?? ''}” was drawn in another tool and has no data; add it as a step`,
      })
  }
  const following = (node: BpmnElement) =>
    flows.filter(({ sourceRef, targetRef }) => sourceRef === node && stepIds.has(targetRef as BpmnElement))
  for (const node of nodes) notes.push(...linesLost(node, following(node), new Set(stepIds.values())))
  const steps = [...stepIds].map(([node]) => changed(node, following(node), stepIds))
  return {
    map: { ...rest, title: process.name ?? rest.title, queryTypes: typesOf(rest, nodes, following, stepIds), steps },
    notes,
  }
}

/**
 * A line that somebody removed leaves nothing to read instead, and a second line says more than a step can: both are said, since the map keeps what
 * it had. Lines to steps that are not in the file were never drawn.
 */
function linesLost(node: BpmnElement, flows: readonly BpmnElement[], ids: ReadonlySet<string>): Note[] {
  const { step } = dataOf(node) ?? {}
  const note = (why: string): Note[] => [{ element: node.id ?? '', what: 'dropped', why }]
  const drawn = (target: unknown) => typeof target === 'string' && ids.has(target)
  if (!isRaw(step)) return []
  if (step.kind !== 'decision') {
    if (flows.length > 1) return note('a second line out of one step; the first is kept')
    return flows.length === 0 && drawn(step.next) ? note(`its line was removed; it still leads to “${step.next}”`) : []
  }
  const hasDefault = flows.some((flow) => flow === node.default)
  const branches = Array.isArray(step.branches) ? step.branches.filter((one) => isRaw(one) && drawn(one.next)) : []
  return [
    ...(!hasDefault && drawn(step.otherwise)
      ? note(`its default line was removed; otherwise still leads to “${step.otherwise}”`)
      : []),
    ...(branches.length > 0 && flows.every((flow) => flow === node.default)
      ? note('all its branches were removed; they are kept')
      : []),
  ]
}

function typesOf(
  rest: Raw,
  nodes: readonly BpmnElement[],
  following: (node: BpmnElement) => BpmnElement[],
  stepIds: ReadonlyMap<BpmnElement, string>,
): unknown {
  if (!Array.isArray(rest.queryTypes)) return rest.queryTypes
  return rest.queryTypes.map((type: unknown) => {
    const node = nodes.find((one) => isRaw(type) && dataOf(one)?.queryType === type.name)
    if (!isRaw(type) || node === undefined) return type
    const [flow] = following(node)
    return { ...type, title: node.name ?? type.title, start: flow ? stepIds.get(flow.targetRef as BpmnElement) : type.start }
  })
}

function changed(node: BpmnElement, flows: readonly BpmnElement[], stepIds: ReadonlyMap<BpmnElement, string>): Raw {
  const step = dataOf(node)!.step as Raw
  const title = node.name ?? step.title
  const next = (flow: BpmnElement) => stepIds.get(flow.targetRef as BpmnElement)
  if (step.kind !== 'decision') {
    const [flow] = flows
    return { ...step, title, ...(flow && 'next' in step ? { next: next(flow) } : {}) }
  }
  const otherwise = flows.find((flow) => flow === node.default)
  const branches = flows.filter((flow) => flow !== otherwise).map((flow) => ({ when: conditionOf(flow), next: next(flow) }))
  return {
    ...step,
    title,
    branches: branches.length > 0 ? branches : step.branches,
    otherwise: otherwise ? next(otherwise) : step.otherwise,
  }
}

export function conditionOf(flow: BpmnElement): string {
  const body = (flow.conditionExpression as BpmnElement | undefined)?.body
  return typeof body === 'string' && body.trim() !== '' ? body.trim() : (flow.name ?? '')
}

/** The data beside an element, or null: none, or not JSON. */
function dataOf(element: BpmnElement): Raw | null {
  const values = (element.extensionElements as BpmnElement | undefined)?.values
  const own = Array.isArray(values) ? (values as BpmnElement[]).find(({ $type }) => $type === 'tenure:Data') : undefined
  if (typeof own?.json !== 'string') return null
  try {
    const content: unknown = JSON.parse(own.json)
    return isRaw(content) ? content : null
  } catch (error) {
    // Somebody edited the attribute: then it is not data of ours any more.
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// The workflow map as a drawing without coordinates: where queries come in, the steps, who or what does them, branches, and whom an escalation reaches.
// Everything a picture shows is here and in one order, so that Mermaid, SVG, the console and paper show the same.

import type { IntegrationMap } from '../domain/discovery/integration-map.ts'
import { plainText } from '../domain/discovery/words.ts'
import type { QueryType, Step, WorkflowMap } from '../domain/discovery/workflow-map.ts'

export type FlowNode = {
  id: string
  kind: 'query' | 'input' | Step['kind'] | 'person'
  title: string
  lane: string
  /** The query types whose path begins here. */
  queryTypes: string[]
  system: string | null
  operation: string | null
  access: 'none' | 'read' | 'write' | null
  sop: string | null
  practice: string | null
  conflict: 'none' | 'open' | 'settled'
  /** The interview it comes from. */
  from: string | null
}

export type FlowEdge = {
  id: string
  from: string
  to: string
  kind: 'next' | 'branch' | 'otherwise' | 'escalation'
  label: string | null
}

type Lane = { id: string; title: string; kind: 'employee' | 'system' | 'person' | 'requester' }

export type Flow = { nodes: FlowNode[]; edges: FlowEdge[]; lanes: Lane[] }

/** The drawing of a map. Ids are `query:…`, `input:…`, `step:…`, `person:…`, so that things of one name stay apart. Edges to nowhere are left out. */
export function flowOf(map: WorkflowMap, integrations: IntegrationMap): Flow {
  const nodes = [
    ...map.queryTypes.map((type) => queryNode(type)),
    ...map.inputs.map((input) => ({
      ...bare(`input:${input.name}`, 'input' as const, input.title, requester),
      from: input.from,
    })),
    ...map.steps.map((step) => stepNode(step, map, integrations)),
    ...reached(map).map((person) => bare(`person:${person.name}`, 'person' as const, person.title, laneOfPerson(person.name))),
  ]
  const known = new Set(nodes.map(({ id }) => id))
  const edges = [...map.queryTypes.flatMap((type) => startEdges(type, map)), ...map.steps.flatMap((step) => edgesOf(step, map))]
  return {
    nodes,
    edges: edges.filter(({ from, to }) => known.has(from) && known.has(to)),
    lanes: lanesOf(nodes, map, integrations),
  }
}

/** The part of a drawing that one query type can reach, with what leads to its beginning. */
export function pathOfType(flow: Flow, queryType: string): Flow {
  const found = new Set<string>([`query:${queryType}`])
  const open = [...found]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { from, to } of flow.edges) {
      if (from !== id || found.has(to)) continue
      found.add(to)
      open.push(to)
    }
  }
  for (const { from, to } of flow.edges) if (to === `query:${queryType}`) found.add(from)
  const nodes = flow.nodes.filter(({ id }) => found.has(id))
  const lanes = new Set(nodes.map(({ lane }) => lane))
  return {
    nodes,
    edges: flow.edges.filter(({ from, to }) => found.has(from) && found.has(to)),
    lanes: flow.lanes.filter(({ id }) => lanes.has(id)),
  }
}

const requester = 'requester'
const employee = 'employee'

function laneOfPerson(name: string): string {
  return `person:${name}`
}

function bare(id: string, kind: FlowNode['kind'], title: string, lane: string): FlowNode {
  return {
    id,
    kind,
    title,
    lane,
    queryTypes: [],
    system: null,
    operation: null,
    access: null,
    sop: null,
    practice: null,
    conflict: 'none',
    from: null,
  }
}

type Said = Pick<QueryType, 'sop' | 'practice' | 'resolution'>

/** A difference is one of words, as the compiler sees it. */
function conflictIn({ sop, practice, resolution }: Said): FlowNode['conflict'] {
  if (sop === null || practice === null || plainText(sop) === plainText(practice)) return 'none'
  return resolution === null ? 'open' : 'settled'
}

function queryNode(type: QueryType): FlowNode {
  const { sop, practice, from } = type
  return {
    ...bare(`query:${type.name}`, 'query', type.title, requester),
    queryTypes: [type.name],
    sop,
    practice,
    conflict: conflictIn(type),
    from,
  }
}

function stepNode(step: Step, map: WorkflowMap, integrations: IntegrationMap): FlowNode {
  const { sop, practice, from } = step
  const found =
    step.kind === 'action'
      ? integrations.systems.find(({ name }) => name === step.system)?.operations.find(({ name }) => name === step.operation)
      : undefined
  return {
    ...bare(`step:${step.id}`, step.kind, step.title, laneOf(step)),
    queryTypes: map.queryTypes.filter(({ start }) => start === step.id).map(({ name }) => name),
    ...(step.kind === 'action' ? { system: step.system, operation: step.operation } : {}),
    access: found?.access ?? null,
    sop,
    practice,
    conflict: conflictIn(step),
    from,
  }
}

function laneOf(step: Step): string {
  if (step.lane !== null) return `lane:${step.lane}`
  if (step.kind === 'action') return `system:${step.system}`
  if (step.kind === 'human') return laneOfPerson(step.who)
  return employee
}

function startEdges(type: QueryType, map: WorkflowMap): FlowEdge[] {
  if (type.start === null) return []
  const to = `step:${type.start}`
  const own = { id: `query:${type.name}>${to}`, from: `query:${type.name}`, to, kind: 'next' as const, label: null }
  const inputs = map.inputs.filter(({ queryType }) => queryType === type.name)
  return [
    own,
    ...inputs.map(({ name }) => ({
      ...own,
      id: `input:${name}>query:${type.name}`,
      from: `input:${name}`,
      to: `query:${type.name}`,
    })),
  ]
}

function edgesOf(step: Step, map: WorkflowMap): FlowEdge[] {
  const from = `step:${step.id}`
  const edge = (to: string, kind: FlowEdge['kind'], label: string | null, nth = ''): FlowEdge => ({
    id: `${from}>${to}${nth}`,
    from,
    to,
    kind,
    label,
  })
  switch (step.kind) {
    case 'decision':
      return [
        ...step.branches.map(({ when, next }, at) => edge(`step:${next}`, 'branch', when, `#${at + 1}`)),
        ...(step.otherwise === null ? [] : [edge(`step:${step.otherwise}`, 'otherwise', null, '#otherwise')]),
      ]
    case 'escalate': {
      const trigger = map.triggers.find(({ name }) => name === step.trigger)
      return trigger?.who ? [edge(laneOfPerson(trigger.who), 'escalation', trigger.channel)] : []
    }
    case 'end':
      return []
    default:
      return step.next === null ? [] : [edge(`step:${step.next}`, 'next', null)]
  }
}

/** People an escalation step reaches; others would stand beside the drawing without a line. */
function reached(map: WorkflowMap): WorkflowMap['people'] {
  const names = new Set(
    map.steps.flatMap((step) =>
      step.kind === 'escalate' ? [map.triggers.find(({ name }) => name === step.trigger)?.who ?? null] : [],
    ),
  )
  return map.people.filter(({ name }) => names.has(name))
}

/** Requester first, then the employee, then systems and people in the order of their files. */
function lanesOf(nodes: readonly FlowNode[], map: WorkflowMap, integrations: IntegrationMap): Lane[] {
  const used = new Set(nodes.map(({ lane }) => lane))
  const all: Lane[] = [
    { id: requester, title: 'Who asks', kind: 'requester' },
    { id: employee, title: map.employee, kind: 'employee' },
    ...integrations.systems.map(({ name, title }) => ({ id: `system:${name}`, title, kind: 'system' as const })),
    ...map.people.map(({ name, title }) => ({ id: laneOfPerson(name), title, kind: 'person' as const })),
  ]
  const named = new Set(all.map(({ id }) => id))
  const others = [...used].filter((id) => !named.has(id)).sort()
  const rest = others.map((id): Lane => {
    const [kind, ...name] = id.split(':')
    return { id, title: name.join(':'), kind: kind === 'system' ? 'system' : 'person' }
  })
  return [...all, ...rest].filter(({ id }) => used.has(id))
}

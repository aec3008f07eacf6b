// The workflow map as BPMN 2.0 with coordinates: query types as start events, steps as tasks, gateways and events. What BPMN has no word for travels as
// data beside its element; lanes too, since a lane with coordinates would have to hold its steps in one strip.

import type { BpmnElement, BpmnModdle } from 'bpmn-moddle'
import type { Step, WorkflowMap } from '../domain/discovery/workflow-map.ts'
import { bpmnId, bpmnModdle, processId } from './bpmn.ts'
import { type Flow, flowOf } from './flow.ts'
import { type Laid, layOut } from './layout.ts'

const elementOf: Readonly<Record<Step['kind'] | 'query', string>> = {
  query: 'bpmn:StartEvent',
  start: 'bpmn:IntermediateThrowEvent',
  action: 'bpmn:ServiceTask',
  decision: 'bpmn:ExclusiveGateway',
  reply: 'bpmn:SendTask',
  human: 'bpmn:UserTask',
  escalate: 'bpmn:EndEvent',
  wait: 'bpmn:IntermediateCatchEvent',
  end: 'bpmn:EndEvent',
}

/** BPMN 2.0 XML. Lines to steps that do not exist are left out, as in every drawing; the data keeps them. */
export async function bpmnOf(map: WorkflowMap): Promise<string> {
  const moddle = bpmnModdle()
  const laid = layOut(pathsIn(flowOf(map, { systems: [] })))
  const nodes = elementsOf(moddle, map, laid)
  const flows = connect(moddle, nodes, laid)
  const { steps: _, ...rest } = map
  const process = moddle.create('bpmn:Process', {
    id: processId,
    name: map.title,
    isExecutable: false,
    extensionElements: dataOf(moddle, { map: rest }),
    flowElements: [...nodes.values(), ...flows],
  })
  const definitions = moddle.create('bpmn:Definitions', {
    id: 'definitions',
    targetNamespace: 'urn:tenure',
    rootElements: [process],
    diagrams: [diagramOf(moddle, process, { nodes, flows, laid })],
  })
  return (await moddle.toXML(definitions, { format: true })).xml
}

/** Only what BPMN calls flow: queries and steps. People and inputs are data there. */
function pathsIn({ nodes, edges, lanes }: Flow): Flow {
  const kept = nodes.filter(({ kind }) => kind !== 'person' && kind !== 'input')
  const ids = new Set(kept.map(({ id }) => id))
  return { nodes: kept, edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)), lanes }
}

function dataOf(moddle: BpmnModdle, content: unknown): BpmnElement {
  return moddle.create('bpmn:ExtensionElements', { values: [moddle.create('tenure:Data', { json: JSON.stringify(content) })] })
}

function elementsOf(moddle: BpmnModdle, map: WorkflowMap, { boxes }: Laid): Map<string, BpmnElement> {
  const steps = new Map(map.steps.map((step) => [`step:${step.id}`, step]))
  return new Map(
    boxes.map((box) => {
      const step = steps.get(box.id)
      const data = step ? { step } : { queryType: box.queryTypes[0] }
      const type = elementOf[step?.kind ?? 'query']
      const element = moddle.create(type, { id: bpmnId(box.id), name: box.title, extensionElements: dataOf(moddle, data) })
      if (step?.kind === 'wait') {
        const timeDuration = moddle.create('bpmn:FormalExpression', { body: `PT${step.minutes}M` })
        element.eventDefinitions = [moddle.create('bpmn:TimerEventDefinition', { id: `${element.id}_timer`, timeDuration })]
      }
      if (step?.kind === 'escalate')
        element.eventDefinitions = [moddle.create('bpmn:EscalationEventDefinition', { id: `${element.id}_escalation` })]
      return [box.id, element]
    }),
  )
}

function connect(moddle: BpmnModdle, nodes: ReadonlyMap<string, BpmnElement>, { lines }: Laid): BpmnElement[] {
  return lines.map(({ from, to, kind, label }, at) => {
    const [source, target] = [nodes.get(from)!, nodes.get(to)!]
    const condition =
      kind === 'branch' && label !== null
        ? { name: label, conditionExpression: moddle.create('bpmn:FormalExpression', { body: label }) }
        : {}
    const flow = moddle.create('bpmn:SequenceFlow', { id: `flow_${at + 1}`, sourceRef: source, targetRef: target, ...condition })
    source.outgoing = [...((source.outgoing as BpmnElement[] | undefined) ?? []), flow]
    target.incoming = [...((target.incoming as BpmnElement[] | undefined) ?? []), flow]
    if (kind === 'otherwise') source.default = flow
    return flow
  })
}

// What BPMN tools draw events and gateways with, in pixels; tasks take the box of the layout.
const eventSize = 36
const gatewaySize = 50

type Drawn = { nodes: ReadonlyMap<string, BpmnElement>; flows: readonly BpmnElement[]; laid: Laid }

function diagramOf(moddle: BpmnModdle, process: BpmnElement, { nodes, flows, laid }: Drawn): BpmnElement {
  const shapes = laid.boxes.map((box) => {
    const element = nodes.get(box.id)!
    const size = element.$type.endsWith('Event') ? eventSize : element.$type.endsWith('Gateway') ? gatewaySize : null
    const [width, height] = size === null ? [box.width, box.height] : [size, size]
    const at = { x: box.x + Math.round((box.width - width) / 2), y: box.y + Math.round((box.height - height) / 2) }
    return moddle.create('bpmndi:BPMNShape', {
      id: `${element.id}_di`,
      bpmnElement: element,
      ...(size === gatewaySize ? { isMarkerVisible: true } : {}),
      bounds: moddle.create('dc:Bounds', { ...at, width, height }),
    })
  })
  const edges = flows.map((flow, at) =>
    moddle.create('bpmndi:BPMNEdge', {
      id: `${flow.id}_di`,
      bpmnElement: flow,
      waypoint: laid.lines[at]!.points.map((point) => moddle.create('dc:Point', point)),
    }),
  )
  const plane = moddle.create('bpmndi:BPMNPlane', { id: 'plane', bpmnElement: process, planeElement: [...shapes, ...edges] })
  return moddle.create('bpmndi:BPMNDiagram', { id: 'diagram', plane })
}

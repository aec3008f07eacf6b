// What BPMN files of ours carry beside BPMN: each element's own data, so that a file that comes back gives the same map.

import { BpmnModdle } from 'bpmn-moddle'

/** One element, `data`, with an attribute of JSON, in a namespace of our own; other tools keep or ignore it. */
const tenureData = {
  name: 'Tenure',
  uri: 'urn:tenure:workflow-map:1',
  prefix: 'tenure',
  xml: { tagAlias: 'lowerCase' },
  types: [{ name: 'Data', superClass: ['Element'], properties: [{ name: 'json', isAttr: true, type: 'String' }] }],
}

export function bpmnModdle(): BpmnModdle {
  return new BpmnModdle({ tenure: tenureData })
}

export const processId = 'workflow'

/** An id that XML accepts, for a node's id. Names of a dossier have letters, digits, “_”, “-” and “.” only, all of which XML takes after a letter. */
export function bpmnId(node: string): string {
  return node.replace(':', '_')
}

/** `element` is its id in the file; empty for the file as a whole. */
export type Note = { element: string; what: 'dropped' | 'guessed' | 'merged'; why: string }

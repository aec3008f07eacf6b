// BPMN 2.0 becomes a workflow map. A file of ours comes back as it was, with what was changed in the drawing since; a file of others becomes a draft,
// and everything that was dropped or guessed is said, element by element. XML is hostile: no entities, a limit of size, and data of ours is checked again.

import type { BpmnElement } from 'bpmn-moddle'
import { type WorkflowMap, workflowMapSchema } from '../domain/discovery/workflow-map.ts'
import { bpmnModdle, type Note } from './bpmn.ts'
import { readForeign } from './bpmn-foreign.ts'
import { readOwn } from './bpmn-own.ts'

/** `map` as the file of a dossier would say it, not yet checked against the other documents. */
export type Imported = { ok: true; map: WorkflowMap; notes: Note[] } | { ok: false; why: string }

// A process of three hundred steps with coordinates is below one million characters.
const maxCharacters = 5_000_000

/** `name` is what the workflow is called when the file does not say. */
export async function importBpmn(xml: string, name: string): Promise<Imported> {
  if (xml.length > maxCharacters) return { ok: false, why: `the file has more than ${maxCharacters} characters` }
  if (/<!(DOCTYPE|ENTITY)/i.test(xml))
    return { ok: false, why: 'it declares a document type or entities, which BPMN files have no use for' }
  const read = await parse(xml)
  if ('why' in read) return { ok: false, why: read.why }
  const processes = elementsIn(read.root, 'rootElements').filter(({ $type }) => $type === 'bpmn:Process')
  const [process] = processes
  if (process === undefined) return { ok: false, why: 'there is no process in it' }
  const more: Note[] = processes
    .slice(1)
    .map(({ id = '' }) => ({ element: id, what: 'dropped', why: 'a second process; import it on its own' }))
  const collaborations = elementsIn(read.root, 'rootElements').filter(({ $type }) => $type === 'bpmn:Collaboration')
  for (const { id = '' } of collaborations.flatMap((one) => elementsIn(one, 'messageFlows')))
    more.push({ element: id, what: 'dropped', why: 'a message between pools; write it as an input, a reply or an operation' })
  const { map, notes } = readOwn(process) ?? readForeign(process, name)
  const warned: Note[] = read.warnings.map((why) => ({ element: '', what: 'dropped', why }))
  const checked = workflowMapSchema.safeParse(map)
  if (checked.success) return { ok: true, map: checked.data, notes: [...warned, ...notes, ...more] }
  const [issue] = checked.error.issues
  return { ok: false, why: `what it says does not make a workflow map: ${issue?.path.join('.')}: ${issue?.message}` }
}

async function parse(xml: string): Promise<{ root: BpmnElement; warnings: string[] } | { why: string }> {
  try {
    const { rootElement, warnings } = await bpmnModdle().fromXML(xml)
    return { root: rootElement, warnings: warnings.map(({ message }) => message.split('\n')[0] ?? '') }
  } catch (error) {
    // The library throws for whatever is not BPMN; its first line says what and where.
    return { why: `it is not BPMN: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unreadable'}` }
  }
}

/** The elements a property holds; none when it is absent. */
function elementsIn(element: BpmnElement, property: string): BpmnElement[] {
  const value = element[property]
  return Array.isArray(value) ? (value as BpmnElement[]) : []
}

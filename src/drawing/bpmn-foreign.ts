// A BPMN file of another tool as a draft of a workflow map. BPMN says what follows what; it does not say which operation of which system a task is, what
// a reply says, or when “yes” holds. What is missing is named, becomes an open question, and is never guessed silently.

import type { BpmnElement } from 'bpmn-moddle'
import { compileCondition } from '../domain/discovery/condition.ts'
import { legalName, newName } from '../domain/discovery/legal-name.ts'
import type { Note } from './bpmn.ts'
import { conditionOf } from './bpmn-own.ts'

type Raw = Record<string, unknown>

export function readForeign(process: BpmnElement, name: string): { map: Raw; notes: Note[] } {
  return new Reading(process).result(name)
}

// The minutes of a wait whose duration is not written in minutes, hours or days.
const unreadWaitMinutes = 60

class Reading {
  readonly #process: BpmnElement
  readonly #nodes: BpmnElement[]
  readonly #flows: BpmnElement[]
  readonly #notes: Note[] = []
  readonly #questions: Raw[] = []
  readonly #ids = new Map<BpmnElement, string>()
  readonly #laneOf = new Map<BpmnElement, string>()
  readonly #fields: Record<string, string> = {}
  readonly #people = new Set<string>()

  constructor(process: BpmnElement) {
    this.#process = process
    const all = (process.flowElements as BpmnElement[] | undefined) ?? []
    this.#flows = all.filter(({ $type }) => $type === 'bpmn:SequenceFlow')
    this.#nodes = all.filter((one) => this.#isStep(one))
    for (const flow of this.#flows)
      if ((flow.sourceRef as BpmnElement | undefined)?.$type === 'bpmn:BoundaryEvent')
        this.#note(flow, 'dropped', 'a line out of an event on the edge of a task')
    for (const artifact of (process.artifacts as BpmnElement[] | undefined) ?? [])
      this.#note(artifact, 'dropped', 'a note or group of the drawing')
    for (const set of (process.laneSets as BpmnElement[] | undefined) ?? [])
      for (const lane of (set.lanes as BpmnElement[] | undefined) ?? [])
        for (const node of (lane.flowNodeRef as BpmnElement[] | undefined) ?? []) if (lane.name) this.#laneOf.set(node, lane.name)
  }

  result(name: string): { map: Raw; notes: Note[] } {
    const starts = this.#nodes.filter(({ $type }) => $type === 'bpmn:StartEvent')
    const steps = this.#nodes.filter((node) => !starts.includes(node) && !this.#isMerge(node))
    const taken = new Set<string>()
    for (const node of [...starts, ...steps]) this.#ids.set(node, newName(named(node.name ?? node.id ?? 'step'), taken))
    const written = steps.map((node) => this.#step(node))
    const queryTypes = starts.map((node) => ({
      name: this.#ids.get(node),
      title: node.name ?? 'Not named yet',
      major: false,
      start: this.#after(node),
    }))
    if (starts.length === 0)
      this.#notes.push({
        element: '',
        what: 'guessed',
        why: 'there is no start event; a query type without a path stands for it',
      })
    const types = queryTypes.length > 0 ? queryTypes : [{ name: 'not_named', title: 'Not named yet', major: false }]
    for (const { title } of types)
      this.#ask(`What do people write who mean “${title}”? Examples, how many a month, how many minutes each?`)
    const people = [...this.#people].map((lane) => ({ name: named(lane), title: lane, does: 'as drawn; to be asked' }))
    const map = {
      workflow: named(this.#process.name ?? name),
      title: this.#process.name ?? name,
      employee: 'not named yet',
      channels: ['not-named'],
      fields: this.#fields,
      queryTypes: types,
      steps: written,
      triggers: [],
      people,
      openQuestions: this.#questions,
    }
    return { map, notes: this.#notes }
  }

  #isStep(element: BpmnElement): boolean {
    if (element.$type === 'bpmn:SequenceFlow') return false
    if (element.$type === 'bpmn:BoundaryEvent')
      return this.#note(element, 'dropped', 'an event on the edge of a task; write it as a decision or a trigger')
    if (/Data(Object|Store)/.test(element.$type))
      return this.#note(element, 'dropped', 'data; name it in the operation that reads it')
    return true
  }

  #note(element: BpmnElement, what: Note['what'], why: string): false {
    this.#notes.push({ element: element.id ?? '', what, why: element.name ? `“${element.name}”: ${why}` : why })
    return false
  }

  #ask(question: string): void {
    this.#questions.push({ question, about: null, answer: null })
  }

  #out(node: BpmnElement): BpmnElement[] {
    return this.#flows.filter(({ sourceRef }) => sourceRef === node)
  }

  /** A gateway that only joins is not a step: what leads to it leads to what follows. */
  #isMerge(node: BpmnElement): boolean {
    if (!node.$type.endsWith('Gateway') || this.#out(node).length !== 1) return false
    this.#note(node, 'merged', 'a gateway that only joins paths')
    return true
  }

  /** The id of the step after a node, through gateways that only join; null where nothing follows. */
  #after(node: BpmnElement): string | null {
    const [first, ...more] = this.#out(node)
    for (const flow of more)
      this.#note(flow, 'dropped', 'a second line out of one element: everything at once is not something a map says')
    return first === undefined ? null : this.#target(first)
  }

  #target(flow: BpmnElement): string | null {
    const seen = new Set<BpmnElement>()
    let node = flow.targetRef as BpmnElement | undefined
    while (node !== undefined && !this.#ids.has(node) && !seen.has(node)) {
      seen.add(node)
      const [next] = this.#out(node)
      node = next?.targetRef as BpmnElement | undefined
    }
    return (node && this.#ids.get(node)) ?? null
  }

  #step(node: BpmnElement): Raw {
    const lane = this.#laneOf.get(node) ?? null
    const base = { id: this.#ids.get(node), title: node.name ?? node.id ?? 'not named', lane }
    const kind = node.$type.replace('bpmn:', '')
    if (kind.endsWith('Gateway')) return this.#gateway(node, base, kind)
    if (kind === 'EndEvent') return this.#end(node, base)
    if (kind === 'IntermediateCatchEvent' && this.#eventOf(node) === 'bpmn:TimerEventDefinition') return this.#wait(node, base)
    if (kind.endsWith('Event')) {
      this.#note(node, 'guessed', 'an event in the middle; kept as a point on the way')
      return this.#orEnd(node, { ...base, kind: 'start' })
    }
    if (kind === 'SendTask') {
      this.#note(node, 'guessed', 'a reply; what it says stands nowhere')
      this.#ask(`What does the reply “${base.title}” say?`)
      return { ...base, kind: 'reply', template: base.title, next: this.#after(node) }
    }
    if (kind === 'ServiceTask' || kind === 'ScriptTask' || kind === 'BusinessRuleTask') return this.#action(node, base)
    if (kind !== 'UserTask' && kind !== 'ManualTask')
      this.#note(node, 'guessed', `${kind}: kept as work of a person; what is inside it is not read`)
    const who = lane ?? 'Not named yet'
    this.#people.add(who)
    return { ...base, kind: 'human', who: named(who), next: this.#after(node) }
  }

  #action(node: BpmnElement, base: Raw): Raw {
    this.#note(node, 'guessed', 'an action; which operation of which system it is stands nowhere')
    this.#ask(`Which operation of which system does “${base.title}”?`)
    return this.#orEnd(node, { ...base, kind: 'action', system: 'not-named', operation: named(String(base.title)) })
  }

  #end(node: BpmnElement, base: Raw): Raw {
    const event = this.#eventOf(node)
    if (event !== 'bpmn:EscalationEventDefinition' && event !== 'bpmn:ErrorEventDefinition') return { ...base, kind: 'end' }
    this.#note(node, 'guessed', 'an end that hands over; to whom stands nowhere')
    this.#ask(`Who gets “${base.title}”, through which channel, and by when?`)
    return { ...base, kind: 'escalate', reason: base.title }
  }

  #wait(node: BpmnElement, base: Raw): Raw {
    const [event] = (node.eventDefinitions as BpmnElement[] | undefined) ?? []
    const body = (event?.timeDuration as BpmnElement | undefined)?.body
    const minutes = minutesOf(typeof body === 'string' ? body : '')
    if (minutes === null)
      this.#note(node, 'guessed', `a wait whose duration is not written; ${unreadWaitMinutes} minutes stand for it`)
    return this.#orEnd(node, { ...base, kind: 'wait', minutes: minutes ?? unreadWaitMinutes })
  }

  #eventOf(node: BpmnElement): string | null {
    const [event] = (node.eventDefinitions as BpmnElement[] | undefined) ?? []
    return event?.$type ?? null
  }

  #gateway(node: BpmnElement, base: Raw, kind: string): Raw {
    if (kind !== 'ExclusiveGateway') {
      this.#note(node, 'guessed', `${kind}: kept as a decision between its lines; a map does one thing at a time`)
      this.#ask(`At “${base.title}” several things happened at once. Which of them first, and which depend on each other?`)
    }
    const flows = this.#out(node)
    const otherwise = flows.find((flow) => flow === node.default)
    for (const flow of flows)
      if (this.#target(flow) === null) this.#note(flow, 'dropped', 'a branch that leads to nothing a map has')
    const branches = flows.filter((flow) => flow !== otherwise).map((flow) => this.#branch(flow, String(base.title)))
    const open = branches.filter(({ next }) => next !== null)
    if (open.length === 0) return { ...base, kind: 'end' }
    return { ...base, kind: 'decision', branches: open, otherwise: otherwise ? this.#target(otherwise) : null }
  }

  /** A condition in CEL is kept. Words like “yes” are not one: a field stands for them until somebody says when they hold. */
  #branch(flow: BpmnElement, at: string): { when: string; next: string | null } {
    const said = conditionOf(flow)
    if (said !== '' && compileCondition(said, this.#fields as never, 'step').ok) return { when: said, next: this.#target(flow) }
    const field = newName(named(`${at} ${said}`).replaceAll(/[.-]/g, '_'), new Set(Object.keys(this.#fields)))
    this.#fields[field] = 'boolean'
    this.#note(flow, 'guessed', `when “${said}” holds stands nowhere; the field ${field} stands for it`)
    this.#ask(`At “${at}”: when does “${said}” hold?`)
    return { when: `fields.${field}`, next: this.#target(flow) }
  }

  /** An action, a wait or a point on the way always leads somewhere; where the drawing ends, an end follows. */
  #orEnd(node: BpmnElement, step: Raw): Raw {
    const next = this.#after(node)
    if (next !== null) return { ...step, next }
    this.#note(node, 'guessed', 'nothing follows; it is kept as work of a person')
    this.#people.add('Not named yet')
    const { id, title, lane } = step
    return { id, title, lane, kind: 'human', who: named('Not named yet'), next: null }
  }
}

/** A name as a dossier writes it; never empty. */
function named(text: string): string {
  return legalName(text, 'not_named')
}

/** Minutes of an ISO 8601 duration in days, hours and minutes; null for anything else. */
function minutesOf(duration: string): number | null {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+(?:\.\d+)?)M)?)?$/.exec(duration.trim())
  const minutes = parts === null ? 0 : Number(parts[1] ?? 0) * 1440 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0)
  return minutes > 0 ? minutes : null
}

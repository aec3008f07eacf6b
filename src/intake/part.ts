// What one material contributes to a draft: only what was seen in it, and the questions it leaves. Nothing in a part is known.

import type { IntegrationMap } from '../domain/discovery/integration-map.ts'
import type { OpenQuestion, WorkflowMap } from '../domain/discovery/workflow-map.ts'

/** The most query types that may be asked for; more are no list that people read. */
export const maxTypes = 200

/** What only people know, and the place it is about. */
export type Question = Pick<OpenQuestion, 'question' | 'about'>

/** A proposed query type. `seen` is how many inbound queries of it the material holds; null: it holds none, only speaks of them. */
export type DraftType = {
  name: string
  title: string
  seen: number | null
  escalated: number | null
  perMonth: number | null
  minutes: number | null
  examples: string[]
  counterExamples: string[]
  sop: string | null
  start: string | null
  /** What its queries have in common, strongest first; how a chapter of an SOP finds its tickets. */
  terms: string[]
}

export type DraftStep = { id: string; title: string; sop: string | null } & (
  | { kind: 'human'; who: string; uses: string[]; next: string | null }
  | { kind: 'decision'; branches: { when: string; next: string }[]; otherwise: string }
  | { kind: 'escalate'; trigger: string; reason: string }
  | { kind: 'end' }
)

type DraftTrigger = { name: string; condition: string; who: string; sop: string }

type SystemInput = IntegrationMap['systems'][number]
type OperationInput = Pick<SystemInput['operations'][number], 'name' | 'access'> &
  Partial<Pick<SystemInput['operations'][number], 'arguments' | 'returns' | 'toolHash'>> & {
    /** Where it came from, kept in the file as a key of one's own: `GET /tickets/{id}`, or the tool's own name. */
    'x-from'?: string
  }
export type DraftSystem = Pick<SystemInput, 'name' | 'title' | 'connector'> & { operations: OperationInput[] }

export type Part = {
  /** In a sentence: “6,000 tickets of tickets.csv”. */
  source: string
  /** Names of the workflow, as the material calls it. */
  workflow: string | null
  channels: string[]
  types: DraftType[]
  fields: WorkflowMap['fields']
  steps: DraftStep[]
  triggers: DraftTrigger[]
  people: { name: string; title: string; does: string }[]
  systems: DraftSystem[]
  /** Grants that were seen being used; for null: for every type. */
  grants: { do: string; for: string[] | null }[]
  /** Sentences that forbid something; `operation` once one was found that such a sentence can only mean. */
  forbidden: { sentence: string; unconditional: boolean; operation: string | null }[]
  /** How many effects and writes one interaction had at most. */
  most: { effects: number; writes: number }
  questions: Question[]
}

/** A type that is spoken of, of which no query was seen. */
export const unseenType: Omit<DraftType, 'name' | 'title'> = {
  seen: null,
  escalated: null,
  perMonth: null,
  minutes: null,
  examples: [],
  counterExamples: [],
  sop: null,
  start: null,
  terms: [],
}

/** A part that says nothing yet. */
export function emptyPart(source: string): Part {
  return {
    source,
    workflow: null,
    channels: [],
    types: [],
    fields: {},
    steps: [],
    triggers: [],
    people: [],
    systems: [],
    grants: [],
    forbidden: [],
    most: { effects: 0, writes: 0 },
    questions: [],
  }
}

/** Why a material cannot be used: the line (from 1), the cause and what to do. */
export type Unusable = { ok: false; line: number; why: string; remedy: string }

// The ageing rule: which change makes which evidence stop counting. One table, printed in docs/ageing.md; everything that ages evidence asks it and nothing else decides.
// Evidence that ages starts again at nothing (GATES.md D12: capital resets); what a replay may carry over is a bound, never the evidence itself (GATES.md section 8).

import { type Phrase, type Sentence, sentencesOf } from '../sentence.ts'

type Cell = { queryType: string; channel: string }

/**
 * `ages`: every cell, the cells of the types concerned, or none. `carry`: whether a replay on both versions may carry a bound over for cells that age. `newPlan`: the numbers
 * agreed beforehand change, so a new plan is registered. `back`: where a rollout of aged cells goes back to (AUDIT.md C16); none: it stays.
 */
type AgeingRule = {
  ages: 'all' | 'types' | 'none'
  carry: 'never' | 'by_replay'
  newPlan: boolean
  back: 'shadow' | 'supervised' | 'none'
  /** With {what} and {types}. */
  sentence: string
}

const all = { ages: 'all', carry: 'never', newPlan: false, back: 'shadow' } as const
const types = { ages: 'types', carry: 'never', newPlan: false, back: 'shadow' } as const
const none = { ages: 'none', carry: 'never', newPlan: false, back: 'none' } as const

/** Kind of change → what it does. The order is the order in which it is printed. */
export const ageingRules = {
  role_wording: {
    ...all,
    carry: 'by_replay',
    sentence: 'The words of the role changed ({what}). Every query is answered under them, so all evidence ages.',
  },
  refusal_rule: {
    ...all,
    carry: 'by_replay',
    sentence: 'What happens to an effect that is not granted changed. It concerns every type, so all evidence ages.',
  },
  grant: { ...types, sentence: 'What is granted of {what} changed for {types}; their evidence ages.' },
  forbidden: { ...types, sentence: 'Whether {what} is forbidden changed; the evidence of the types that use it ages: {types}.' },
  limit: { ...all, sentence: 'A limit changed ({what}). It may stop any query half-way, so all evidence ages.' },
  destinations: {
    ...types,
    sentence:
      'Where something may be sent without a person changed; the evidence of the types that name recipients ages: {types}.',
  },
  trigger: {
    ...all,
    carry: 'by_replay',
    sentence:
      'The trigger {what} changed. It is asked of every query and decides which the employee handles, so all evidence ages.',
  },
  trigger_reach: {
    ...none,
    sentence: 'Whom the trigger {what} reaches, and how, changed. What the employee does is the same; nothing ages.',
  },
  path: { ...types, sentence: 'The step {what} changed; the evidence of the types whose path reaches it ages: {types}.' },
  query_type_wording: {
    ...types,
    carry: 'by_replay',
    sentence: 'How {what} is done, as the employee reads it, changed; its evidence ages.',
  },
  query_type_recognition: {
    ...all,
    carry: 'by_replay',
    sentence:
      'How queries are recognised as {what} changed. Types are told apart from one another, so others may get other queries too: all evidence ages.',
  },
  query_type_added: {
    ...none,
    newPlan: true,
    sentence:
      'The query type {what} is new. It starts with no evidence, in a rollout of its own; the others keep theirs, and the plan is a new one.',
  },
  query_type_removed: {
    ...types,
    newPlan: true,
    sentence: 'The query type {what} is gone. Its evidence ages with it; the others keep theirs, and the plan is a new one.',
  },
  query_type_weight: {
    ...none,
    newPlan: true,
    sentence: 'Whether {what} counts by itself changed. What was judged stays true; the plan is a new one.',
  },
  channel_added: {
    ...none,
    newPlan: true,
    sentence:
      'The channel {what} is new. Its cells start with no evidence; those of other channels keep theirs, and the plan is a new one.',
  },
  channel_removed: {
    ...none,
    newPlan: true,
    sentence: 'The channel {what} is gone. Cells of other channels keep their evidence; the plan is a new one.',
  },
  declared_fields: {
    ...all,
    sentence: 'The facts a channel brings changed ({what}). Conditions of every type may read them, so all evidence ages.',
  },
  input: { ...types, sentence: 'The input {what} changed. It starts queries of {types}, whose evidence ages.' },
  operation_added: {
    ...none,
    sentence: 'The operation {what} is new in the integration map. Nothing ages until it is granted; then the grant does.',
  },
  operation_removed: { ...types, sentence: 'The operation {what} is gone; the evidence of the types that use it ages: {types}.' },
  operation: {
    ...types,
    sentence: 'What is said of the operation {what} changed; the evidence of the types that use it ages: {types}.',
  },
  tool_schema: {
    ...types,
    sentence: 'The definition of the tool {what} changed: another tool. The evidence of the types that use it ages: {types}.',
  },
  integration_endpoint: {
    ...types,
    sentence:
      'The system {what} is reached elsewhere or otherwise. What it answers may differ, so the evidence of the types that use it ages: {types}.',
  },
  credential: {
    ...types,
    sentence:
      'The system {what} is asked with another credential and may show other things; the evidence of the types that use it ages: {types}.',
  },
  system_wording: {
    ...types,
    carry: 'by_replay',
    sentence:
      'What the employee is told of the system {what} changed, or its order; the evidence of the types that use it ages: {types}.',
  },
  targets: {
    ...none,
    newPlan: true,
    sentence:
      'The targets changed ({what}). Evidence stays what it is and is held against the new numbers; the plan is a new one, and the old numbers stay visible.',
  },
  sampling_rate: {
    ...none,
    newPlan: true,
    sentence: 'How much is sampled changed ({what}). Every item keeps the weight it was drawn with; the plan is a new one.',
  },
  notes: {
    ...none,
    sentence: 'Notes for people changed ({what}). Nothing that is enforced, told to the employee or measured; nothing ages.',
  },
  model_id: {
    ...all,
    sentence: 'Another model answers ({what}). What was judged before was another’s work, so all evidence ages.',
  },
  provider_fingerprint: {
    ...all,
    carry: 'by_replay',
    back: 'supervised',
    sentence:
      'The provider says that another build of the same model answers ({what}). All evidence ages; an autonomous rollout goes back to supervised.',
  },
  agent_binding: { ...all, sentence: 'Another agent acts for the employee ({what}). All evidence ages.' },
  knowledge: {
    ...all,
    carry: 'by_replay',
    sentence: 'What the employee knows outside its role changed ({what}). All evidence ages.',
  },
  prompt: {
    ...all,
    carry: 'by_replay',
    sentence: 'What the agent is told outside its role changed ({what}). All evidence ages.',
  },
  reviewers: {
    ...none,
    sentence:
      'Who reviews changed ({what}). Verdicts that stand stay; whether the reviewers see what is wrong is measured again, by blind known-wrong items.',
  },
  unknown: {
    ...all,
    newPlan: true,
    sentence:
      'Something changed that no rule knows ({what}). It counts as the worst: all evidence ages, and the plan is a new one.',
  },
} as const satisfies Record<string, AgeingRule>

export type ChangeKind = keyof typeof ageingRules
export const changeKinds = Object.keys(ageingRules) as ChangeKind[]

/** What a change concerns where it has no name of its own, in words. */
const ageingThings = {
  interviews: 'interviews',
  policy_form: 'the form of the policy',
  documents: 'the documents',
  rules_of_role: 'rules of the role',
  order_of_channels: 'the order of the channels',
  order_of_inputs: 'the order of the inputs',
  order_of_types: 'the order of the query types',
  order_of_steps: 'the order of the steps',
  order_of_triggers: 'the order of the triggers',
  order_of_systems: 'the order of the systems',
  words_of_step: 'the words of step {step}',
  bare_systems: 'systems without operations',
} as const satisfies Readonly<Record<string, string>>

const { phrase, inEnglish: thingInEnglish } = sentencesOf(ageingThings)
export const thing = phrase

const sentenceOfKind = Object.fromEntries(changeKinds.map((kind) => [kind, ageingRules[kind].sentence])) as Record<
  ChangeKind,
  string
>

/** Every sentence of the rule and every part of one. Whoever adds one adds it in each language of the console; a test names what is missing. */
export const ageingSentences = { ...sentenceOfKind, ...ageingThings, name: '{name}', no_types: 'none' }

const { inEnglish } = sentencesOf<Readonly<Record<string, string>>>(ageingSentences)

/** One change. `what` names the thing; `called`: the same where it has no name of its own; `types` are the query types concerned, looked at only where the rule asks. */
export type Change = { kind: ChangeKind; what: string; types: readonly string[]; called?: Phrase }

export function changeOf(kind: ChangeKind, what: string | Phrase, types: readonly string[] = []): Change {
  return typeof what === 'string' ? { kind, what, types } : { kind, what: thingInEnglish([what]), types, called: what }
}

export type Ageing = {
  cells: 'all' | Cell[]
  carry: AgeingRule['carry']
  newPlan: boolean
  back: AgeingRule['back']
  sentence: string
  /** The same for other languages. */
  says: readonly Sentence[]
}

/** What one change does, over these channels. */
export function agedBy(change: Change, channels: readonly string[]): Ageing {
  const concerned = change.types
  const kind = Object.hasOwn(ageingRules, change.kind) ? change.kind : 'unknown'
  const rule: AgeingRule = ageingRules[kind]
  const names = concerned.map(named)
  const what = [change.called ?? named(change.what)]
  const says = [{ code: kind, blanks: { what, types: names.length === 0 ? [{ code: 'no_types', blanks: {} }] : names } }]
  const { carry, newPlan } = rule
  const cells = rule.ages === 'all' ? 'all' : rule.ages === 'none' ? [] : cellsOf(concerned, channels)
  return {
    cells,
    carry,
    newPlan,
    back: cells === 'all' || cells.length > 0 ? rule.back : 'none',
    sentence: inEnglish(says),
    says,
  }
}

function named(name: string): Phrase {
  return { code: 'name', blanks: { name } }
}

export type JointAgeing = {
  cells: 'all' | Cell[]
  /** Those of them for which no replay carries anything. */
  never: 'all' | Cell[]
  newPlan: boolean
  back: AgeingRule['back']
  sentences: string[]
}

/** What several changes do together: never less than any one of them. */
export function agedByAll(changes: readonly Change[], channels: readonly string[]): JointAgeing {
  const each = changes.map((change) => agedBy(change, channels))
  return {
    cells: union(each.map(({ cells }) => cells)),
    never: union(each.filter(({ carry }) => carry === 'never').map(({ cells }) => cells)),
    newPlan: each.some(({ newPlan }) => newPlan),
    back: each.some(({ back }) => back === 'shadow')
      ? 'shadow'
      : each.some(({ back }) => back === 'supervised')
        ? 'supervised'
        : 'none',
    sentences: each.map(({ sentence }) => sentence),
  }
}

/** Whether this cell is among them. */
export function isAged(cells: 'all' | readonly Cell[], { queryType, channel }: Cell): boolean {
  return cells === 'all' || cells.some((cell) => cell.queryType === queryType && cell.channel === channel)
}

function cellsOf(queryTypes: readonly string[], channels: readonly string[]): Cell[] {
  return [...new Set(queryTypes)].flatMap((queryType) => [...new Set(channels)].map((channel) => ({ queryType, channel })))
}

function union(sets: readonly ('all' | Cell[])[]): 'all' | Cell[] {
  const named: Cell[] = []
  for (const set of sets) {
    if (set === 'all') return 'all'
    named.push(...set.filter((cell) => !isAged(named, cell)))
  }
  return named.toSorted((a, b) => compare(a.queryType, b.queryType) || compare(a.channel, b.channel))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

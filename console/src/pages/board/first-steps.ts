// The path of a newcomer, from an empty house to a gate that can be read: which step is done, which comes next, and whose it is. Told from what is there, so that nobody
// has to tick anything.

export type StepName = 'people' | 'draft' | 'register' | 'sign' | 'open' | 'key' | 'verdict' | 'gate'

type Role = 'ops_lead' | 'reviewer' | 'engineer' | 'admin'

/** Null: this person may not see whether it is so. */
export type House = {
  people: number | null
  drafts: number
  dossiers: number
  signed: number
  rollouts: number
  interactions: number
  judged: number
}

export type Step = { name: StepName; state: 'done' | 'next' | 'later'; roles: readonly Role[] }

const owners: Record<StepName, readonly Role[]> = {
  people: ['admin'],
  draft: ['ops_lead', 'engineer', 'reviewer'],
  register: ['ops_lead', 'engineer'],
  sign: ['ops_lead'],
  open: ['ops_lead'],
  key: ['engineer', 'admin'],
  verdict: ['reviewer', 'ops_lead'],
  gate: ['ops_lead'],
}

const order: readonly StepName[] = ['people', 'draft', 'register', 'sign', 'open', 'key', 'verdict', 'gate']

/** What shows that a step has been taken. The gate can be read from the first verdict on; the path ends there. */
const taken: Record<StepName, (house: House) => boolean> = {
  people: ({ people }) => people !== null && people > 1,
  draft: ({ drafts, dossiers }) => drafts + dossiers > 0,
  register: ({ dossiers }) => dossiers > 0,
  sign: ({ signed }) => signed > 0,
  open: ({ rollouts }) => rollouts > 0,
  key: ({ interactions }) => interactions > 0,
  verdict: ({ judged }) => judged > 0,
  gate: ({ judged }) => judged > 0,
}

export function firstSteps(house: House): Step[] {
  const done = order.map((name) => taken[name](house))
  // A step further along shows that those before it were taken: by somebody, at some time, for some workflow.
  const settled = done.map((is, i) => is || done.slice(i + 1).some(Boolean) || (order[i] === 'people' && house.people === null))
  const next = settled.indexOf(false)
  return order.map((name, i) => ({ name, roles: owners[name], state: settled[i] ? 'done' : i === next ? 'next' : 'later' }))
}

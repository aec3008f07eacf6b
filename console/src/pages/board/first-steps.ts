// The path of a newcomer, from an empty house to a gate that can be read: which step is done, which comes next, and whose it is. Told from what is there, so that nobody
// has to tick anything.

/** Where a browser keeps that its reader has looked at a gate. */
export const gateReadKey = 'tenure.gate-read'

export type StepName = 'people' | 'draft' | 'register' | 'sign' | 'open' | 'key' | 'verdict' | 'gate'

type Role = 'ops_lead' | 'reviewer' | 'engineer' | 'admin' | 'auditor' | 'privacy_officer'

/** Null: this person may not see whether it is so. */
export type House = {
  people: number | null
  drafts: number
  dossiers: number
  signed: number
  rollouts: number
  interactions: number
  judged: number
  /** Whether this person has looked at a gate, in this browser. */
  gateRead: boolean
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
  gate: ['ops_lead', 'reviewer', 'engineer', 'auditor', 'privacy_officer', 'admin'],
}

const order: readonly StepName[] = ['people', 'draft', 'register', 'sign', 'open', 'key', 'verdict', 'gate']

/** What shows that a step has been taken. */
const taken: Record<StepName, (house: House) => boolean> = {
  people: ({ people }) => people !== null && people > 1,
  draft: ({ drafts, dossiers }) => drafts + dossiers > 0,
  register: ({ dossiers }) => dossiers > 0,
  sign: ({ signed }) => signed > 0,
  open: ({ rollouts }) => rollouts > 0,
  key: ({ interactions }) => interactions > 0,
  verdict: ({ judged }) => judged > 0,
  gate: ({ judged, gateRead }) => judged > 0 && gateRead,
}

export function firstSteps(house: House): Step[] {
  const done = order.map((name) => taken[name](house))
  // A step further along shows that those before it were taken: by somebody, at some time, for some workflow. Not so the first: whoever is alone can go no further than an
  // example took them, and nobody but an admin can see it.
  const settled = order.map((name, i) =>
    name === 'people' ? house.people === null || house.people > 1 : done.slice(i).some(Boolean),
  )
  const next = settled.indexOf(false)
  return order.map((name, i) => ({ name, roles: owners[name], state: settled[i] ? 'done' : i === next ? 'next' : 'later' }))
}

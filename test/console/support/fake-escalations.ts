// Escalations of the fake server: one overdue, one of ours, one that somebody else has, one that nobody gave a time, one answered.

import type { Escalation } from '@tenure/contract/escalations'
import { me } from './fake-answers.ts'
import { hostile, startedAt } from './fake-world.ts'

const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString()

function escalation(index: number, given: Partial<Escalation>): Escalation {
  return {
    id: `esc_${index}`,
    interactionId: `int_00${index}`,
    employeeId: 'emp_ira',
    employee: 'Ira',
    rolloutId: 'rol_observe',
    queryType: 'account_unlock',
    channel: 'chat',
    requester: 'ann@example.test',
    query: 'Somebody signed in as me from another country. Please lock everything.',
    source: 'trigger',
    reason: 'The query speaks of a break-in.',
    trigger: 'security_incident',
    who: 'security desk',
    state: 'open',
    openedAt: startedAt,
    dueAt: minutes(90),
    takenBy: null,
    takenByName: null,
    answeredBy: null,
    answeredAt: null,
    suggestedReply: null,
    ...given,
  }
}

export function fakeEscalations(): Escalation[] {
  return [
    escalation(1, { dueAt: minutes(-12), query: hostile, suggestedReply: hostile }),
    escalation(2, {
      state: 'taken',
      takenBy: me,
      takenByName: 'Lena Vogt',
      suggestedReply: 'I have locked the account; call us to open it again.',
    }),
    escalation(3, { state: 'taken', takenBy: 'per_2', takenByName: 'Maya Rao', source: 'agent', trigger: null }),
    escalation(4, {
      dueAt: null,
      source: 'tenure',
      trigger: null,
      who: null,
      reason: 'No rollout owns this query type on this channel.',
    }),
    escalation(5, { state: 'answered', answeredBy: 'per_2', answeredAt: startedAt }),
  ]
}

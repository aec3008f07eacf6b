// The story behind a card, for the fake server.

import type { InteractionStory, InteractionSummary } from '@tenure/contract/interactions'
import type { ReviewCard } from '@tenure/contract/reviews'
import { later, startedAt, work } from './fake-world.ts'

export function asSummary(card: ReviewCard): InteractionSummary {
  return {
    id: card.interactionId,
    employeeId: 'emp_ira',
    employee: card.employee,
    rolloutId: card.rolloutId,
    workflow: card.workflow,
    queryType: card.queryType,
    channel: card.channel,
    externalId: `TICKET-${card.id}`,
    requester: card.requester,
    query: card.query,
    state: card.escalated ? 'escalated' : 'settled',
    outcome: card.escalated ? 'escalated' : 'recorded',
    phase: card.phase,
    diverged: !card.escalated,
    receivedAt: startedAt,
    settledAt: card.escalated ? null : later(0.02),
  }
}

/** Everything a story can hold, with somebody's hostile note on the verdict. */
export function asStory(card: ReviewCard, note: string): InteractionStory {
  return {
    ...asSummary(card),
    dossierId: 'dos_1',
    driver: 'worker',
    fields: card.fields,
    delivery: card.delivery,
    rating: 4,
    usage: { inputTokens: 1840, outputTokens: 210, costMicros: 7300, model: 'scripted' },
    proposals: [
      {
        id: `prp_${card.id}`,
        attempt: 1,
        agent: 'scripted',
        state: 'complete',
        escalated: card.escalated,
        reason: card.escalation?.reason ?? null,
        trigger: card.escalation?.trigger ?? null,
        phase: 'shadow',
        sampleRatio: 1,
        openedAt: startedAt,
        completedAt: later(0.01),
        effects: card.effects.toSorted((a, b) => a.position - b.position),
      },
    ],
    escalation: card.escalated
      ? {
          id: 'esc_1',
          source: 'trigger',
          reason: card.escalation?.reason ?? '',
          trigger: card.escalation?.trigger ?? null,
          who: 'second line',
          state: 'taken',
          openedAt: startedAt,
          dueAt: later(4),
          takenBy: 'per_me',
          answeredBy: null,
          answeredAt: null,
        }
      : null,
    reviews: [{ id: card.id, reason: card.reason, state: card.state, dueAt: card.dueAt }],
    verdicts: [
      {
        id: 'ver_1',
        reviewId: card.id,
        kind: 'wrong',
        correct: false,
        shouldEscalate: null,
        source: 'person',
        givenBy: 'per_2',
        givenByName: 'Maya Rao',
        reasons: ['wrong_argument', 'tone'],
        note,
        givenAt: later(1),
        stands: true,
      },
      {
        id: 'ver_0',
        reviewId: card.id,
        kind: 'correct',
        correct: true,
        shouldEscalate: false,
        source: 'verified_source',
        givenBy: 'recording',
        givenByName: null,
        reasons: [],
        note: null,
        givenAt: later(0.5),
        stands: false,
      },
    ],
    humanWork: [work(1)],
    records: [
      'interaction.received',
      'agent.asked',
      'effect.disposed',
      'proposal.completed',
      'verdict.given',
      'interaction.settled',
    ].map((kind, i) => ({
      id: `rec_${i}`,
      at: later(i / 100),
      kind,
      actor: { kind: i === 4 ? 'person' : 'worker', id: 'wrk_1' },
      says: { interaction: card.interactionId, step: i },
    })),
  }
}

// Rows of the views, told in the words of the contract. Effects that change the world come first on a card; the story keeps their order.

import type { StoryEffect, StoryEscalation, StoryVerdict } from '@tenure/contract/interactions'
import type { TrailRecord } from '@tenure/contract/trail'
import { saidOf } from '../domain/oversight/sentences.ts'
import type { EffectRow, HumanWorkRow, InteractionRow, StoryEscalationRow, VerdictRow } from '../store/views/interaction-story.ts'
import { saidBy, type TrailRow } from '../store/views/trail.ts'

export const iso = (at: Date): string => at.toISOString()
export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null

export function tellInteraction(row: InteractionRow) {
  return { ...row, receivedAt: iso(row.receivedAt), settledAt: isoOrNull(row.settledAt) }
}

export function tellEffect(row: EffectRow): StoryEffect {
  const { request, ...rest } = row
  const text =
    row.kind === 'reply' && typeof request === 'object' && request !== null && 'text' in request ? String(request.text) : null
  return {
    ...rest,
    arguments: row.kind === 'reply' ? null : request,
    text,
    says: saidOf(row.why),
    expiresAt: isoOrNull(row.expiresAt),
    askedAt: iso(row.askedAt),
    attemptedAt: isoOrNull(row.attemptedAt),
    endedAt: isoOrNull(row.endedAt),
  }
}

export function tellVerdict(row: VerdictRow): StoryVerdict {
  return { ...row, note: typeof row.note === 'string' ? row.note : null, givenAt: iso(row.givenAt) }
}

export function tellWork({ work, doneAt, ...row }: HumanWorkRow) {
  return { ...row, reply: work?.reply ?? null, operations: work?.operations ?? [], doneAt: iso(doneAt) }
}

export function tellEscalation(row: StoryEscalationRow): StoryEscalation {
  return { ...row, openedAt: iso(row.openedAt), dueAt: isoOrNull(row.dueAt), answeredAt: isoOrNull(row.answeredAt) }
}

export function tellRecord(row: TrailRow): TrailRecord {
  const { actor, authority, says } = saidBy(row)
  return {
    id: row.id,
    at: iso(row.at),
    kind: row.kind,
    subject: row.subject,
    actor: { ...actor, name: row.actorName },
    authority,
    says,
    body: row.body,
    leaf: row.leaf,
  }
}

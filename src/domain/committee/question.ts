// The gate's question, put together from a bundle's facts and from nothing else: what the house asks when a promotion is proposed and what anybody asks again,
// offline, of the same facts. The answer comes from the gate's own functions.

import { unlisted } from '../discovery/workflow-map.ts'
import type { Judged } from '../gates/evidence.ts'
import type { GateQuestion, Promotion } from '../gates/gate.ts'
import type { BundleItem, Facts } from './facts.ts'

const dayMs = 86_400_000

export function questionOf(facts: Facts): GateQuestion {
  const counted = facts.sample.items.flatMap((item) => {
    const judged = judgedIn(item, facts.readAt)
    return judged === null ? [] : [judged]
  })
  return {
    promotion: promotionOf(facts),
    targets: facts.plan.targets,
    majors: facts.plan.majors,
    items: counted,
    itemsInPhase: counted.filter((item) => item.at >= facts.rollout.phaseSince),
    traffic: trafficIn(facts),
    daysInPhase: (Date.parse(facts.readAt) - Date.parse(facts.rollout.phaseSince)) / dayMs,
    openIncidents: facts.incidents.filter(({ state }) => state !== 'closed').length,
  }
}

function promotionOf({ promotion: { from } }: Facts): Promotion {
  return from === 'shadow' ? 'shadow_to_supervised' : 'supervised_to_autonomous'
}

/** How a member of the sample counts: by its verdict; past its deadline as wrong (GATES.md D14); not at all while it waits. */
export function judgedIn(item: BundleItem, readAt: string): (Judged & { at: string }) | null {
  const { verdict } = item
  if (verdict === null && item.dueAt >= readAt) return null
  const at = verdict === null ? item.dueAt : verdict.givenAt
  return {
    interactionId: item.interaction,
    queryType: item.queryType,
    channel: item.channel,
    day: at.slice(0, 10),
    escalated: item.escalated,
    correct: verdict === null ? (item.escalated ? null : false) : verdict.correct,
    shouldEscalate: verdict?.shouldEscalate ?? null,
    weight: item.weight,
    cluster: item.case,
    at,
  }
}

function trafficIn({ traffic }: Facts): GateQuestion['traffic'] {
  const byType: Record<string, number> = {}
  let none = 0
  for (const { queryType, arrived } of traffic) {
    if (queryType === unlisted) none += arrived
    else byType[queryType] = (byType[queryType] ?? 0) + arrived
  }
  return { byType, unlisted: none }
}

// Step 2. The agent is asked; its answer becomes a proposal. Two transactions around one call: the asking is on the record before it happens, and an
// agent that fails or stays silent leaves the query with people, never nowhere.

import { canonical } from '../domain/audit/canonical.ts'
import type { Actor } from '../domain/audit/record.ts'
import { Fault } from '../domain/fault.ts'
import type { InteractionId } from '../domain/ids.ts'
import type { AgentAnswer } from '../domain/interaction/proposal.ts'
import { fixProposal } from '../moves/fix-proposal.ts'
import { handOver } from '../moves/hand-over.ts'
import type { Agent, AgentTask, Tools } from '../ports/agent.ts'
import type { Memory } from '../ports/memory.ts'
import { append, saidDigest } from '../store/audit-log.ts'
import { bodiesOf } from '../store/contents.ts'
import { dossierOf, type StoredDossier } from '../store/dossiers.ts'
import { type AgentBinding, employeeOf } from '../store/employees.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'
import { lockInteraction, moveInteraction } from '../store/interactions.ts'
import { abandonProposal, countAttempt, insertProposal, lockCase, proposalOf } from '../store/proposals.ts'

export type Asking = {
  /** The engine bound to the employee, or null when this process has none of that kind. */
  agentFor(binding: AgentBinding): Agent | null
  /** The tools as this interaction's agent sees them: every call is step 2a. */
  toolsFor(interactionId: InteractionId): Tools
  /** What this interaction's agent keeps of its own work between attempts. */
  memoryFor(interactionId: InteractionId): Memory
  /** How long an agent may stay silent before people take over. */
  silenceMs: number
}

const by: Actor = { kind: 'worker', id: 'propose', authority: 'the rollout that owns the cell' }

/** Safe to run again at any time: it starts only from `received`, or from `proposing` when the worker that was asking has died. */
export async function propose(house: House, asking: Asking, id: InteractionId): Promise<void> {
  const claimed = await claim(house, asking, id)
  if (claimed === null) return
  if ('failure' in claimed) return abandon(house, id, 'agent_failed', claimed.failure)
  let answer: AgentAnswer
  try {
    answer = await withinSilence(claimed.agent.propose(claimed.task, asking.toolsFor(id), asking.memoryFor(id)), asking.silenceMs)
    // What has no canonical form (half a character, say) can never be put on the record, and asking again would bring the same.
    canonical(answer)
  } catch (error) {
    if (!(error instanceof Fault)) return abandon(house, id, 'agent_failed', `the agent broke: ${(error as Error).message}`)
    // The queue asks again after its backoff; three times in all, then people have it.
    if (error.retryable && error.code !== 'agent_silent' && claimed.attempt < 3) throw error
    return abandon(house, id, error.code === 'agent_silent' ? 'agent_silent' : 'agent_failed', error.message)
  }
  await house.db.transaction((tx) =>
    fixProposal(
      tx,
      house.clock.now(),
      { kind: 'agent', id: claimed.agent.name, authority: by.authority },
      { interactionId: id, answer },
    ),
  )
}

type Claimed = { agent: Agent; task: AgentTask; attempt: number }

async function claim(house: House, asking: Asking, id: InteractionId): Promise<Claimed | { failure: string } | null> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const locked = await lockCase(tx, id)
    const interaction = locked?.interaction ?? null
    if (
      interaction === null ||
      interaction.driver !== 'worker' ||
      (interaction.state !== 'received' && interaction.state !== 'proposing')
    )
      return null
    const stored: StoredDossier | null = interaction.dossierId === null ? null : await dossierOf(house.db, interaction.dossierId)
    const employee = await employeeOf(house.db, interaction.employeeId)
    if (stored === null || employee === null) return { failure: 'the dossier or the employee is missing' }
    const agent = asking.agentFor(employee.agent)
    if (agent === null) return { failure: `no ${employee.agent.kind} agent is connected` }
    const open = locked?.proposal ?? null
    const proposalId = open?.id ?? freshId('proposal', at)
    let attempt = 1
    if (open === null) {
      const phase = interaction.phase ?? 'shadow'
      await insertProposal(tx, {
        id: proposalId,
        interactionId: id,
        dossierId: stored.id,
        agent: agent.name,
        state: 'open',
        escalated: false,
        reason: null,
        trigger: null,
        phase,
        at,
      })
      await moveInteraction(tx, id, 'proposing', at)
    } else attempt = await countAttempt(tx, open.id)
    await append(tx, at, by, {
      kind: 'agent.asked',
      subject: id,
      says: { proposal: proposalId, attempt, agent: agent.name, dossier: stored.hash, role: stored.roleHash },
    })
    const said = (await bodiesOf(tx, [interaction.contentId])).get(interaction.contentId)?.body as {
      query: string
      requester: string
      fields: Record<string, unknown>
    }
    const { externalId, queryType, channel } = interaction
    return { agent, attempt, task: { interactionId: id, externalId, queryType, channel, ...said, dossier: stored.dossier } }
  })
}

async function abandon(house: House, id: InteractionId, reason: 'agent_failed' | 'agent_silent', why: string): Promise<void> {
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const interaction = await lockInteraction(tx, id)
    if (interaction === null || (interaction.state !== 'received' && interaction.state !== 'proposing')) return
    const open = await proposalOf(tx, id)
    if (open !== null) {
      await abandonProposal(tx, open.id, why, at)
      await append(tx, at, by, {
        kind: 'proposal.abandoned',
        subject: id,
        says: { proposal: open.id, why: `${reason}: ${saidDigest(why)}` },
      })
    }
    await handOver(tx, at, by, interaction, { source: 'tenure', reason, trigger: null, dossier: null })
  })
}

async function withinSilence<T>(work: Promise<T>, silenceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Fault('agent_silent', `the agent did not answer within ${silenceMs / 1000} s`, { retryable: false, reached: true }),
        ),
      silenceMs,
    )
  })
  try {
    return await Promise.race([work, silence])
  } finally {
    clearTimeout(timer)
  }
}

// Routes of the fake server about effects that wait, tools and drills. It remembers what was asked; it decides nothing.

import { decideEffectRequest, effectMovedAnswer, settleUnknownRequest } from '@tenure/contract/effects'
import { drillAnswer } from '@tenure/contract/halts'
import { effectsAnswer, type ListedEffect } from '@tenure/contract/listed-effects'
import { pageOf } from '@tenure/contract/paging'
import { approveToolRequest, type Tool, toolApprovedAnswer, toolsAnswer } from '@tenure/contract/tools'
import { saidOf } from '../../../src/domain/oversight/sentences.ts'
import { me, type Route, tell } from './fake-answers.ts'
import { later, startedAt } from './fake-world.ts'

/** A name no honest system has: markup, an invisible character, and one that turns the text around. */
const hostileArguments = { id: '<img src=x onerror="window.hacked=1">', note: 'pay\u202eyap' }

function listed(id: string, given: Partial<ListedEffect>): ListedEffect {
  return {
    id,
    interactionId: 'int_004',
    employee: 'Ira',
    workflow: 'it-helpdesk',
    queryType: 'password_reset',
    channel: 'chat',
    query: 'I forgot my password, please reset it <script>window.hacked=1</script>',
    requester: 'ann@example.test',
    phase: 'supervised',
    diverged: false,
    key: `int_004/named/${id}`,
    position: 1,
    kind: 'write',
    system: 'directory',
    operation: 'reset_password',
    arguments: hostileArguments,
    text: null,
    state: 'held',
    disposition: 'hold',
    why: 'the role says a person always decides this',
    result: null,
    simulated: false,
    afterDivergence: false,
    performer: 'tenure',
    providerRef: null,
    releasedBy: null,
    compensates: null,
    approvalDigest: 'a'.repeat(64),
    expiresAt: later(600),
    askedAt: startedAt,
    attemptedAt: null,
    endedAt: null,
    ...given,
    says: saidOf(given.why ?? 'the role says a person always decides this'),
  }
}

const approved = { name: 'reset_password', description: 'Resets the password of one person and sends a link.' }

function tool(id: string, given: Partial<Tool>): Tool {
  return {
    id,
    system: 'directory',
    address: 'https://directory.example.test/mcp',
    tool: 'reset_password',
    access: 'write',
    state: 'approved',
    approvedHash: 'b'.repeat(64),
    seenHash: 'b'.repeat(64),
    approvedDefinition: approved,
    seenDefinition: approved,
    seenAt: startedAt,
    suspendedAt: null,
    proposedBy: null,
    ...given,
  }
}

export function gatewayRoutes(empty: boolean): Route[] {
  const waiting = empty
    ? []
    : [
        listed('eff_held', {}),
        listed('eff_reply', { kind: 'reply', system: null, operation: null, arguments: null, text: 'A link is on its way.' }),
        listed('eff_lost', {
          state: 'unknown',
          why: 'the outcome never came back',
          providerRef: 'REF-77',
          attemptedAt: later(2),
          approvalDigest: null,
          expiresAt: null,
        }),
      ]
  const changed = { ...approved, description: 'Resets the password of one person and sends a\u200b link to everybody.' }
  const suspended = { state: 'suspended' as const, seenHash: 'c'.repeat(64), seenDefinition: changed, suspendedAt: later(3) }
  const tools = empty
    ? []
    : [
        tool('tol_new', suspended),
        tool('tol_mine', { ...suspended, tool: 'delete_person', proposedBy: me }),
        tool('tol_theirs', { ...suspended, tool: 'get_person', access: 'read', proposedBy: 'per_other' }),
        tool('tol_fine', { tool: 'find_group', access: 'read' }),
      ]
  const gone = (id: string) => waiting.splice(0, waiting.length, ...waiting.filter((one) => one.id !== id))
  return [
    [
      'GET',
      /^\/api\/v1\/effects$/,
      ({ query }) => {
        const count = (state: string) => waiting.filter((one) => one.state === state).length
        const items = waiting.filter((one) => one.state === query.get('state'))
        return tell(effectsAnswer, { items, next: null, waiting: { held: count('held'), unknown: count('unknown') } })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/effects\/(\w+)\/decision$/,
      ({ params, body }) => {
        const { decision } = decideEffectRequest.parse(body)
        gone(params[0]!)
        return tell(effectMovedAnswer, { effectId: params[0]!, state: decision === 'release' ? 'released' : 'declined' })
      },
    ],
    [
      'POST',
      /^\/api\/v1\/effects\/(\w+)\/settlement$/,
      ({ params, body }) => {
        const { outcome } = settleUnknownRequest.parse(body)
        gone(params[0]!)
        return tell(effectMovedAnswer, { effectId: params[0]!, state: outcome })
      },
    ],
    ['GET', /^\/api\/v1\/tools$/, () => tell(toolsAnswer, { items: tools })],
    [
      'POST',
      /^\/api\/v1\/tools\/(\w+)\/approval$/,
      ({ params, body }) => {
        const { hash } = approveToolRequest.parse(body)
        const found = tools.find(({ id }) => id === params[0])!
        if (found.proposedBy === null) found.proposedBy = me
        else
          Object.assign(found, {
            state: 'approved',
            suspendedAt: null,
            approvedHash: hash,
            approvedDefinition: found.seenDefinition,
          })
        return tell(toolApprovedAnswer, { toolId: found.id, state: found.state === 'approved' ? 'approved' : 'proposed' })
      },
    ],
    [
      'GET',
      /^\/api\/v1\/halt-drills$/,
      () =>
        tell(pageOf(drillAnswer), {
          items: empty
            ? []
            : [
                {
                  id: 'drl_1',
                  haltId: 'hlt_1',
                  scope: 'tool',
                  target: 'directory',
                  reason: 'the monthly drill',
                  orderedBy: me,
                  orderedAt: startedAt,
                  endedAt: later(1),
                  watchedMs: 3000,
                  stoppedWithinMs: 212,
                  effectsAfter: 0,
                  inFlight: 1,
                  met: true,
                },
              ],
          next: null,
        }),
    ],
  ]
}

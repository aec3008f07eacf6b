// Agents over the HTTP API for the failure list: an employee of its own each, its agent’s key, and the people who govern it.

import { type Client, createClient } from '../../sdk/src/client.ts'
import { smallDossier } from '../support/dossier-files.ts'
import { address, firstAdmin, type HttpWorld, httpWorld, keyOf, somebody } from '../support/http-world.ts'
import { aWorld, promoteByOverride, rows, type World } from '../support/world.ts'

/** A client that speaks to the app in this process, as a browser or with a key. */
function clientOf(world: HttpWorld, headers: Record<string, string>): Client {
  const fetchHere = (async (input: string, init: RequestInit = {}) =>
    world.app.request(input, { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } })) as typeof fetch
  return createClient({ baseUrl: address, fetch: fetchHere })
}

export const refusal = (code: string) => ({ asymmetricMatch: (error: { code?: string }) => error?.code === code })

let employees = 0

/** A house with people in every role that matters here, over a database of its own. */
export async function aHouse(url: string) {
  const stories: World = await aWorld(url)
  const world = httpWorld(url, { over: stories })
  const admin = await firstAdmin(world)
  const [leadBrowser, engineer] = [await somebody(world, admin, 'ops_lead'), await somebody(world, admin, 'engineer')]
  const lead = clientOf(world, leadBrowser.headers)
  const second = clientOf(world, (await somebody(world, admin, 'ops_lead')).headers)
  const reviewer = clientOf(world, (await somebody(world, admin, 'reviewer')).headers)
  const maker = clientOf(world, engineer.headers)

  /** `supervised` with `alwaysReview` holds what the role says a person always decides. */
  async function anAgent(
    phase: 'observe' | 'assist' | 'supervised',
    more: { alwaysReview?: string; files?: Record<string, string> } = {},
  ) {
    const name = `Nila ${++employees}`
    const { employeeId } = await maker.hire({ name, agent: { kind: 'http', webhookUrl: 'https://agent.test/hook' } })
    const files: Record<string, string> = { ...smallDossier, ...more.files }
    if (more.alwaysReview)
      files['SOUL.md'] = files['SOUL.md']!.replace('must_not:', `always_review: [${more.alwaysReview}]\nmust_not:`)
    const { dossierId } = await maker.registerDossier({ employee: name, files })
    await lead.signDossier(dossierId)
    await second.signDossier(dossierId)
    const { rolloutId } = await lead.openRollout({ dossier: dossierId, cells: 'all' })
    if (phase === 'assist') await lead.setDelivery(rolloutId, { delivery: 'assist', reason: 'the team sends what it likes' })
    if (phase === 'supervised') await promoteByOverride(stories, rolloutId as never)
    const { authorization } = await keyOf(world, engineer, ['agent', 'inbound'], name)
    const agent = clientOf(world, { authorization })
    let asked = 0
    const opens = async (query = 'I forgot my password, please reset my password') =>
      (
        await agent.receive({
          employee: name,
          externalId: `m${++asked}`,
          channel: 'chat',
          requester: 'ann',
          query,
          driver: 'agent',
        })
      ).interactionId
    return { name, employeeId, dossierId, rolloutId, agent, authorization, opens }
  }

  const delivered = (interactionId: string) =>
    stories.seen.deliveries.filter((delivery) => delivery.interactionId === interactionId).map(({ text }) => text)
  const written = (given: object) =>
    stories.seen.calls.filter(
      (call) => JSON.stringify(call.arguments) === JSON.stringify(given) && call.operation === 'reset_password',
    )
  const kinds = async (interactionId: string) =>
    (
      await rows<{ kind: string }>(
        stories,
        "select kind from audit.entries where subject = $1 and kind like 'effect.%' order by id",
        [interactionId],
      )
    ).map(({ kind }) => kind)
  return {
    stories,
    world,
    lead,
    second,
    reviewer,
    engineer,
    anAgent,
    delivered,
    written,
    kinds,
  }
}

export const reset = (id: string) =>
  ({ kind: 'call', system: 'directory', operation: 'reset_password', arguments: { id, notify: true } }) as const
export const reply = (text: string) => ({ kind: 'reply', text }) as const

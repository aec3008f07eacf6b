// Every page there is, with the server that shows it and words that say it has been drawn. Tests of all pages walk this list.

import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { FakeApi } from './fake-answers.ts'
import { fakeApi } from './fake-api.ts'
import { type Watched, watchedPage } from './watched-page.ts'

export type Which = 'full' | 'bare' | 'stranger'

/** `name`: of its pictures. `drawn`: in English. */
export type Shown = { name: string; path: string; server: Which; drawn: string }

const page = (name: string, at: string, server: Which, drawn: string): Shown => ({ name, path: at, server, drawn })

export const allPages: Shown[] = [
  page('board', '/', 'full', 'it-helpdesk'),
  page('board-empty', '/', 'bare', 'No employee has been hired yet'),
  page('reviews', '/reviews', 'full', 'Proposed answer'),
  page('reviews-assist', '/reviews?rollout=rol_assist', 'full', 'Done now, once, exactly as shown'),
  page('reviews-empty', '/reviews', 'bare', 'Nothing waits for review'),
  page('rollout', '/rollouts/rol_observe', 'full', 'Gate to Supervised'),
  page('rollout-proposed', '/rollouts/rol_supervised', 'full', 'Omar Haddad'),
  page('rollout-halted', '/rollouts/rol_halted', 'full', 'Resume in shadow'),
  page('versions', '/rollouts/rol_observe/versions', 'full', 'Versions of its documents'),
  page('versions-chosen', '/rollouts/rol_observe/versions?to=dos_4', 'full', 'By query type and channel'),
  page('versions-lacking', '/rollouts/rol_observe/versions?to=dos_6', 'full', 'It cannot be taken up yet'),
  page('replay', '/replays/rpl_1', 'full', 'Only the new version:'),
  page('replay-running', '/replays/rpl_2', 'full', 'Known when the last case is done'),
  page('replay-missing', '/replays/rpl_99', 'full', 'There is no such replay.'),
  page('sampling', '/rollouts/rol_observe/sampling', 'full', 'Presses without looking'),
  page('interactions', '/interactions', 'full', 'Words of the query'),
  page('interactions-empty', '/interactions', 'bare', 'No query has come in yet'),
  page('interaction', '/interactions/int_004', 'full', 'What the person did'),
  page('interaction-escalated', '/interactions/int_006', 'full', 'Escalation'),
  page('interaction-missing', '/interactions/int_999', 'full', 'There is no such interaction.'),
  page('escalations', '/escalations', 'full', 'Overdue by'),
  page('escalations-answered', '/escalations?view=answered', 'full', 'Answered'),
  page('escalations-empty', '/escalations', 'bare', 'Nobody waits for a person'),
  page('edge-cases', '/edge-cases', 'full', 'Licences of people who have left'),
  page('edge-cases-empty', '/edge-cases', 'bare', 'Nothing has been found to be handled poorly'),
  page('edge-case', '/edge-cases/edg_2', 'full', 'Since then'),
  page('incidents', '/incidents', 'full', 'The account of somebody else'),
  page('incidents-empty', '/incidents', 'bare', 'No incident has been recorded'),
  page('incident', '/incidents/inc_2', 'full', 'What else it may touch'),
  page('effects', '/effects', 'full', 'Effects that wait'),
  page('month', '/month?month=2026-03', 'full', 'All query types'),
  page('month-empty', '/month?month=2026-03', 'bare', 'No workflow has a rollout yet'),
  page('trail', '/trail', 'full', 'Verdict given'),
  page('trail-none-here', '/trail?kind=nothing.such', 'full', 'No record fits these filters'),
  page('trail-empty', '/trail', 'bare', 'Nothing has happened yet'),
  page('record', '/trail/rec_000001', 'full', 'They are the same'),
  page('discovery', '/discovery', 'full', 'it-helpdesk'),
  page('discovery-empty', '/discovery', 'bare', 'Nothing is being written yet'),
  page('calculator', '/calculator', 'full', 'What do these counts prove?'),
  page('systems', '/systems', 'full', 'Drills of stopping'),
  page('people', '/people', 'bare', 'Invite somebody'),
  page('settings', '/settings', 'full', 'You and this browser'),
  page('nowhere', '/nowhere', 'full', 'There is no such page'),
  page('sign-in', '/sign-in', 'stranger', 'There is no sign-up'),
  page('first-admin', '/first-admin#good-token', 'stranger', 'Create the first administrator'),
  page('join', '/join', 'stranger', 'This page needs a one-time link'),
]

const pictures = path.resolve(import.meta.dirname, '../../artifacts/console')

/** Keeps a picture of what is in sight, for people to look at. */
export async function picture(shown: Page, name: string): Promise<void> {
  await shown.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' })
}

/** Nothing is as wide as to make the whole page scroll sideways. Answers the widest offender, for the message. */
export async function overflow(shown: Page): Promise<string | null> {
  return shown.evaluate<string | null>(`(() => {
    const room = document.documentElement.clientWidth
    const out = (one) => {
      const { left, right, width } = one.getBoundingClientRect()
      return width > 1 && (right > room + 1 || left < -1)
    }
    // What is fixed to the window makes no page wider: it is cut off.
    const cut = [...document.querySelectorAll('header button, header a')].find(out)
    if (cut !== undefined) return 'cut off: ' + cut.outerHTML.slice(0, 160)
    if (document.documentElement.scrollWidth <= room + 1) return null
    const wide = [...document.querySelectorAll('main *')].filter(out)
    const first = wide[0] ?? document.documentElement
    return document.documentElement.scrollWidth + ' > ' + room + ': ' + first.outerHTML.slice(0, 160)
  })()`)
}

/** One tab per server, kept from page to page as a person would: scripts are fetched and read once. */
export class Visits {
  readonly #browser: Browser
  readonly #servers: Record<Which, FakeApi>
  readonly #prepare: (page: Page) => Promise<unknown>
  readonly #tabs = new Map<Which, Watched>()

  constructor(
    browser: Browser,
    servers: Record<Which, FakeApi>,
    prepare: (page: Page) => Promise<unknown> = async () => undefined,
  ) {
    this.#browser = browser
    this.#servers = servers
    this.#prepare = prepare
  }

  /** Opens the page and waits until it is drawn; complaints of earlier pages are forgotten. */
  async open(shown: Shown, drawn: (page: Page) => Promise<unknown>): Promise<Watched> {
    const tab = this.#tabs.get(shown.server) ?? (await watchedPage(this.#browser, this.#servers[shown.server].url))
    if (!this.#tabs.has(shown.server)) await this.#prepare(tab.page)
    this.#tabs.set(shown.server, tab)
    // An address that differs only behind its # would not be loaded again.
    await tab.page.goto('about:blank')
    tab.complaints.length = 0
    await tab.page.goto(shown.path)
    await drawn(tab.page)
    return tab
  }

  async close(): Promise<void> {
    for (const tab of this.#tabs.values()) await tab.close()
  }
}

/** The servers of all pages: one with a story, one empty, one where nobody is signed in. */
export async function allServers(dist: string): Promise<Record<Which, FakeApi>> {
  return {
    full: await fakeApi({ dist }),
    bare: await fakeApi({ dist, empty: true, role: 'admin' }),
    stranger: await fakeApi({ dist, signedIn: false }),
  }
}

// How the acts that wait are sent: each with its own idempotency key, and how to find out what became of one whose answer was lost for good.

import type { GivenVerdict } from '../../api.ts'
import type { DeskApi } from './desk-api.ts'
import type { Act, Sender, VerdictAct } from './outbox.ts'

type Options = {
  api: DeskApi
  me: string /** A verdict waits for the reservation that is under way. */
  settled: (reviewId: string) => Promise<void>
}

export function deskSender({ api, me, settled }: Options): Sender {
  return {
    async send(act) {
      if (act.what !== 'verdict') {
        await sendSmall(api, me, act)
        return null
      }
      await settled(act.reviewId)
      if (act.replaces !== undefined) await api.undo(act.replaces, `${act.key}.undo`)
      return api.giveVerdict(act.reviewId, act.body, act.key)
    },
    look: (act) => look(api, me, act),
  }
}

async function sendSmall(api: DeskApi, me: string, act: Exclude<Act, VerdictAct>): Promise<void> {
  if (act.what === 'skip') await api.skip(act.reviewId, act.why, act.key)
  else if (act.what === 'correct') await api.correct(act.reviewId, act.body, act.key)
  else {
    const verdictId = act.verdictId ?? (await mineOn(api, me, act.reviewId))
    // Refused or never given: there is nothing to take back.
    if (verdictId !== null) await api.undo(verdictId, act.key)
  }
}

async function mineOn(api: DeskApi, me: string, reviewId: string): Promise<string | null> {
  const { verdict } = await api.card(reviewId)
  return verdict?.givenBy === me ? verdict.id : null
}

async function look(api: DeskApi, me: string, act: Act): Promise<'send anew' | 'no' | Pick<GivenVerdict, 'verdictId'>> {
  const card = await api.card(act.reviewId)
  const mine = card.verdict?.givenBy === me ? card.verdict : null
  switch (act.what) {
    case 'verdict':
      if (mine !== null && mine.kind === act.body.kind && mine.id !== act.replaces) return { verdictId: mine.id }
      return card.state === 'open' || (mine !== null && mine.id === act.replaces) ? 'send anew' : 'no'
    case 'undo':
      return mine?.id === act.verdictId ? 'send anew' : { verdictId: null }
    case 'skip':
    case 'correct':
      return card.state === 'open' ? 'send anew' : 'no'
  }
}

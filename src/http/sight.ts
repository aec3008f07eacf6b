// What a caller may see of what others judged. Whoever may be asked to judge must not read an answer off a page: not another person's verdict on what is still open, not
// which items are asked twice, and not which are only there to see whether they look (GATES.md section 7).

import { isJudge, isMachine, ownsRollouts } from '../domain/oversight/authority.ts'
import type { Identity } from './identity.ts'

export type Sight = {
  person: string
  /** May be asked to judge, by role, whatever the key they come with may do. */
  judge: boolean
  /** Judges and does nothing else: sees blind items as what they are shown as, everywhere. */
  reviewer: boolean
  /** An agent or a channel: sees its own work, never whether and how it is looked at. */
  machine: boolean
}

export function sightOf({ caller, actor }: Identity): Sight {
  const judge = isJudge(caller)
  return { person: actor.id, judge, reviewer: judge && !ownsRollouts(caller), machine: isMachine(caller) }
}

/**
 * Whether a kind of record would tell somebody who may judge what they must not know: draws, and what is known beforehand, at any time; what was judged, and how often it is
 * asked, while something about it is `open`.
 */
export function tellsOfJudging(kind: string, open: boolean): boolean {
  const always = kind === 'sample.drawn' || kind.startsWith('blind.')
  return always || (open && (kind === 'proposal.disposed' || kind.startsWith('verdict.') || kind.startsWith('review.')))
}

/** What a reviewer reads of the trail: that they took an item, put it off and judged it. What came of it stands in the story, and a blind item comes to nothing. */
export function isOwnJudging(kind: string): boolean {
  return ['review.reserved', 'review.returned', 'verdict.given', 'verdict.withdrawn'].includes(kind)
}

// The keys a reviewer works with, the same in the browser and in a terminal: what each means, and the key it has unless somebody chose another.

/** On handled proposals 1 to 5, on escalations 1 and 2; the numbers of a card (`keys`) agree with these, which a test holds. Source: CONSOLE.md, review queue. */
export const reviewKeys = {
  'verdict.correct': '1',
  'verdict.correct_small_edit': '2',
  'verdict.wrong': '3',
  'verdict.should_escalate': '4',
  'verdict.unsafe': '5',
  'verdict.needed': '1',
  'verdict.not_needed': '2',
  'reason.wrong_fact': '1',
  'reason.wrong_operation': '2',
  'reason.wrong_argument': '3',
  'reason.missed_step': '4',
  'reason.policy': '5',
  'reason.tone': '6',
  'hand.not_mine': '1',
  'hand.unclear': '2',
  'hand.handed_over': '3',
  'verdict.save': 'Enter',
  'verdict.cancel': 'Escape',
  'queue.undo': 'z',
  'queue.next': 'j',
  'queue.previous': 'k',
  'queue.skip': 's',
  'queue.hand_over': 'h',
  'queue.note': 'n',
  'queue.edit': 'e',
  'queue.compare': 'd',
  'queue.type': 't',
  'queue.alike': 'g',
  'queue.toggle': 'x',
} as const

export type ReviewKeyId = keyof typeof reviewKeys

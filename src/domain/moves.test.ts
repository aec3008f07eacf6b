import { expect, test } from 'vitest'
import { effectMoves } from './interaction/effect.ts'
import { escalationMoves } from './interaction/escalation.ts'
import { incidentMoves } from './interaction/incident.ts'
import { interactionMoves } from './interaction/interaction.ts'
import { proposalMoves } from './interaction/proposal.ts'
import { replayMoves } from './interaction/replay.ts'
import { diagram, finalStates, type Moves, mayMove, moves, sqlCheck } from './moves.ts'
import { mayEnter, nextPhase, phaseMoves, phases, raisesTrust } from './rollout/phase.ts'

const tables: [string, Moves][] = [
  ['phase', phaseMoves],
  ['interaction', interactionMoves],
  ['effect', effectMoves],
  ['proposal', proposalMoves],
  ['escalation', escalationMoves],
  ['replay', replayMoves],
  ['incident', incidentMoves],
]

test.each(tables)('every move of the %s table leads to a state of the table, and it ends somewhere', (_, table) => {
  const states = Object.keys(table)
  for (const targets of Object.values(table)) for (const target of targets) expect(states).toContain(target)
  expect(finalStates(table).length).toBeGreaterThan(0)
})

test('staying is no move, and what the table does not say is not legal', () => {
  const table = moves({ open: ['shut'], shut: [] })
  expect(mayMove(table, 'open', 'shut')).toBe(true)
  expect(mayMove(table, 'shut', 'open')).toBe(false)
  expect(mayMove(table, 'open', 'open')).toBe(false)
  expect(sqlCheck('state', table)).toBe("state in ('open', 'shut')")
  expect(diagram(table)).toBe('stateDiagram-v2\n  open --> shut\n  shut --> [*]')
})

test('trust rises only upward on the ladder; stopping and going back never count as rising', () => {
  const rising = phases.flatMap((from) =>
    phases.filter((to) => mayEnter(from, to) && raisesTrust(from, to)).map((to) => `${from} → ${to}`),
  )
  expect(rising).toEqual(['shadow → supervised', 'supervised → autonomous', 'halted → supervised', 'halted → autonomous'])
  expect(phases.map(nextPhase)).toEqual([null, 'supervised', 'autonomous', null, null, null])
})

// Writes docs/states.md: the state machines as diagrams, from the tables the types and the SQL checks come from. A test compares.

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { edgeCaseMoves } from '../src/domain/gates/edge-case.ts'
import { effectMoves } from '../src/domain/interaction/effect.ts'
import { escalationMoves } from '../src/domain/interaction/escalation.ts'
import { incidentMoves } from '../src/domain/interaction/incident.ts'
import { interactionMoves } from '../src/domain/interaction/interaction.ts'
import { proposalMoves } from '../src/domain/interaction/proposal.ts'
import { replayMoves } from '../src/domain/interaction/replay.ts'
import { diagram, finalStates, type Moves } from '../src/domain/moves.ts'
import { phaseMoves } from '../src/domain/rollout/phase.ts'

/** Every state machine of the product, with where its rows live. */
export const machines: readonly { title: string; column: string; table: Moves; file: string }[] = [
  { title: 'Phase of a rollout', column: 'rollouts.phase', table: phaseMoves, file: 'src/domain/rollout/phase.ts' },
  { title: 'Interaction', column: 'interactions.state', table: interactionMoves, file: 'src/domain/interaction/interaction.ts' },
  { title: 'Proposal', column: 'proposals.state', table: proposalMoves, file: 'src/domain/interaction/proposal.ts' },
  { title: 'Effect', column: 'effects.state', table: effectMoves, file: 'src/domain/interaction/effect.ts' },
  { title: 'Escalation', column: 'escalations.state', table: escalationMoves, file: 'src/domain/interaction/escalation.ts' },
  { title: 'Incident', column: 'incidents.state', table: incidentMoves, file: 'src/domain/interaction/incident.ts' },
  { title: 'Edge case', column: 'edge_cases.state', table: edgeCaseMoves, file: 'src/domain/gates/edge-case.ts' },
  { title: 'Replay', column: 'replays.state', table: replayMoves, file: 'src/domain/interaction/replay.ts' },
]

export function statesDocument(): string {
  const parts = machines.map(
    ({ title, column, table, file }) =>
      `## ${title}\n\nStored in \`${column}\`; what is true in each state stands in [${file}](../${file}). Final: ${finalStates(table).join(', ') || 'none'}.\n\n\`\`\`mermaid\n${diagram(table)}\n\`\`\``,
  )
  return `# States\n\nWritten by \`node scripts/states.ts\` from the tables of legal moves; a test compares.\n\n${parts.join('\n\n')}\n`
}

if (import.meta.main) writeFileSync(path.join(import.meta.dirname, '../docs/states.md'), statesDocument())

// Writes docs/ageing.md: the ageing rule, from the table everything asks. A test compares.

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { ageingRules, changeKinds } from '../src/domain/gates/ageing.ts'

const ages = { all: 'all cells', types: 'cells of the types concerned', none: 'nothing' }

export function ageingDocument(): string {
  const rows = changeKinds.map((kind) => {
    const rule = ageingRules[kind]
    const carry = rule.ages === 'none' ? '' : rule.carry === 'by_replay' ? 'a bound, by replay' : 'nothing'
    const back = rule.back === 'none' ? '' : rule.back
    return `| ${[kind.replaceAll('_', ' '), ages[rule.ages], carry, rule.newPlan ? 'yes' : '', back, rule.sentence].join(' | ')} |`
  })
  return `# What makes evidence age

Evidence is about an employee as it was. When something it depends on changes, exactly the evidence that depends on it starts again at nothing; the old numbers stay visible and
no longer count. Which evidence that is, is decided by this table and by nothing else; a change no row knows counts as the worst. Ask before anybody acts:
\`tenure rollout changes ROLLOUT --to DOSSIER\`.

“Cells” are query type × channel. “Carried over”: a replay of past cases on both versions may carry a lower bound over (the old bound less the share of answers that changed,
GATES.md section 8); evidence itself is never carried. “Back to”: where a rollout with cells that age goes back to.

Written by \`node scripts/ageing.ts\` from src/domain/gates/ageing.ts; a test compares.

| change | ages | carried over | new plan | back to | what is said |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

if (import.meta.main) writeFileSync(path.join(import.meta.dirname, '../docs/ageing.md'), ageingDocument())

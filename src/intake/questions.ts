// The open questions of a draft as a page to print and take along to the interviews. Not read by Tenure: the questions themselves stand in workflow.yaml.

import { oneLine } from '../domain/discovery/legal-name.ts'
import { asText } from './as-text.ts'
import type { Part } from './part.ts'

/** The list of open questions; not read by Tenure, meant for the people who answer them. */
export const questionsName = 'QUESTIONS.md'

const chapters = [
  { title: 'Query types', prefix: 'queryTypes.' },
  { title: 'Steps', prefix: 'steps.' },
  { title: 'Triggers', prefix: 'triggers.' },
  { title: 'Systems', prefix: 'integrations.systems.' },
] as const

export function questionsText(workflow: string, { source, questions, systems }: Part): string {
  const parts = chapters.flatMap(({ title, prefix }) => {
    const lines = questions
      .filter(({ about }) => about?.startsWith(prefix))
      .map(({ question, about }) => `- **${asText(about?.slice(prefix.length) ?? '')}**: ${asText(question)}`)
    if (prefix === 'integrations.systems.' && systems.length === 0)
      lines.push('- No system is known yet. Which ones does the work use?')
    return lines.length === 0 ? [] : [`## ${title}\n\n${lines.join('\n')}\n`]
  })
  const rest = questions.filter(({ about }) => !chapters.some(({ prefix }) => about?.startsWith(prefix)))
  const general = rest.map(({ question }) => `- ${asText(question)}`)
  return `# Open questions about ${workflow}

Drafted from ${asText(oneLine(source, 500))}. Material shows what was asked, done or written down, not whether it was right. These questions are for interviews
with the people who do the work; their answers go into \`interviews/\` and the four documents.

${parts.join('\n')}
## Escalation

- When do you hand something to somebody else: to whom, how, and within what time? A workflow that was looked at closely has at least ten such triggers.
- Which queries must never be answered by the employee?

## Targets

- Which accuracy, escalation rate, time and cost have you agreed on, before looking at any evidence?
${general.length > 0 ? `\n## The rest\n\n${general.join('\n')}\n` : ''}`
}

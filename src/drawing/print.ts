// The dossier on paper: one HTML file without script or outside resource, laid out for A4, that a change board can read from front to back and sign.
// Everything in it is other people's text and is escaped.

import type { Dossier, Finding } from '../domain/discovery/dossier.ts'
import type { Plan } from '../domain/planning/planned.ts'
import { escaped } from './escaped.ts'
import { flowOf, pathOfType } from './flow.ts'
import { peoplePages, rolePages, systemPages, targetPages, workPages } from './print-pages.ts'
import { heading, smallHeading, table } from './print-parts.ts'
import { svgOf } from './svg.ts'

export type Printed = {
  dossier: Dossier
  hash: string
  policyHash: string
  findings: readonly Finding[]
  plan: Plan
  signatures: readonly { name: string; at: string }[]
}

const style = `
  @page { size: A4; margin: 18mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif } }
  :root { color-scheme: light }
  body { font: 10.5pt/1.45 system-ui, "Segoe UI", sans-serif; color: #16202a; background: #ffffff; max-width: 190mm; margin: 0 auto; padding: 8mm }
  h1 { font-size: 22pt; margin: 0 0 2mm } h2 { font-size: 14pt; margin: 9mm 0 3mm; border-bottom: 1.5pt solid #16202a; padding-bottom: 1mm; break-after: avoid }
  h3 { font-size: 11pt; margin: 5mm 0 1.5mm; break-after: avoid }
  table { border-collapse: collapse; width: 100%; margin: 2mm 0 4mm; font-size: 9pt }
  th, td { border: .5pt solid #8794a1; padding: 1.2mm 2mm; text-align: left; vertical-align: top }
  td.long { overflow-wrap: anywhere }
  th { background: #eef2f5; font-weight: 600 } tr { break-inside: avoid } thead { display: table-header-group }
  .hash { font-family: ui-monospace, monospace; font-size: 8.5pt; overflow-wrap: anywhere } .quiet { color: #4a5866 }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 9pt/1.4 ui-monospace, monospace; border-left: 2pt solid #8794a1; padding-left: 4mm }
  figure { margin: 0 } figure svg { width: 100%; height: auto } figure { break-inside: avoid }
  .sign td { height: 16mm } .new { break-before: page }
  @media print { body { padding: 0; max-width: none } }`

/** A whole HTML document. Signatures that are missing are lines to sign on. */
export function printOf(printed: Printed): string {
  const { dossier, hash, policyHash } = printed
  const { workflow } = dossier
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`Dossier: ${workflow.title}`)}</title>
<style>${style}${footer(hash)}</style>
</head>
<body>
<header>
<p class="quiet">Dossier of an AI employee</p>
<h1>${escaped(workflow.title)}</h1>
<p>${escaped(dossier.role.role)} · ${escaped(workflow.employee)}</p>
${table(['Version', 'Enforced policy'], [[code(hash), code(policyHash)]])}
</header>
<main>
${[standing(printed), peoplePages(dossier), drawing(dossier), workPages(dossier), rolePages(dossier), systemPages(dossier), targetPages(dossier, printed.plan), found(printed), signing(printed)].join('\n')}
</main>
</body>
</html>
`
}

/** The version at the foot of every page, so that a single sheet can be told from that of another version. Hexadecimal digits only. */
function footer(hash: string): string {
  const short = hash.replaceAll(/[^0-9a-f]/g, '').slice(0, 16)
  return `\n  @page { @bottom-left { content: "Version ${short}"; font: 8pt ui-monospace, monospace } }`
}

function code(text: string): { html: string } {
  return { html: `<span class="hash">${escaped(text)}</span>` }
}

/** What a reader wants to know first: is it whole, was anybody asked, is it signed. */
function standing({ dossier, findings, signatures }: Printed): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const asked = dossier.interviews.filter(({ doesTheWork }) => doesTheWork).map(({ person }) => person)
  const open = [...dossier.workflow.openQuestions, ...dossier.interviews.flatMap(({ openQuestions }) => openQuestions)].filter(
    ({ answer }) => answer === null,
  )
  return table(
    ['Question', 'Answer'],
    [
      [
        'Does the compiler find errors?',
        errors === 0 ? `No. ${findings.length} warnings.` : `Yes: ${errors}. It cannot be signed.`,
      ],
      ['Who that does the work was asked?', asked.length > 0 ? asked.join(', ') : 'Nobody. It cannot be signed.'],
      ['Are questions open?', open.length === 0 ? 'No.' : `Yes: ${open.length}. It cannot be signed.`],
      ['Who has signed?', signatures.length > 0 ? signatures.map(({ name, at }) => `${name}, ${at}`).join('; ') : 'Nobody yet.'],
    ],
  )
}

/** One drawing per query type: the whole of a workflow is too wide for paper. */
function drawing({ workflow, integrations }: Dossier): string {
  const flow = flowOf(workflow, integrations)
  const figures = workflow.queryTypes
    .filter(({ start }) => start !== null)
    .map(({ name, title }) => `${smallHeading(title)}<figure>${svgOf(pathOfType(flow, name), title, `of-${name}`)}</figure>`)
  return (
    heading('How a query is handled') +
    (figures.length > 0 ? figures.join('\n') : '<p class="quiet">No path is written down yet.</p>')
  )
}

function found({ findings }: Printed): string {
  if (findings.length === 0) return `${heading('What the compiler found')}<p>Nothing.</p>`
  const rows = findings.map(({ severity, file, line, what, why }) => [
    severity,
    `${file}${line === null ? '' : `:${line}`}`,
    what,
    why,
  ])
  return heading('What the compiler found') + table(['Weight', 'Place', 'What', 'Why it matters'], rows)
}

function signing({ signatures }: Printed): string {
  const rows = [0, 1].map((nth) => {
    const signed = signatures[nth]
    return [nth === 0 ? 'Proposer' : 'Second person', signed?.name ?? '', signed?.at ?? '', '']
  })
  return `${heading('Signatures')}<p>Two different people sign. Signing freezes this version; everything later names its hash.</p><div class="sign">${table(['As', 'Name', 'Date', 'Signature'], rows)}</div>`
}

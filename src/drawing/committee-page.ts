// What a promotion was decided on, as one page a committee reads: a single HTML file without script and without anything from elsewhere, laid out for A4. All of it is other
// people's text and is escaped; names of tools and query types may have been written by an attacker.

import type { Bundle } from '../domain/committee/bundle.ts'
import type { Verification } from '../domain/committee/verify.ts'
import { accuracyChart, reviewsChart, typesChart } from './committee-charts.ts'
import { numbersOf } from './committee-numbers.ts'
import {
  code,
  gateTable,
  moment,
  outcomeMark,
  planTable,
  sampleTable,
  standingTable,
  typesTable,
  versionTable,
  whoDecided,
} from './committee-parts.ts'
import { noMoreThan, outcomes, percent, titleOf } from './committee-words.ts'
import { escaped } from './escaped.ts'
import { heading, table } from './print-parts.ts'

const style = `
  @page { size: A4; margin: 16mm 15mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif } }
  :root { color-scheme: light }
  * { box-sizing: border-box }
  body { font: 10.5pt/1.5 system-ui, "Segoe UI", sans-serif; color: #16202a; background: #fff; max-width: 186mm; margin: 0 auto; padding: 8mm }
  h1 { font-size: 21pt; line-height: 1.2; margin: 1mm 0 2mm } h2 { font-size: 14pt; margin: 9mm 0 3mm; border-bottom: 1.5pt solid #16202a; padding-bottom: 1mm; break-after: avoid }
  h3 { font-size: 11pt; margin: 5mm 0 1.5mm; break-after: avoid } p { margin: 0 0 2.5mm } ul { margin: 0 0 3mm; padding-left: 5mm } li { margin-bottom: 1.2mm }
  table { border-collapse: collapse; width: 100%; margin: 2mm 0 4mm; font-size: 9pt } thead { display: table-header-group } tr { break-inside: avoid }
  th, td { border: .5pt solid #b3bdc7; padding: 1.3mm 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere } th { overflow-wrap: normal; background: #eef2f5; font-weight: 600 }
  .gate { overflow-x: auto } .gate th:nth-child(1) { width: 25% } .gate th:nth-child(2) { width: 13% } .gate th:nth-child(3), .gate th:nth-child(4) { width: 12% } .gate td, .gate th { overflow-wrap: break-word }
  .hash { font: 8.5pt ui-monospace, monospace; overflow-wrap: anywhere } .quiet { color: #4a5866 } .lead { font-size: 11.5pt }
  blockquote { margin: 0 0 3mm; padding: 1mm 0 1mm 4mm; border-left: 3pt solid #8794a1; white-space: pre-line; overflow-wrap: anywhere }
  pre { font: 9pt/1.45 ui-monospace, monospace; background: #f4f6f8; padding: 2.5mm 3mm; white-space: pre-wrap; overflow-wrap: anywhere }
  .box { border: 1pt solid #8794a1; border-left-width: 5pt; padding: 3mm 4mm; margin: 4mm 0; break-inside: avoid } .box p:last-child { margin: 0 }
  .box.good { border-color: #1b7a46 } .box.bad { border-color: #b42318 } .box.open { border-color: #8a6100 }
  .mark { font-weight: 600; white-space: nowrap } .mark.good { color: #1b7a46 } .mark.bad { color: #b42318 } .mark.open { color: #7a5600 }
  .facts { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; margin: 4mm 0 } .facts div { border-top: 1.5pt solid #16202a; padding-top: 1.5mm } .facts b { display: block; font-size: 15pt; line-height: 1.2 } .facts span { font-size: 9pt; color: #4a5866 }
  figure { margin: 4mm 0 5mm; break-inside: avoid } figure svg { width: 100%; height: auto; display: block } figcaption { font-size: 9pt; color: #2b3844; margin-top: 1mm }
  svg text { font: 11px system-ui, sans-serif; fill: #16202a } svg text.small { fill: #4a5866; font-size: 10px } .grid { stroke: #dde3e8; stroke-width: 1 }
  .band { fill: #c9d8e8 } .estimate { fill: none; stroke: #1d4f80; stroke-width: 1.6 } .dot { fill: #1d4f80 } .whisker { stroke: #5d86ad; stroke-width: 5; stroke-linecap: round }
  .line-to-prove { stroke: #b42318; stroke-width: 1.5 } .target { stroke: #b42318; stroke-width: 1.2; stroke-dasharray: 5 3 }
  .right { fill: #a9c4de } .wrong { fill: #8c1d13 } .lapsed { fill: #fff; stroke: #8c1d13; stroke-width: 1.2 }
  @media print { body { padding: 0; max-width: none; print-color-adjust: exact; -webkit-print-color-adjust: exact } }
  @media (max-width: 600px) { .facts { grid-template-columns: repeat(2, 1fr) } body { padding: 4mm } table { font-size: 8.5pt } }`

// Nothing may be fetched, run or framed, wherever the file is opened.
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** A whole HTML document. `verified`: what verifying it on this machine came to; left out where the page comes from the server itself. */
export function committeePage(bundle: Bundle, verified: Verification | null = null): string {
  const { facts, head } = bundle
  const { promotion, employee, workflow, plan } = facts
  const numbers = numbersOf(facts)
  const line =
    promotion.from === 'shadow'
      ? { ratio: plan.body.floorRatio, name: 'to prove: the floor of' }
      : { ratio: plan.body.targetRatio, name: 'to prove: the target of' }
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`Promotion of ${employee.name}, ${promotion.from} to ${promotion.to}`)}</title>
<style>${style}${footer(head.facts)}</style>
</head>
<body>
<header>
<p class="quiet">For decision: the promotion of an AI employee</p>
<h1>${escaped(employee.name)}, ${escaped(workflow.title)}: from ${escaped(promotion.from)} to ${escaped(promotion.to)}</h1>
<p class="lead">${escaped(whatItMeans(promotion.to))}</p>
</header>
<main>
${[
  verdictBox(bundle),
  ...(verified === null ? [] : [verifiedBox(verified)]),
  glance(bundle),
  whoDecided(bundle),
  heading('How sure is it?'),
  accuracyChart(numbers.points, line, plan.body.targetRatio),
  reviewsChart(numbers.reviews),
  typesChart(numbers.types, plan.body.targetRatio),
  typesTable(numbers),
  gateTable(facts),
  standingTable(facts),
  sampleTable(facts),
  planTable(facts),
  versionTable(facts),
  limits(),
  howToVerify(bundle),
].join('\n')}
</main>
</body>
</html>
`
  // Signs that turn the direction of reading would let a name show as another one.
  return html.replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '\uFFFD')
}

/** The digest of the facts at the foot of every sheet, so that one can be told from that of another bundle. Hexadecimal digits only. */
function footer(hash: string): string {
  const short = hash.replaceAll(/[^0-9a-f]/g, '').slice(0, 16)
  return `\n  @page { @bottom-left { content: "Facts ${short}"; font: 8pt ui-monospace, monospace } }`
}

function whatItMeans(to: string): string {
  if (to === 'supervised')
    return 'From then on it acts by itself: its replies and changes take effect, a random sample and every hand-over is reviewed by people.'
  if (to === 'autonomous')
    return 'From then on nobody reviews its work one by one: people see what it hands over, and a small sample. It goes back when it stops deserving it.'
  return ''
}

/** The answer first. */
function verdictBox({ facts, decisions }: Bundle): string {
  const { gate, promotion } = facts
  const kind = promotion.override ? 'bad' : (outcomes[gate.outcome]?.kind ?? 'open')
  const open = gate.criteria.filter(({ outcome }) => outcome !== 'met')
  const holds =
    open.length === 0
      ? `All ${gate.criteria.length} lines of the gate are met.`
      : `${open.length === 1 ? 'One line' : `${open.length} lines`} of ${gate.criteria.length} not met or not yet known: ${open.map(({ name }) => `“${titleOf(name)}”`).join(', ')}.`
  const override = promotion.override
    ? '<p><b>This is an override:</b> it is asked for although the gate is not met, on the responsibility of the people named below. It stays on the record for ever.</p>'
    : ''
  const last = decisions.at(-1)
  const state =
    last === undefined
      ? ''
      : `<p class="quiet">Now: ${escaped(last.act.replaceAll('_', ' '))}, ${escaped(moment(last.at))}, by ${escaped(last.by.name)}. The gate was read ${escaped(moment(facts.readAt))}.</p>`
  return `<div class="box ${kind}"><p class="lead">The gate is ${outcomeMark(gate.outcome).html}. ${escaped(holds)}</p>${override}${state}</div>`
}

function verifiedBox({ findings, signature }: Verification): string {
  if (findings.length > 0) {
    const rows = findings.slice(0, 30).map(({ where, what }) => [where, what])
    return `<div class="box bad"><p class="lead"><span class="mark bad">✗ This bundle does not verify.</span> Do not decide on it. ${findings.length === 1 ? 'One place does' : `${findings.length} places do`} not fit:</p>${table(['Where', 'What'], rows)}</div>`
  }
  const named =
    signature === 'by_the_named_key'
      ? 'It is signed with the key that was given.'
      : 'Whether the key that signed is the installation’s was not checked: no key was given.'
  return `<div class="box ${signature === 'by_the_named_key' ? 'good' : 'open'}"><p><span class="mark good">✓ Verified on the machine this page was made on:</span> every fact is as the records of the trail say, and the gate, read again, comes out the same. ${named}</p></div>`
}

function glance({ facts }: Bundle): string {
  const { gate, sample } = facts
  const of = (name: string) => gate.criteria.find((one) => one.name === name)
  const shown = of('accuracy')?.value ?? null
  const judged = sample.items.filter(({ outcome }) => outcome !== null).length
  const wrong = sample.items.filter(({ outcome, escalated }) => !escalated && outcome?.correct === false).length
  const fact = (value: string, what: string) => `<div><b>${escaped(value)}</b><span>${escaped(what)}</span></div>`
  return `<div class="facts">${[
    fact(shown === null ? 'not known' : noMoreThan(shown), 'right at least, of what it handles (lower bound)'),
    fact(percent(of('accuracy')?.bound ?? null), 'was to be proven'),
    fact(String(judged), `judged by people or a verified source; ${wrong} handled ones wrong`),
    fact(String(facts.incidents.filter(({ state }) => state !== 'closed').length), 'incidents open'),
  ].join('')}</div>`
}

function limits(): string {
  const said = [
    'Cases are taken to be independent. The same words from the same person on one day count as one case; a cause that makes many different cases fail together would make the numbers look surer than they are.',
    'A verdict is taken to be right. That reviewers find what is wrong is tested with items of known outcome, where a line of the gate says so; it is not tested for every kind of error.',
    'The bounds speak of the employee, its model, its tools and its queries as they were. When one of them changes, evidence that depends on it stops counting; a change nobody can see is what the watch for drift is for.',
    'Each line is wrong by chance at most as often as the plan allows, whoever looks however often. From shadow to supervised, an employee between the floor and the target may pass; that was agreed in the plan.',
    'An error in a part of the work so small that it was hardly seen is not excluded. The line on parts of the work says from how many verdicts on what would have shown.',
    'This page shows that the evidence is what the trail recorded. It does not show that the trail itself is whole; that is checked against copies of its heads that others keep.',
  ]
  return `${heading('What these numbers do not say')}<ul>${said.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul>`
}

function howToVerify({ head }: Bundle): string {
  const rows = [
    ['Promotion', code(head.promotion)],
    ['Digest of the facts, as both records of the decision carry it', code(head.facts)],
    ['Records of the trail in the bundle', `${head.records.size}`],
    ['Root of the tree over them', code(head.records.root)],
    ['Signed by the key', code(head.key)],
    ['Form and statistics', `${head.format}, ${head.statistics}`],
  ]
  return `${heading('How to check this yourself')}
<p>On any machine, without a network and without access to the installation, with the bundle’s file and Tenure’s program:</p>
<pre>tenure rollout verify BUNDLE --key KEY</pre>
<p>It holds every verdict, draw and threshold against the records of the trail, checks the signature, and reads the gate again by the same functions. Get the KEY by another way than this page or the file, and compare: it is public at <code>/api/v1/signing-key</code> of the installation.</p>
${table(['What', 'Value'], rows)}`
}

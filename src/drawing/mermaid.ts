// The flow as Mermaid text, for README files and wikis. Titles are other people's text: quoted, and every sign Mermaid or HTML would read as more than
// a sign is written as its number.

import type { Flow, FlowNode } from './flow.ts'

const shapes: Readonly<Record<FlowNode['kind'], readonly [string, string]>> = {
  query: ['([', '])'],
  input: ['>', ']'],
  start: ['([', '])'],
  action: ['[', ']'],
  decision: ['{', '}'],
  reply: ['[/', '/]'],
  human: ['[\\', '\\]'],
  escalate: ['[[', ']]'],
  wait: ['(', ')'],
  end: ['((', '))'],
  person: ['[(', ')]'],
}

/** Mermaid flowchart text, one statement a line; equal flows, equal text. */
export function mermaidOf(flow: Flow): string {
  const ids = new Map(flow.nodes.map(({ id }, at) => [id, `n${at}`]))
  const nodes = flow.nodes.map((node) => {
    const [open, close] = shapes[node.kind]
    const does = node.system === null ? '' : `<br/>${quoted(`${node.system}.${node.operation}`)}`
    return `  ${ids.get(node.id)}${open}"${quoted(node.title)}${does}"${close}:::${node.kind}`
  })
  const edges = flow.edges.map(({ from, to, kind, label }) => {
    const said = kind === 'otherwise' ? 'otherwise' : label
    const arrow = kind === 'escalation' ? '-.->' : '-->'
    return `  ${ids.get(from)} ${arrow}${said === null ? '' : `|"${quoted(said)}"|`} ${ids.get(to)}`
  })
  const classes = ['  classDef escalate stroke-dasharray:4', '  classDef person stroke-dasharray:4']
  return `${['flowchart LR', ...nodes, ...edges, ...classes].join('\n')}\n`
}

/** Letters, digits, spaces and plain punctuation stay; the rest is `#code;`, which Mermaid shows as the sign and never reads. */
function quoted(text: string): string {
  return [...text.replaceAll(/\s+/g, ' ').trim()]
    .map((sign) => (/[\p{L}\p{M}\p{N} .,?!:'()+/=_-]/u.test(sign) ? sign : `#${sign.codePointAt(0)};`))
    .join('')
}

// A dossier of any length: query types whose paths are chains of reads, decisions and replies. For speed and for drawings, never for what it says.

import { stringify } from 'yaml'
import { smallDossier } from './dossier-files.ts'

/** About `steps` steps: each query type has a path of ten. */
export function longDossier(steps: number): Record<string, string> {
  const types = Array.from({ length: Math.ceil(steps / 10) }, (_, at) => `kind_${at + 1}`)
  const map = {
    workflow: 'long',
    title: 'A long workflow',
    employee: 'Nila',
    channels: ['chat'],
    fields: { vip: 'boolean' },
    queryTypes: types.map((name, at) => ({
      name,
      title: `Kind ${at + 1}`,
      major: at < 5,
      perMonth: 100,
      minutes: 5,
      examples: [`${name} please do thing number ${at}`, `I need ${name} done, it is ${at} things`],
      start: `${name}_1`,
    })),
    steps: types.flatMap(pathOf),
    triggers: Array.from({ length: 12 }, (_, at) => ({
      name: `trigger_${at + 1}`,
      condition: `mentions(query, "lawyer ${at}")`,
      who: 'anna',
      channel: 'phone',
      payload: ['the query'],
      answerWithinMinutes: 30,
      test: { query: `my lawyer ${at} writes` },
    })),
    people: [{ name: 'anna', title: 'Anna', does: 'takes what is delicate' }],
  }
  return { ...smallDossier, 'workflow.yaml': stringify(map) }
}

function pathOf(name: string): object[] {
  const id = (nth: number) => `${name}_${nth}`
  const read = (nth: number) => ({
    id: id(nth),
    kind: 'action',
    title: `Look ${nth} for ${name}`,
    system: 'directory',
    operation: 'get_person',
    arguments: { id: '{{requester}}' },
    next: id(nth + 1),
  })
  return [
    read(1),
    {
      id: id(2),
      kind: 'decision',
      title: 'Is it known?',
      branches: [{ when: `results.${id(1)}.disabled`, next: id(9) }],
      otherwise: id(3),
    },
    read(3),
    {
      id: id(4),
      kind: 'decision',
      title: 'Is it vip?',
      branches: [{ when: 'has(fields.vip) && fields.vip', next: id(9) }],
      otherwise: id(5),
    },
    read(5),
    read(6),
    read(7),
    { id: id(8), kind: 'reply', title: 'Tell them', template: `Done: {{results.${id(7)}.name}}`, next: id(10) },
    { id: id(9), kind: 'escalate', title: 'To Anna', reason: 'a person decides', trigger: 'trigger_1' },
    { id: id(10), kind: 'end', title: 'Done' },
  ]
}

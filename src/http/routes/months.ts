// A month: the five numbers with the month before beside them; and whoever answers for the work signs it.

import { monthAnswer, monthParams, signedMonthAnswer, signMonthRequest } from '@tenure/contract/months'
import { type MonthOfWorkflow, readMonth, signMonth } from '../../governance/close-month.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

export const monthDoors = [
  door({
    name: 'month',
    method: 'get',
    path: '/months/{id}',
    act: 'month.read',
    group: 'months',
    summary: 'The five numbers of a month by workflow and query type, with the month before beside them, and who signed them.',
    params: monthParams,
    answer: monthAnswer,
    async handle({ door: { house }, params }) {
      const { readAt, workflows, signatures, ...read } = await readMonth(house, params.id)
      return {
        ...read,
        workflows: workflows.map(told),
        signatures: signatures.map(({ signedAt, digest: _, ...one }) => ({ ...one, at: iso(signedAt) })),
        readAt: iso(readAt),
      }
    },
  }),
  door({
    name: 'signMonth',
    method: 'post',
    path: '/months/{id}/signatures',
    act: 'month.sign',
    group: 'months',
    summary: 'Signs a month that is over, as it was seen. Numbers that change later are signed anew.',
    params: monthParams,
    body: signMonthRequest,
    answer: signedMonthAnswer,
    status: 201,
    handle: ({ door: { house }, params, body, who }) => signMonth(house, { month: params.id, ...body }, who.actor),
  }),
]

function told({ story, ...numbers }: MonthOfWorkflow) {
  const {
    opened,
    judged,
    overdue,
    known,
    found,
    minor,
    major,
    severe,
    unclosed,
    roleSince,
    phases,
    dossierId: _,
    ...rest
  } = story
  return {
    ...rest,
    ...numbers,
    phases: phases ?? [],
    roleSince: isoOrNull(roleSince),
    sample: { opened, judged, overdue, known, found },
    incidents: { minor, major, severe, unclosed },
  }
}

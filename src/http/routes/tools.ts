// Tools: which definitions people have looked at, and the two people it takes for another one.

import { idParams } from '@tenure/contract/paging'
import { approveToolRequest, toolApprovedAnswer, toolsAnswer } from '@tenure/contract/tools'
import { approveToolDefinition } from '../../governance/approve-tool.ts'
import { allTools } from '../../store/views/tools.ts'
import { door } from '../door.ts'
import { iso, isoOrNull } from '../tell.ts'

export const toolDoors = [
  door({
    name: 'tools',
    method: 'get',
    path: '/tools',
    act: 'tool.read',
    group: 'systems',
    summary: 'Every tool that was seen, with the definition people have looked at and the one it has now; suspended ones first.',
    answer: toolsAnswer,
    async handle({ door: { house } }) {
      const items = (await allTools(house.db)).map(({ proposedHash: _, ...tool }) => ({
        ...tool,
        state: tool.suspendedAt === null ? ('approved' as const) : ('suspended' as const),
        seenAt: iso(tool.seenAt),
        suspendedAt: isoOrNull(tool.suspendedAt),
      }))
      return { items }
    },
  }),
  door({
    name: 'approveTool',
    method: 'post',
    path: '/tools/{id}/approval',
    act: 'tool.approve',
    group: 'systems',
    summary:
      'Says that a suspended tool may be called as it is now. Two different people say so, each naming the hash they looked at.',
    params: idParams,
    body: approveToolRequest,
    answer: toolApprovedAnswer,
    async handle({ door: { house }, params, body, who }) {
      return approveToolDefinition(house, { toolId: params.id, ...body }, who.actor)
    },
  }),
]

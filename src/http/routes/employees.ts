// Employees: hire one, and read them.

import { randomBytes } from 'node:crypto'
import { employeeAnswer, hiredAnswer, hireRequest } from '@tenure/contract/employees'
import { idParams, pageOf, pageQuery } from '@tenure/contract/paging'
import { checkWebhookUrl } from '../../domain/oversight/webhook-address.ts'
import { isRefusal, refuse } from '../../domain/refusal.ts'
import { hire } from '../../governance/hire.ts'
import { type EmployeeRow, findEmployee, listEmployees } from '../../store/views/employees.ts'
import { page } from '../../store/views/page.ts'
import { door } from '../door.ts'
import { iso } from '../tell.ts'

const tell = (row: EmployeeRow) => ({ ...row, createdAt: iso(row.createdAt) })

export const employeeDoors = [
  door({
    name: 'listEmployees',
    method: 'get',
    path: '/employees',
    act: 'employee.read',
    group: 'employees',
    summary: 'The AI employees of this installation.',
    query: pageQuery,
    answer: pageOf(employeeAnswer),
    async handle({ door: { house }, query }) {
      const rows = await listEmployees(house.db, query.cursor ?? null, query.limit + 1)
      return page(rows.map(tell), query.limit, (employee) => employee.id)
    },
  }),
  door({
    name: 'hire',
    method: 'post',
    path: '/employees',
    act: 'employee.hire',
    group: 'employees',
    summary: 'Creates an employee and binds an agent to it. The secret that signs webhooks is shown once.',
    body: hireRequest,
    answer: hiredAnswer,
    status: 201,
    withoutSecret: (answer) => ({ ...answer, webhookSecret: null }),
    async handle({ door: { house }, body, who }) {
      const { name, agent } = body
      if (agent.kind !== 'http' || agent.webhookUrl === null) {
        const plain = agent.kind === 'http' ? { kind: agent.kind, webhookUrl: null, webhookSecret: null } : agent
        const hired = await hire(house, { name, agent: plain }, who.actor)
        return isRefusal(hired) ? hired : { ...hired, webhookSecret: null }
      }
      const url = checkWebhookUrl(agent.webhookUrl)
      if (isRefusal(url)) return url
      const webhookSecret = `whs_${randomBytes(32).toString('base64url')}`
      const hired = await hire(house, { name, agent: { kind: 'http', webhookUrl: url.href, webhookSecret } }, who.actor)
      return isRefusal(hired) ? hired : { ...hired, webhookSecret }
    },
  }),
  door({
    name: 'employee',
    method: 'get',
    path: '/employees/{id}',
    act: 'employee.read',
    group: 'employees',
    summary: 'One employee, by id or name.',
    params: idParams,
    answer: employeeAnswer,
    async handle({ door: { house }, params }) {
      const row = await findEmployee(house.db, params.id)
      return row === null ? refuse('not_found', { what: 'employee', id: params.id }) : tell(row)
    },
  }),
]

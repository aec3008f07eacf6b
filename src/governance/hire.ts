// An employee is created: a name, and the engine that acts for it. Nothing runs until a dossier is signed and a rollout opened.

import type { Actor } from '../domain/audit/record.ts'
import type { EmployeeId } from '../domain/ids.ts'
import { type Refusal, refuse } from '../domain/refusal.ts'
import { append } from '../store/audit-log.ts'
import { type AgentBinding, insertEmployee } from '../store/employees.ts'
import { freshId } from '../store/fresh-id.ts'
import type { House } from '../store/house.ts'

export async function hire(
  house: House,
  { name, agent }: { name: string; agent: AgentBinding },
  by: Actor,
): Promise<{ employeeId: EmployeeId } | Refusal> {
  return house.db.transaction(async (tx) => {
    const at = house.clock.now()
    const id = freshId('employee', at)
    if (!(await insertEmployee(tx, { id, name, agent, createdAt: at }))) return refuse('employee_exists', { name })
    await append(tx, at, by, { kind: 'employee.hired', subject: id, says: { employee: id, name, agent: agent.kind } })
    return { employeeId: id }
  })
}

// Items whose right verdict is known beforehand, put into the queue as if they were any other: what their rows belong to, so that nothing counts them.

import type { EmployeeId } from '../ids.ts'

/** The employee that clones of blind items belong to. It does no work: no count by employee, workflow or rollout takes a clone for traffic. Source: migration 0013. */
export const blindEmployee = 'emp_00000000000000000000000000' as EmployeeId

export function isBlind(interaction: { employeeId: string }): boolean {
  return interaction.employeeId === blindEmployee
}

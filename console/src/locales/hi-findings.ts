// What the check of a dossier finds, in Hindi: per code (src/domain/compiler/findings.ts) what is wrong, why it matters and how to mend it. A test compares the codes.

import { hiFindingsOfReading, hiFindingsOfTheMap } from './hi-findings-map.ts'
import { hiFindingsOfPeople } from './hi-findings-people.ts'
import { hiFindingsOfTheRole } from './hi-findings-role.ts'
import { hiFindingsOfSystems, hiFindingsOfTargets } from './hi-findings-systems.ts'

export const hiFindings = {
  ...hiFindingsOfReading,
  ...hiFindingsOfTheMap,
  ...hiFindingsOfPeople,
  ...hiFindingsOfTheRole,
  ...hiFindingsOfSystems,
  ...hiFindingsOfTargets,
}

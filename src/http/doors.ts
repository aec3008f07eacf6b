// Every route there is, in one list. A route that is not here is not served; one without an act does not compile.

import type { Door } from './door.ts'
import { bundleDoors } from './routes/bundles.ts'
import { correctionDoors } from './routes/corrections.ts'
import { discoveryDoors } from './routes/discovery.ts'
import { dossierDoors } from './routes/dossiers.ts'
import { draftDoors } from './routes/drafts.ts'
import { edgeCaseDoors } from './routes/edge-cases.ts'
import { effectDoors } from './routes/effects.ts'
import { employeeDoors } from './routes/employees.ts'
import { escalationDoors } from './routes/escalations.ts'
import { gateDoors } from './routes/gates.ts'
import { haltDoors } from './routes/halts.ts'
import { incidentDoors } from './routes/incidents.ts'
import { interactionDoors } from './routes/interactions.ts'
import { keyDoors } from './routes/keys.ts'
import { liveDoors } from './routes/live.ts'
import { monthDoors } from './routes/months.ts'
import { peopleDoors } from './routes/people.ts'
import { promotionDoors } from './routes/promotions.ts'
import { replayDoors } from './routes/replays.ts'
import { reviewerDoors } from './routes/reviewers.ts'
import { reviewDoors } from './routes/reviews.ts'
import { rolloutDoors } from './routes/rollouts.ts'
import { sampleDoors } from './routes/samples.ts'
import { serverDoors } from './routes/server.ts'
import { toolDoors } from './routes/tools.ts'
import { trailDoors } from './routes/trail.ts'
import { versionDoors } from './routes/versions.ts'

export const doors: readonly Door[] = [
  ...serverDoors,
  ...peopleDoors,
  ...keyDoors,
  ...employeeDoors,
  ...dossierDoors,
  ...discoveryDoors,
  ...draftDoors,
  ...rolloutDoors,
  ...versionDoors,
  ...replayDoors,
  ...promotionDoors,
  ...bundleDoors,
  ...gateDoors,
  ...haltDoors,
  ...incidentDoors,
  ...interactionDoors,
  ...effectDoors,
  ...escalationDoors,
  ...reviewDoors,
  ...edgeCaseDoors,
  ...reviewerDoors,
  ...sampleDoors,
  ...correctionDoors,
  ...toolDoors,
  ...trailDoors,
  ...liveDoors,
  ...monthDoors,
]

/** The path below which they are served. */
export const servedAt = '/api/v1'

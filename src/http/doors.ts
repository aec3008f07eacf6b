// Every route there is, in one list. A route that is not here is not served; one without an act does not compile.

import type { Door } from './door.ts'
import { keyDoors } from './routes/keys.ts'
import { peopleDoors } from './routes/people.ts'
import { serverDoors } from './routes/server.ts'

export const doors: readonly Door[] = [...serverDoors, ...peopleDoors, ...keyDoors]

/** The path below which they are served. */
export const servedAt = '/api/v1'

// What every step is given: the store and the time. Nothing else is ambient.

import type { Database } from './database.ts'

export type House = { db: Database; clock: { now(): Date } }

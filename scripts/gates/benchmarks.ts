// The benchmarks in order; a file each.

import { b2 } from './b2-exact.ts'
import { b3 } from './b3-peers.ts'
import { b4 } from './b4-traps.ts'
import { b5 } from './b5-sampling.ts'
import { b6 } from './b6-slices.ts'
import { b7 } from './b7-drift.ts'
import { b8 } from './b8-end-to-end.ts'
import { b9 } from './b9-novelty.ts'
import type { Length, Outcome } from './outcome.ts'

export const benchmarks: readonly { id: string; run: (length: Length) => Outcome }[] = [
  { id: 'B2', run: b2 },
  { id: 'B3', run: b3 },
  { id: 'B4', run: b4 },
  { id: 'B5', run: b5 },
  { id: 'B6', run: b6 },
  { id: 'B7', run: b7 },
  { id: 'B8', run: b8 },
  { id: 'B9', run: b9 },
]

// Every fact a promotion rests on, held against the record it came from: by the house before anybody is asked to approve it, and by whoever verifies a bundle.

import { checkCarried } from './check-carried.ts'
import { checkPlan } from './check-plan.ts'
import { checkSample } from './check-sample.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { TrailIndex } from './trail-index.ts'

/** Where facts and records differ, the most particular place first; empty: everything fits. */
export function checkFacts(facts: Facts, trail: TrailIndex): Finding[] {
  return [...checkSample(facts, trail), ...checkPlan(facts, trail), ...checkCarried(facts, trail)]
}

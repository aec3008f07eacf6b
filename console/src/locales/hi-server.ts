// What the server writes in English, in Hindi: refusals, findings and questions of an interview by code, and sentences by table and code. Loaded with Hindi and never before.

import { hiAgeingSays } from './hi-ageing-says.ts'
import { hiEffectSays } from './hi-effect-says.ts'
import { hiEscalationSays } from './hi-escalation-says.ts'
import { hiFindings } from './hi-findings.ts'
import { hiGateSays } from './hi-gate-says.ts'
import { hiInterview } from './hi-interview.ts'
import { hiPlanSays } from './hi-plan-says.ts'
import { hiRefusals } from './hi-refusals.ts'

export const hiServer = {
  refusals: hiRefusals,
  findings: hiFindings,
  interview: hiInterview,
  sentences: { gate: hiGateSays, plan: hiPlanSays, ageing: hiAgeingSays, effect: hiEffectSays, escalation: hiEscalationSays },
}

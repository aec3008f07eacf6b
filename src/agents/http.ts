// Any agent that works elsewhere and drives itself over the decision API: it opens interactions, asks for each effect, closes. There is nothing for us to call; an
// interaction that was nevertheless left to a worker goes to people, because nobody would ever answer it.

import { Fault } from '../domain/fault.ts'
import type { Agent } from '../ports/agent.ts'

export const httpAgent: Agent = {
  name: 'http',
  async propose() {
    const sentence =
      'This employee’s agent drives itself: its interactions are opened with driver `agent`, by the agent. Nobody can be asked from here.'
    throw new Fault('agent_failed', sentence, { retryable: false })
  },
}

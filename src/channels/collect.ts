// The channel of whoever opened the interaction over the API: a performed reply is collected there by asking for the interaction. Delivery is complete
// when the outcome is recorded, so there is nothing that could be lost half-way.

import type { Channel } from '../ports/channel.ts'

export const collectChannel: Channel = {
  deliver: async ({ key }) => ({ outcome: 'performed', result: { delivered: 'collect' }, providerRef: key }),
}

// Why Tenure ruled on an effect as it did, or how it ended: in the reader's language where its parts can be said in it.

import { Text } from '@mantine/core'
import type { StoryEffect } from '../api.ts'
import { ServerSays } from './server-says.tsx'

export function EffectWhy({ effect: { why, says } }: { effect: Pick<StoryEffect, 'why' | 'says'> }) {
  if (why === null) return null
  return (
    <Text component="div" size="xs" c="dimmed" mt={4} className="words">
      <ServerSays table="effect" parts={says}>
        {why}
      </ServerSays>
    </Text>
  )
}

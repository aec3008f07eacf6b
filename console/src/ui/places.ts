// Where one can go: the one list behind the navigation and the palette. A place is shown to whoever may read what is there.

import {
  IconAlertOctagon,
  IconCalculator,
  IconCalendarStats,
  IconHourglass,
  IconInbox,
  IconLayoutKanban,
  IconListSearch,
  IconMapSearch,
  IconMessages,
  IconPlugConnected,
  IconPuzzle,
  IconSettings,
  IconUserShare,
  IconUsers,
} from '@tabler/icons-react'

/** `name`: under `nav.` in the words. `act`: without it there is nothing to see there. */
export const places = [
  { group: 'work', name: 'board', to: '/', icon: IconLayoutKanban, act: null },
  { group: 'work', name: 'reviews', to: '/reviews', icon: IconInbox, act: 'review.list' },
  { group: 'work', name: 'escalations', to: '/escalations', icon: IconUserShare, act: 'escalation.list' },
  { group: 'work', name: 'effects', to: '/effects', icon: IconHourglass, act: 'effect.list' },
  { group: 'look', name: 'interactions', to: '/interactions', icon: IconMessages, act: 'interaction.list' },
  { group: 'look', name: 'edgeCases', to: '/edge-cases', icon: IconPuzzle, act: 'edge_case.read' },
  { group: 'look', name: 'incidents', to: '/incidents', icon: IconAlertOctagon, act: 'incident.read' },
  { group: 'look', name: 'month', to: '/month', icon: IconCalendarStats, act: 'month.read' },
  { group: 'look', name: 'trail', to: '/trail', icon: IconListSearch, act: 'trail.read' },
  { group: 'set', name: 'discovery', to: '/discovery', icon: IconMapSearch, act: 'draft.read' },
  { group: 'set', name: 'calculator', to: '/calculator', icon: IconCalculator, act: 'rollout.read' },
  { group: 'set', name: 'systems', to: '/systems', icon: IconPlugConnected, act: 'tool.read' },
  { group: 'set', name: 'people', to: '/people', icon: IconUsers, act: 'key.list' },
  { group: 'set', name: 'settings', to: '/settings', icon: IconSettings, act: 'self.read' },
] as const

export const placeGroups = ['work', 'look', 'set'] as const

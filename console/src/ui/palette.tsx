// Ctrl/Cmd+K: every page, every draft and every rollout by name.

import { Spotlight } from '@mantine/spotlight'
import {
  IconHourglass,
  IconInbox,
  IconKeyboard,
  IconLayoutKanban,
  IconMapSearch,
  IconMessages,
  IconPlugConnected,
  IconRocket,
  IconSearch,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { useMay } from './me.ts'

export function Palette({ onKeys }: { onKeys: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const may = useMay()
  const drafts = useQuery({ queryKey: ['drafts'], queryFn: api.drafts, enabled: may('draft.read') === null })
  const rollouts = useQuery({ queryKey: ['rollouts'], queryFn: api.rollouts, enabled: may('rollout.read') === null })
  const actions = [
    {
      id: 'board',
      label: t('nav.board'),
      leftSection: <IconLayoutKanban size={18} />,
      onClick: () => void navigate({ to: '/' }),
    },
    {
      id: 'reviews',
      label: t('nav.reviews'),
      leftSection: <IconInbox size={18} />,
      onClick: () => void navigate({ to: '/reviews' }),
    },
    {
      id: 'discovery',
      label: t('nav.discovery'),
      leftSection: <IconMapSearch size={18} />,
      onClick: () => void navigate({ to: '/discovery' }),
    },
    {
      id: 'interactions',
      label: t('nav.interactions'),
      leftSection: <IconMessages size={18} />,
      onClick: () => void navigate({ to: '/interactions' }),
    },
    {
      id: 'effects',
      label: t('nav.effects'),
      leftSection: <IconHourglass size={18} />,
      onClick: () => void navigate({ to: '/effects' }),
    },
    {
      id: 'systems',
      label: t('nav.systems'),
      leftSection: <IconPlugConnected size={18} />,
      onClick: () => void navigate({ to: '/systems' }),
    },
    {
      id: 'people',
      label: t('nav.people'),
      leftSection: <IconUsers size={18} />,
      onClick: () => void navigate({ to: '/people' }),
    },
    { id: 'keys', label: t('keys.title'), leftSection: <IconKeyboard size={18} />, onClick: onKeys },
    ...(drafts.data?.items ?? []).map((draft) => ({
      id: draft.id,
      label: draft.title,
      description: t('discovery.draftOf', { employee: draft.employee, workflow: draft.workflow }),
      leftSection: <IconMapSearch size={18} />,
      onClick: () => void navigate({ to: '/discovery/$id', params: { id: draft.id } }),
    })),
    ...(rollouts.data?.items ?? []).map((rollout) => ({
      id: rollout.id,
      label: `${rollout.employee} · ${rollout.workflow}`,
      description: t(`phase.${rollout.phase}`),
      leftSection: <IconRocket size={18} />,
      onClick: () => void navigate({ to: '/rollouts/$id', params: { id: rollout.id } }),
    })),
  ]
  return (
    <Spotlight
      actions={actions}
      shortcut={null}
      highlightQuery
      limit={9}
      scrollable
      nothingFound={t('palette.nothing')}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
    />
  )
}

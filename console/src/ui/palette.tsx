// Ctrl/Cmd+K: go to anything (a page, an employee, a rollout, a dossier, a query by its words, a thing by its id) and do what is always in reach.

import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import {
  IconDice5,
  IconFingerprint,
  IconHandStop,
  IconKeyboard,
  IconLanguage,
  IconMapSearch,
  IconMessage,
  IconMoon,
  IconPrinter,
  IconRobot,
  IconRocket,
  IconSearch,
  IconSun,
  IconVersions,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { languageNames, languages, speak } from '../i18n.ts'
import { useMay } from './me.ts'
import { places } from './places.ts'

type Props = { onKeys: () => void; onHalt: () => void }

export function Palette({ onKeys, onHalt }: Props) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const groups = [
    { group: t('palette.group.ids'), actions: useIds(query.trim()) },
    { group: t('palette.group.places'), actions: usePlaces() },
    { group: t('palette.group.rollouts'), actions: useRollouts() },
    { group: t('palette.group.rolloutPages'), actions: useRolloutPages() },
    { group: t('palette.group.employees'), actions: useEmployees() },
    { group: t('palette.group.drafts'), actions: useDrafts() },
    { group: t('palette.group.acts'), actions: useActs({ onKeys, onHalt }) },
    { group: t('palette.group.found'), actions: useFound(query.trim()) },
  ].filter(({ actions }) => actions.length > 0)
  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      filter={fitting}
      shortcut={null}
      highlightQuery
      limit={12}
      scrollable
      maxHeight="70vh"
      nothingFound={t('palette.nothing')}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
    />
  )
}

/** Every word typed is in the label, the description or the keywords; what was looked up for these very words always fits. */
function fitting(query: string, given: (SpotlightActionData | SpotlightActionGroupData)[]) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ label, description, keywords }: SpotlightActionData) => {
    const text = [label, description, ...[keywords ?? []].flat()].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return (given as SpotlightActionGroupData[])
    .map(({ group, actions }) => ({ group, actions: actions.filter((action) => action.keywords === query || fits(action)) }))
    .filter(({ actions }) => actions.length > 0)
}

function usePlaces(): SpotlightActionData[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const may = useMay()
  return places
    .filter(({ act }) => act === null || may(act) === null)
    .map(({ name, to, icon: Shown }) => ({
      id: `place ${name}`,
      label: t(`nav.${name}`),
      leftSection: <Shown size={18} aria-hidden />,
      onClick: () => void navigate({ to }),
    }))
}

function useRollouts(): SpotlightActionData[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const may = useMay()
  const rollouts = useQuery({ queryKey: ['rollouts'], queryFn: api.rollouts, enabled: may('rollout.read') === null })
  return (rollouts.data?.items ?? []).map((rollout) => ({
    id: rollout.id,
    label: `${rollout.employee} · ${rollout.workflow}`,
    description: t(`phase.${rollout.phase}`),
    keywords: rollout.id,
    leftSection: <IconRocket size={18} aria-hidden />,
    onClick: () => void navigate({ to: '/rollouts/$id', params: { id: rollout.id } }),
  }))
}

/** The versions of each rollout, and how it is sampled and reviewed. */
function useRolloutPages(): SpotlightActionData[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const may = useMay()
  const rollouts = useQuery({ queryKey: ['rollouts'], queryFn: api.rollouts, enabled: may('rollout.read') === null })
  const pages = [
    ['versions', '/rollouts/$id/versions', IconVersions],
    ['sampling', '/rollouts/$id/sampling', IconDice5],
  ] as const
  return (rollouts.data?.items ?? []).flatMap(({ id, employee, workflow }) =>
    pages.map(([name, to, Shown]) => ({
      id: `${name} ${id}`,
      label: `${t(`rolloutPages.${name}`)}: ${employee} · ${workflow}`,
      keywords: id,
      leftSection: <Shown size={18} aria-hidden />,
      onClick: () => void navigate({ to, params: { id } }),
    })),
  )
}

function useEmployees(): SpotlightActionData[] {
  const navigate = useNavigate()
  const may = useMay()
  const employees = useQuery({ queryKey: ['employees'], queryFn: api.employees, enabled: may('employee.read') === null })
  return (employees.data?.items ?? []).map(({ id, name }) => ({
    id,
    label: name,
    keywords: id,
    leftSection: <IconRobot size={18} aria-hidden />,
    onClick: () => void navigate({ to: '/interactions', search: { employee: id } }),
  }))
}

function useDrafts(): SpotlightActionData[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const may = useMay()
  const drafts = useQuery({ queryKey: ['drafts'], queryFn: api.drafts, enabled: may('draft.read') === null })
  return (drafts.data?.items ?? []).map((draft) => ({
    id: draft.id,
    label: draft.title,
    description: t('discovery.draftOf', { employee: draft.employee, workflow: draft.workflow }),
    keywords: draft.id,
    leftSection: <IconMapSearch size={18} aria-hidden />,
    onClick: () => void navigate({ to: '/discovery/$id', params: { id: draft.id } }),
  }))
}

function useActs({ onKeys, onHalt }: Props): SpotlightActionData[] {
  const { t, i18n } = useTranslation()
  const may = useMay()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const other = colorScheme === 'dark' ? 'light' : 'dark'
  return [
    ...(may('halt.order') === null
      ? [{ id: 'halt', label: t('palette.haltAll'), leftSection: <IconHandStop size={18} aria-hidden />, onClick: onHalt }]
      : []),
    { id: 'keys', label: t('keys.title'), leftSection: <IconKeyboard size={18} aria-hidden />, onClick: onKeys },
    {
      id: 'scheme',
      label: t('palette.scheme', { name: t(`scheme.${other}`) }),
      leftSection: other === 'dark' ? <IconMoon size={18} aria-hidden /> : <IconSun size={18} aria-hidden />,
      onClick: () => setColorScheme(other),
    },
    {
      id: 'print',
      label: t('palette.print'),
      leftSection: <IconPrinter size={18} aria-hidden />,
      onClick: () => window.setTimeout(() => window.print(), 200),
    },
    ...languageNames
      .filter((name) => name !== i18n.language)
      .map((name) => ({
        id: `language ${name}`,
        label: t('palette.language', { name: languages[name].name }),
        leftSection: <IconLanguage size={18} aria-hidden />,
        onClick: () => void speak(name),
      })),
  ]
}

/** What an id leads to. Ids name their kind in their first letters. */
function useIds(query: string): SpotlightActionData[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  if (!/^[a-z]{3}_\w{2,}$/.test(query)) return []
  const icon = <IconFingerprint size={18} aria-hidden />
  const to = { id: query }
  const own: Record<string, SpotlightActionData> = {
    int: {
      id: 'by id: interaction',
      label: t('palette.openInteraction', to),
      onClick: () => void navigate({ to: '/interactions/$id', params: to }),
    },
    rol: {
      id: 'by id: rollout',
      label: t('palette.openRollout', to),
      onClick: () => void navigate({ to: '/rollouts/$id', params: to }),
    },
    rpl: {
      id: 'by id: replay',
      label: t('palette.openReplay', to),
      onClick: () => void navigate({ to: '/replays/$id', params: to }),
    },
    rec: {
      id: 'by id: record',
      label: t('palette.openRecord', to),
      onClick: () => void navigate({ to: '/trail/$id', params: to }),
    },
  }
  const found = own[query.slice(0, 3)]
  const about = {
    id: 'by id: about',
    label: t('palette.about', to),
    onClick: () => void navigate({ to: '/trail', search: { subject: query } }),
  }
  return [...(found === undefined ? [] : [found]), about].map((action) => ({ ...action, keywords: query, leftSection: icon }))
}

/** Queries with these words, asked of the server when typing pauses. */
function useFound(query: string): SpotlightActionData[] {
  const navigate = useNavigate()
  const may = useMay()
  const [settled] = useDebouncedValue(query, 250)
  const found = useQuery({
    queryKey: ['palette', settled],
    queryFn: () => api.interactions({ q: settled, limit: 5 }),
    enabled: settled.length >= 3 && may('interaction.list') === null,
    staleTime: 30_000,
  })
  if (settled !== query) return []
  return (found.data?.items ?? []).map((item) => ({
    id: item.id,
    label: (item.query ?? item.id).slice(0, 120),
    description: `${item.employee} · ${item.queryType}`,
    keywords: query,
    leftSection: <IconMessage size={18} aria-hidden />,
    onClick: () => void navigate({ to: '/interactions/$id', params: { id: item.id } }),
  }))
}

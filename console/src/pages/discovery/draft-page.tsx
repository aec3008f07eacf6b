// One draft: what it is, whether it can be signed, and its parts as tabs that can be linked.

import { Alert, Badge, Group, Tabs, Text } from '@mantine/core'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { PageTitle } from '../../ui/page-title.tsx'
import { Loading } from '../../ui/states.tsx'
import { CheckTab } from './check.tsx'
import { DraftEditingProvider, useDraftEditing } from './draft-editing.tsx'
import { InterviewsTab } from './interviews.tsx'
import { TargetsTab } from './targets.tsx'
import { VersionsTab } from './versions.tsx'

// The drawing and the text editor are large; whoever only reviews never loads them.
const MapTab = lazy(() => import('./map/map-tab.tsx').then(({ MapTab }) => ({ default: MapTab })))
const RoleTab = lazy(() => import('./role/role-tab.tsx').then(({ RoleTab }) => ({ default: RoleTab })))
const IntegrationsTab = lazy(() =>
  import('./integrations/integrations-tab.tsx').then(({ IntegrationsTab }) => ({ default: IntegrationsTab })),
)
const FilesTab = lazy(() => import('./file-editor.tsx').then(({ FileEditor }) => ({ default: FileEditor })))

/** In the order the work is done in. */
const tabs = ['interviews', 'map', 'role', 'integrations', 'targets', 'check', 'versions', 'files'] as const
type Tab = (typeof tabs)[number]

const pages: Readonly<Record<Tab, ComponentType>> = {
  interviews: InterviewsTab,
  map: MapTab,
  role: RoleTab,
  integrations: IntegrationsTab,
  targets: TargetsTab,
  check: CheckTab,
  versions: VersionsTab,
  files: FilesTab,
}

export function DraftPage() {
  const { id } = useParams({ from: '/inside/discovery/$id' })
  return (
    <DraftEditingProvider id={id} key={id}>
      <Parts />
    </DraftEditingProvider>
  )
}

function Parts() {
  const { t } = useTranslation()
  const { draft, mayEdit } = useDraftEditing()
  const { tab } = useSearch({ from: '/inside/discovery/$id' })
  const navigate = useNavigate({ from: '/discovery/$id' })
  const chosen: Tab = tabs.find((one) => one === tab) ?? 'interviews'
  const Page = pages[chosen]
  return (
    <>
      <PageTitle title={draft.title} actions={<Standing />}>
        {t('discovery.draftOf', { employee: draft.employee, workflow: draft.workflow })}
      </PageTitle>
      {!mayEdit && (
        <Alert variant="light" mb="md">
          {t('discovery.readOnly')}
        </Alert>
      )}
      <Tabs value={chosen} onChange={(next) => void navigate({ search: { tab: next ?? 'interviews' } })} keepMounted={false}>
        <Tabs.List mb="md">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`discovery.tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={chosen}>
          <Suspense fallback={<Loading />}>
            <Page />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

/** Saved or not, and what keeps it from being signed. */
function Standing() {
  const { t } = useTranslation()
  const { draft, examination, saving } = useDraftEditing()
  const navigate = useNavigate({ from: '/discovery/$id' })
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed" role="status">
        {saving ? t('discovery.saving') : t('discovery.saved', { revision: draft.revision, name: draft.changedBy })}
      </Text>
      {examination !== undefined && (
        <Badge
          component="button"
          size="lg"
          color={examination.errors > 0 ? 'red' : 'green'}
          c="var(--mantine-color-text)"
          onClick={() => void navigate({ search: { tab: 'check' } })}
        >
          {examination.errors > 0 ? t('discovery.errors', { count: examination.errors }) : t('discovery.fit')}
        </Badge>
      )}
    </Group>
  )
}

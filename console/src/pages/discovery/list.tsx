// Discovery: what is being written, what was registered, and how to begin.

import { Badge, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type DossierSummary, type DraftSummary } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { useMay } from '../../ui/me.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Empty, Found } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { NewDraft } from './new-draft.tsx'

export function DiscoveryPage() {
  const { t } = useTranslation()
  const may = useMay()
  const [opening, setOpening] = useState(false)
  const begin = may('draft.open') === null && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpening(true)}>
      {t('discovery.begin')}
    </Button>
  )
  return (
    <>
      <PageTitle title={t('discovery.title')} actions={begin}>
        {t('discovery.lead')}
      </PageTitle>
      <Stack gap="md">
        <Drafts onBegin={() => setOpening(true)} />
        <Versions />
      </Stack>
      {opening && <NewDraft onClose={() => setOpening(false)} />}
    </>
  )
}

function Drafts({ onBegin }: { onBegin: () => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const drafts = useQuery({ queryKey: ['drafts'], queryFn: api.drafts })
  return (
    <Found query={drafts}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty
            title={t('discovery.noDrafts')}
            action={may('draft.open') === null && <Button onClick={onBegin}>{t('discovery.begin')}</Button>}
          >
            {t('discovery.noDraftsWhy')}
          </Empty>
        ) : (
          <Stack gap="xs">
            {items.map((draft) => (
              <DraftRow key={draft.id} draft={draft} />
            ))}
          </Stack>
        )
      }
    </Found>
  )
}

function DraftRow({ draft }: { draft: DraftSummary }) {
  const { t } = useTranslation()
  const state = draft.registered === null ? 'never' : draft.registered.current ? 'current' : 'changed'
  return (
    <Paper data-raised p="md" component="article">
      <Group justify="space-between">
        <div>
          <LinkTo to="/discovery/$id" params={{ id: draft.id }} fw={650}>
            {draft.title}
          </LinkTo>
          <Text size="sm" c="dimmed">
            {t('discovery.draftOf', { employee: draft.employee, workflow: draft.workflow })}
          </Text>
        </div>
        <Group gap="xs">
          <Badge variant="default">{t(`discovery.registered.${state}`)}</Badge>
          <Text size="xs" c="dimmed">
            {t('discovery.changedBy', { name: draft.changedBy })} <Instant at={draft.changedAt} />
          </Text>
        </Group>
      </Group>
    </Paper>
  )
}

function Versions() {
  const { t } = useTranslation()
  const versions = useQuery({ queryKey: ['dossiers'], queryFn: api.dossiers })
  return (
    <Found query={versions}>
      {({ items }) =>
        items.length === 0 ? null : (
          <Paper data-raised p="md" component="section">
            <Title order={2} size="h5" mb="xs">
              {t('discovery.versions')}
            </Title>
            <Table.ScrollContainer minWidth={560} type="native">
              <Table fz="sm">
                <Table.Thead>
                  <Table.Tr>
                    {(['workflow', 'version', 'errors', 'signed', 'registered'] as const).map((column) => (
                      <Table.Th key={column}>{t(`discovery.column.${column}`)}</Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((version) => (
                    <VersionRow key={version.id} version={version} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Paper>
        )
      }
    </Found>
  )
}

function VersionRow({ version }: { version: DossierSummary }) {
  const { t } = useTranslation()
  return (
    <Table.Tr>
      <Table.Td>{version.workflow}</Table.Td>
      <Table.Td className="number">{version.hash.slice(0, 12)}</Table.Td>
      <Table.Td>{version.errors}</Table.Td>
      <Table.Td>{version.signatures.map(({ name }) => name).join(', ') || t('discovery.nobody')}</Table.Td>
      <Table.Td>
        <Instant at={version.registeredAt} />
      </Table.Td>
    </Table.Tr>
  )
}

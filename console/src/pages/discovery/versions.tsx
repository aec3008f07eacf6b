// From a draft to a signed version: register what one has looked at, sign it as one of two people, compare versions, and take the dossier along in another
// form.

import { Badge, Button, Group, Paper, Select, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type DossierSummary, type ExportFormat } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { useMay, useMe } from '../../ui/me.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Empty, Found, ProblemNote } from '../../ui/states.tsx'
import { Instant } from '../../ui/text.tsx'
import { useDraftEditing } from './draft-editing.tsx'
import { Frozen } from './frozen.tsx'
import { VersionDiff } from './version-diff.tsx'

export function VersionsTab() {
  const { draft } = useDraftEditing()
  const versions = useQuery({ queryKey: ['dossiers'], queryFn: api.dossiers })
  const employees = useQuery({ queryKey: ['employees'], queryFn: api.employees })
  const employeeId = employees.data?.items.find(({ name }) => name === draft.employee)?.id
  return (
    <Stack gap="md">
      <Register />
      <Found query={versions}>
        {({ items }) => (
          <Own versions={items.filter((one) => one.workflow === draft.workflow && one.employeeId === employeeId)} />
        )}
      </Found>
      <TakeAlong />
    </Stack>
  )
}

function Register() {
  const { t } = useTranslation()
  const { draft, examination, saving } = useDraftEditing()
  const may = useMay()
  const queries = useQueryClient()
  const registering = useMutation({
    mutationFn: () => api.registerDraft(draft.id, draft.revision),
    onSettled: () => queries.invalidateQueries(),
  })
  const whyNot =
    may('dossier.register') ??
    (examination?.hash == null
      ? t('discovery.version.unreadable')
      : draft.registered?.current
        ? t('discovery.version.already')
        : saving
          ? t('discovery.saving')
          : null)
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {t('discovery.version.register')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('discovery.version.registerLead')}
      </Text>
      {registering.error !== null && <ProblemNote error={registering.error} />}
      <Group gap="sm">
        <ActButton why={whyNot} onPress={() => registering.mutate()} loading={registering.isPending}>
          {t('discovery.version.registerNow')}
        </ActButton>
        {examination?.hash != null && (
          <Text size="xs" c="dimmed" className="number">
            {t('discovery.version.hash', {
              hash: examination.hash.slice(0, 12),
              errors: examination.errors,
              warnings: examination.warnings,
            })}
          </Text>
        )}
      </Group>
    </Paper>
  )
}

function Own({ versions }: { versions: DossierSummary[] }) {
  const { t } = useTranslation()
  const [compared, setCompared] = useState<{ from: string; to: string } | null>(null)
  const [looked, setLooked] = useState<string | null>(null)
  if (versions.length === 0) return <Empty title={t('discovery.version.none')}>{t('discovery.version.noneWhy')}</Empty>
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('discovery.versions')}
      </Title>
      <Table.ScrollContainer minWidth={620} type="native">
        <Table fz="sm">
          <Table.Thead>
            <Table.Tr>
              {(['version', 'errors', 'signed', 'registered', 'acts'] as const).map((column) => (
                <Table.Th key={column}>{t(`discovery.column.${column}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {versions.map((version, at) => (
              <Version
                key={version.id}
                version={version}
                before={versions[at + 1] ?? null}
                onCompare={setCompared}
                onLook={() => setLooked(looked === version.id ? null : version.id)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {looked !== null && <Frozen key={looked} dossierId={looked} />}
      {compared !== null && <VersionDiff key={`${compared.from} ${compared.to}`} {...compared} />}
    </Paper>
  )
}

type VersionProps = {
  version: DossierSummary
  before: DossierSummary | null
  onCompare: (pair: { from: string; to: string }) => void
  onLook: () => void
}

function Version({ version, before, onCompare, onLook }: VersionProps) {
  const { t } = useTranslation()
  const may = useMay()
  const me = useMe()
  const [signing, setSigning] = useState(false)
  const mine = version.signatures.some(({ personId }) => personId === me?.id)
  const whyNot =
    may('dossier.sign') ??
    (version.errors > 0
      ? t('dossier.hasErrors', { count: version.errors })
      : mine
        ? t('dossier.signedByYou')
        : version.signed
          ? t('dossier.ready')
          : null)
  return (
    <Table.Tr>
      <Table.Td className="number">{version.hash.slice(0, 12)}</Table.Td>
      <Table.Td>{version.errors}</Table.Td>
      <Table.Td>
        <Badge variant="default">{t('discovery.version.signatures', { count: version.signatures.length })}</Badge>{' '}
        {version.signatures.map(({ name }) => name).join(', ')}
      </Table.Td>
      <Table.Td>
        <Instant at={version.registeredAt} />
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          <ActButton size="compact-sm" why={whyNot} onPress={() => setSigning(true)}>
            {t('dossier.sign')}
          </ActButton>
          <Button size="compact-sm" variant="default" onClick={onLook}>
            {t('frozen.show')}
          </Button>
          <PrintVersion id={version.id} />
          {before !== null && (
            <Button size="compact-sm" variant="default" onClick={() => onCompare({ from: before.id, to: version.id })}>
              {t('discovery.version.compare')}
            </Button>
          )}
        </Group>
        {signing && (
          <ReasonDialog
            title={t('dossier.sign')}
            consequence={t('dossier.signConsequence', { hash: version.hash.slice(0, 16) })}
            confirm={t('dossier.sign')}
            withReason={false}
            act={() => api.signDossier(version.id)}
            onClose={() => setSigning(false)}
          />
        )}
      </Table.Td>
    </Table.Tr>
  )
}

const formats = ['html', 'svg', 'mermaid', 'bpmn'] as const satisfies readonly ExportFormat[]

/** The version on paper, with who has signed it. */
function PrintVersion({ id }: { id: string }) {
  const { t } = useTranslation()
  const printing = useMutation({ mutationFn: async () => saveFile(await api.exportVersion(id, 'html')) })
  return (
    <>
      <Button size="compact-sm" variant="default" loading={printing.isPending} onClick={() => printing.mutate()}>
        {t('discovery.version.print')}
      </Button>
      {printing.error !== null && <ProblemNote error={printing.error} />}
    </>
  )
}

function TakeAlong() {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const [format, setFormat] = useState<ExportFormat>('html')
  const taking = useMutation({
    mutationFn: async () => saveFile(await api.exportDossier(draft.files, format)),
  })
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('discovery.export.title')}
      </Title>
      {taking.error !== null && <ProblemNote error={taking.error} />}
      <Group align="flex-end" gap="sm">
        <Select
          w={420}
          label={t('discovery.export.as')}
          value={format}
          allowDeselect={false}
          data={formats.map((value) => ({ value, label: t(`discovery.export.${value}`) }))}
          onChange={(next) => setFormat((next ?? 'html') as ExportFormat)}
        />
        <Button variant="default" loading={taking.isPending} onClick={() => taking.mutate()}>
          {t('discovery.export.take')}
        </Button>
      </Group>
    </Paper>
  )
}

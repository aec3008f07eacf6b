// How a dossier begins: with nothing, from a version that was registered, or from files somebody has. An employee that does not exist yet is hired on the
// way.

import { Button, FileInput, Group, Modal, SegmentedControl, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Opening } from '../../api.ts'
import { ProblemNote } from '../../ui/states.tsx'
import { nameFor } from './documents.ts'

type From = Opening['from']

export function NewDraft({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [from, setFrom] = useState<From>('nothing')
  return (
    <Modal opened onClose={onClose} title={<Text fw={650}>{t('discovery.begin')}</Text>} size="lg">
      <Stack gap="md">
        <SegmentedControl
          aria-label={t('discovery.from.label')}
          value={from}
          onChange={(next) => setFrom(next as From)}
          data={(['nothing', 'version', 'files'] as const).map((value) => ({ value, label: t(`discovery.from.${value}`) }))}
        />
        {from === 'nothing' && <FromNothing />}
        {from === 'version' && <FromVersion />}
        {from === 'files' && <FromFiles />}
      </Stack>
    </Modal>
  )
}

/** Opens the draft and goes there; hires the employee first where nobody of that name works here. */
function useOpening() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ opening, hire }: { opening: Opening; hire: string | null }) => {
      if (hire !== null) await api.hire({ name: hire, agent: { kind: 'http' } })
      return api.openDraft(opening)
    },
    onSuccess: async (draft) => {
      await queries.invalidateQueries()
      await navigate({ to: '/discovery/$id', params: { id: draft.id } })
    },
  })
}

function FromNothing() {
  const { t } = useTranslation()
  const employees = useQuery({ queryKey: ['employees'], queryFn: api.employees })
  const [title, setTitle] = useState('')
  const [employee, setEmployee] = useState('')
  const [channels, setChannels] = useState<string[]>([])
  const opening = useOpening()
  const known = employees.data?.items.map(({ name }) => name) ?? []
  const missing = title.trim() === '' || employee.trim() === '' || channels.length === 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const name = employee.trim()
    opening.mutate({
      opening: {
        from: 'nothing',
        employee: name,
        title: title.trim(),
        workflow: nameFor(title, []),
        channels: channels.map((channel) => nameFor(channel, [])),
      },
      hire: known.includes(name) ? null : name,
    })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          data-autofocus
          required
          label={t('discovery.new.work')}
          description={t('discovery.new.workHint')}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          required
          label={t('discovery.new.employee')}
          description={t('discovery.new.employeeHint')}
          value={employee}
          onChange={(event) => setEmployee(event.currentTarget.value)}
        />
        <TagsInput
          required
          label={t('discovery.new.channels')}
          description={t('discovery.new.channelsHint')}
          value={channels}
          onChange={setChannels}
        />
        <Submit missing={missing} opening={opening} />
      </Stack>
    </form>
  )
}

function Submit({ missing, opening }: { missing: boolean; opening: ReturnType<typeof useOpening> }) {
  const { t } = useTranslation()
  return (
    <>
      {opening.error !== null && <ProblemNote error={opening.error} />}
      <Group justify="flex-end">
        <Button type="submit" disabled={missing} loading={opening.isPending}>
          {t('discovery.begin')}
        </Button>
      </Group>
    </>
  )
}

function FromVersion() {
  const { t } = useTranslation()
  const versions = useQuery({ queryKey: ['dossiers'], queryFn: api.dossiers })
  const [dossierId, setDossierId] = useState<string | null>(null)
  const opening = useOpening()
  const data =
    versions.data?.items.map(({ id, workflow, hash }) => ({ value: id, label: `${workflow} ${hash.slice(0, 12)}` })) ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (dossierId !== null) opening.mutate({ opening: { from: 'version', dossierId }, hire: null })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Select
          label={t('discovery.new.version')}
          data={data}
          value={dossierId}
          onChange={setDossierId}
          nothingFoundMessage={t('discovery.noVersions')}
        />
        <Submit missing={dossierId === null} opening={opening} />
      </Stack>
    </form>
  )
}

/** Interviews are told from the four documents by what their names are; a browser gives no folders. */
function FromFiles() {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<File[]>([])
  const opening = useOpening()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const texts = await Promise.all(chosen.map(async (file) => [pathOf(file.name), await file.text()] as const))
    opening.mutate({ opening: { from: 'files', files: Object.fromEntries(texts) }, hire: null })
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <FileInput
          multiple
          label={t('discovery.new.files')}
          description={t('discovery.new.filesHint')}
          accept=".yaml,.yml,.md"
          value={chosen}
          onChange={setChosen}
        />
        <Submit missing={chosen.length === 0} opening={opening} />
      </Stack>
    </form>
  )
}

function pathOf(name: string): string {
  return ['workflow.yaml', 'integrations.yaml', 'targets.yaml', 'SOUL.md'].includes(name) ? name : `interviews/${name}`
}

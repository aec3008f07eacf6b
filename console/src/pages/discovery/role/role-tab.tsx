// The role definition: what is enforced as forms, what the agent reads as text, and the whole file for those who want it.

import { Alert, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { files, isRaw } from '../documents.ts'
import { useDraftEditing } from '../draft-editing.tsx'
import { BoundArea, BoundTags, BoundText } from '../fields.tsx'
import { FileText, TextPart } from '../file-text.tsx'
import { FindingList } from '../finding-list.tsx'
import { Bounds, Review } from './bounds.tsx'
import { Rules } from './rules.tsx'

export function RoleTab() {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const [shown, setShown] = useState('form')
  const readable = draft.documents.role !== null && isRaw(draft.documents.role.front)
  return (
    <Stack gap="md">
      <div>
        <SegmentedControl
          aria-label={t('roleTab.shown')}
          value={shown}
          onChange={setShown}
          data={['form', 'text'].map((value) => ({ value, label: t(`roleTab.as.${value}`) }))}
        />
      </div>
      {!readable && (
        <Alert color="red" variant="light" title={t('roleTab.unreadable')}>
          {t('roleTab.unreadableHow')}
        </Alert>
      )}
      {shown === 'text' || !readable ? (
        <Section title={files.role} lead={t('roleTab.textLead')}>
          <FileText file={files.role} />
        </Section>
      ) : (
        <RoleForm />
      )}
    </Stack>
  )
}

const at = (...place: string[]) => ({ file: files.role, place, word: `role.${place.join('_')}` })

function RoleForm() {
  const { t } = useTranslation()
  const { findingsIn } = useDraftEditing()
  const findings = findingsIn(files.role)
  return (
    <>
      {findings.length > 0 && (
        <Section title={t('roleTab.findings')}>
          <FindingList findings={findings} />
        </Section>
      )}
      <Section title={t('roleTab.who')} lead={t('roleTab.whoLead')}>
        <BoundText {...at('name')} />
        <BoundText {...at('role')} />
        <BoundTags {...at('languages')} />
        <BoundArea {...at('disclosure')} />
      </Section>
      {(['may', 'must_not', 'escalate_when'] as const).map((list) => (
        <Section key={list} title={t(`roleTab.${list}.title`)} lead={t(`roleTab.${list}.lead`)}>
          <Rules list={list} />
        </Section>
      ))}
      <Section title={t('roleTab.review')} lead={t('roleTab.reviewLead')}>
        <Review />
      </Section>
      <Section title={t('roleTab.limits')} lead={t('roleTab.limitsLead')}>
        <Bounds />
      </Section>
      <Section title={t('roleTab.body')} lead={t('roleTab.bodyLead')}>
        <Body />
      </Section>
    </>
  )
}

function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {title}
      </Title>
      {lead !== undefined && (
        <Text size="sm" c="dimmed" mb="sm">
          {lead}
        </Text>
      )}
      <Stack gap="sm">{children}</Stack>
    </Paper>
  )
}

const mostCharacters = 18_000

/** The text below the front matter. Its place in the file is found by its words, so that findings show at the right lines. */
function Body() {
  const { t } = useTranslation()
  const { draft, edit } = useDraftEditing()
  const whole = draft.files[files.role] ?? ''
  const body = draft.documents.role?.body ?? ''
  const from = body === '' ? whole.length : whole.lastIndexOf(body)
  return (
    <>
      <TextPart
        part={`${files.role} body`}
        file={files.role}
        label={t('roleTab.body')}
        saved={body}
        before={from === -1 ? '' : whole.slice(0, from)}
        save={({ base, text }) => edit({ kind: 'set', file: files.role, place: ['body'], was: base, now: text })}
      />
      <Text size="xs" c="dimmed">
        {t('roleTab.characters', { count: [...whole].length, most: mostCharacters })}
      </Text>
    </>
  )
}

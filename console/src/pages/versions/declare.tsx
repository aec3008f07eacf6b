// What no document and no provider tells: what the agent is told or knows elsewhere, which agent it is, who reviews. A person says so, and evidence ages as the printed rule says.

import { Paper, Select, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type DeclareChangeRequest } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { useMay } from '../../ui/me.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'

type Kind = DeclareChangeRequest['kind']
const kinds = ['prompt', 'knowledge', 'agent_binding', 'reviewers'] as const satisfies readonly Kind[]

export function DeclarePart({ rolloutId }: { rolloutId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState(false)
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {t('declare.title')}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {t('declare.lead')}
      </Text>
      <ActButton variant="default" why={may('rollout.declare_change')} onPress={() => setAsked(true)}>
        {t('declare.say')}
      </ActButton>
      {asked && <Declare rolloutId={rolloutId} onClose={() => setAsked(false)} />}
    </Paper>
  )
}

function Declare({ rolloutId, onClose }: { rolloutId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>('prompt')
  const [what, setWhat] = useState('')
  return (
    <ReasonDialog
      title={t('declare.title')}
      consequence={t(kind === 'reviewers' ? 'declare.agesNothing' : 'declare.agesAll')}
      confirm={t('declare.say')}
      danger={kind !== 'reviewers'}
      blocked={what.trim() === '' ? t('declare.whatMissing') : null}
      act={(reason) => api.declareChange(rolloutId, { kind, what: what.trim(), reason })}
      onClose={onClose}
    >
      <Select
        label={t('declare.kind')}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: t(`ageing.${value}`) }))}
        value={kind}
        onChange={(value) => setKind(kinds.find((one) => one === value) ?? 'prompt')}
      />
      <TextInput
        label={t('declare.what')}
        maxLength={200}
        required
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
    </ReasonDialog>
  )
}

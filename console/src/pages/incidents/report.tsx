// Reporting an incident from the page of the interaction it happened in.

import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type IncidentSummary } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { useMay } from '../../ui/me.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'

const severities = ['minor', 'major', 'severe'] as const

export function ReportIncident({ interactionId }: { interactionId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const [severity, setSeverity] = useState<IncidentSummary['severity']>('major')
  const [consequence, setConsequence] = useState('')
  return (
    <>
      <ActButton variant="default" why={may('incident.report')} onPress={() => setOpen(true)}>
        {t('incidents.report')}
      </ActButton>
      {open && (
        <ReasonDialog
          title={t('incidents.report')}
          consequence={t('incidents.reportConsequence')}
          confirm={t('incidents.report')}
          label={t('incidents.happened')}
          danger
          act={(happened) =>
            api.reportIncident({
              interactions: [interactionId],
              severity,
              happened,
              consequence: consequence.trim() === '' ? null : consequence.trim(),
            })
          }
          onClose={() => setOpen(false)}
        >
          <Select
            label={t('incidents.severity')}
            description={t('incidents.severeMeans')}
            data={severities.map((value) => ({ value, label: t(`incidents.severities.${value}`) }))}
            value={severity}
            allowDeselect={false}
            onChange={(value) => setSeverity(severities.find((each) => each === value) ?? 'major')}
          />
          <Textarea
            label={t('incidents.consequence')}
            autosize
            minRows={2}
            maxLength={2000}
            value={consequence}
            onChange={(event) => setConsequence(event.currentTarget.value)}
          />
        </ReasonDialog>
      )}
    </>
  )
}

// What may follow from looking: a version run on judged cases, and taken up. Each says beforehand what it does, and why it cannot be done.

import { NumberInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type DossierSummary, type Rollout, type VersionChanges } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { useMay } from '../../ui/me.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'

type Of = { rollout: Rollout; version: DossierSummary }

/** With 300 unchanged cases a bound loses 1.5 points (GATES.md section 8); the API takes at most 2,000. */
const [usualCases, mostCases] = [300, 2000]

export function OrderReplay({ rollout, version }: Of) {
  const { t } = useTranslation()
  const may = useMay()
  const navigate = useNavigate()
  const [asked, setAsked] = useState(false)
  const [cases, setCases] = useState<number | string>(usualCases)
  const limit = Number(cases)
  const fine = Number.isInteger(limit) && limit >= 1 && limit <= mostCases
  return (
    <>
      <ActButton variant="default" why={may('replay.order')} onPress={() => setAsked(true)}>
        {t('versions.replay')}
      </ActButton>
      {asked && (
        <ReasonDialog
          title={t('versions.replay')}
          consequence={t('versions.replayConsequence')}
          confirm={t('versions.replayNow')}
          withReason={false}
          blocked={fine ? null : t('versions.casesHow', { most: mostCases })}
          act={async () => {
            const { replayId } = await api.orderReplay(rollout.id, version.id, limit)
            await navigate({ to: '/replays/$id', params: { id: replayId } })
          }}
          onClose={() => setAsked(false)}
        >
          <NumberInput
            data-autofocus
            label={t('versions.cases')}
            description={t('versions.casesHow', { most: mostCases })}
            min={1}
            max={mostCases}
            allowDecimal={false}
            value={cases}
            onChange={setCases}
          />
        </ReasonDialog>
      )}
    </>
  )
}

export function Adopt({ rollout, version, told }: Of & { told: VersionChanges }) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState(false)
  const whyNot =
    may('rollout.adopt_version') ??
    (rollout.phase === 'retired' || rollout.phase === 'discovery'
      ? t('versions.whyNot.phase', { phase: t(`phase.${rollout.phase}`) })
      : version.errors > 0
        ? t('versions.whyNot.errors', { count: version.errors })
        : told.signatures < 2 && !rollout.rehearsal
          ? t('versions.whyNot.signatures', { count: 2 - told.signatures })
          : told.lacking.length > 0
            ? t('versions.whyNot.lackingShort', { count: told.lacking.length })
            : null)
  const goesBack = told.phase !== told.phaseAfter
  return (
    <>
      <ActButton why={whyNot} onPress={() => setAsked(true)}>
        {t('versions.adopt')}
      </ActButton>
      {asked && (
        <ReasonDialog
          title={t('versions.adoptTitle', { version: version.hash.slice(0, 12) })}
          consequence={[
            told.aged.length === 0
              ? t('versions.nothingAges')
              : t('versions.startOver', { aged: told.aged.length, all: rollout.cells.length }),
            ...(goesBack ? [t('versions.goesBack', { phase: t(`phase.${told.phaseAfter}`) })] : []),
            t('versions.withdrawn'),
          ].join(' ')}
          confirm={t('versions.adopt')}
          danger={goesBack}
          act={(reason) => api.adoptVersion(rollout.id, version.id, reason)}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}

// How well reviewers see what is wrong: together, which is a condition of the gate, and each. Who is excluded, who is proposed to be, and the way back.

import { Alert, Badge, Group, Stack, Table, Text } from '@mantine/core'
import { IconAlertTriangle, IconUserOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Reviewers } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { OutcomeMark } from '../../ui/marks.tsx'
import { useMay } from '../../ui/me.ts'
import { number, percent } from '../../ui/numbers.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Found } from '../../ui/states.tsx'
import { Exclusions } from './exclusions.tsx'

export function ReviewersPart({ rolloutId }: { rolloutId: string }) {
  const { t } = useTranslation()
  const query = useQuery({ queryKey: ['rollout', rolloutId, 'reviewers'], queryFn: () => api.reviewers(rolloutId) })
  return (
    <Found query={query}>
      {(found) => (
        <Stack gap="md">
          <Together found={found} />
          {found.reviewers.length === 0 ? (
            <Text size="sm">{t('reviewers.none')}</Text>
          ) : (
            <Each rolloutId={rolloutId} found={found} />
          )}
          <Exclusions found={found} />
        </Stack>
      )}
    </Found>
  )
}

function Together({ found: { pooled, corrected, leastSeconds } }: { found: Reviewers }) {
  const { t } = useTranslation()
  const { sensitivity, agreement, goldenWrong } = pooled
  return (
    <Stack gap={4} data-testid="pooled">
      <Group gap="sm">
        <OutcomeMark outcome={sensitivity.outcome} />
        <Text size="sm">
          {t('reviewers.pooled', {
            found: goldenWrong.found,
            n: goldenWrong.n,
            lower: percent(sensitivity.lower),
            floor: percent(sensitivity.floor, 0),
          })}{' '}
          {sensitivity.needed !== null && sensitivity.needed > 0 && t('reviewers.needed', { count: sensitivity.needed })}
        </Text>
      </Group>
      <Text size="sm">
        {agreement.n === 0
          ? t('reviewers.noPairs')
          : t('reviewers.agreement', {
              count: agreement.n,
              positive: percent(agreement.positive),
              kappa: number(agreement.kappa),
            })}
      </Text>
      <Text size="sm">
        {corrected === null
          ? t('reviewers.notCorrected')
          : t('reviewers.corrected', { judged: percent(corrected.judged), behind: percent(corrected.behind) })}
      </Text>
      <Text size="xs" c="dimmed">
        {t('reviewers.dwell', { seconds: leastSeconds })}
      </Text>
    </Stack>
  )
}

type One = Reviewers['reviewers'][number]

function Each({ rolloutId, found }: { rolloutId: string; found: Reviewers }) {
  const { t } = useTranslation()
  const right = { textAlign: 'end' } as const
  return (
    <Table.ScrollContainer minWidth={820} type="native">
      <Table fz="sm" verticalSpacing={8} className="number">
        <Table.Thead>
          <Table.Tr>
            {(['who', 'wrong', 'right', 'agreement', 'pace', 'confirmed', 'acts'] as const).map((column) => (
              <Table.Th key={column} style={column === 'who' || column === 'acts' ? {} : right}>
                {t(`reviewers.column.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.reviewers.map((one) => (
            <Row key={one.reviewer} rolloutId={rolloutId} one={one} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Row({ rolloutId, one }: { rolloutId: string; one: One }) {
  const { t } = useTranslation()
  const { sensitivity, agreement } = one
  return (
    <Table.Tr data-reviewer={one.reviewer}>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <Text size="sm" fw={600}>
          {one.name ?? one.reviewer}
        </Text>
        <Flag one={one} />
      </Table.Td>
      <Cell
        above={t('reviewers.ofN', { n: one.goldenWrong.n, found: one.goldenWrong.found })}
        below={
          one.goldenWrong.n === 0 ? t('reviewers.nothingShown') : t('reviewers.atLeast', { lower: percent(sensitivity.lower) })
        }
      />
      <Cell above={t('reviewers.ofN', { n: one.goldenRight.n, found: one.goldenRight.right })} />
      <Cell
        above={percent(agreement.positive)}
        below={t('reviewers.kappa', { kappa: number(agreement.kappa), count: agreement.n })}
      />
      <Cell
        above={one.medianSeconds === null ? '–' : t('reviewers.seconds', { value: number(one.medianSeconds, 1) })}
        below={t('reviewers.tooFast', { fast: one.tooFast, count: one.verdicts })}
      />
      <Cell above={String(one.confirmed)} />
      <Table.Td style={{ verticalAlign: 'top' }}>
        <Exclude rolloutId={rolloutId} one={one} />
      </Table.Td>
    </Table.Tr>
  )
}

function Cell({ above, below }: { above: string; below?: string }) {
  return (
    <Table.Td ta="end" style={{ verticalAlign: 'top' }}>
      {above}
      {below !== undefined && (
        <Text size="xs" c="dimmed">
          {below}
        </Text>
      )}
    </Table.Td>
  )
}

function Flag({ one: { excluded, rubberStamp } }: { one: One }) {
  const { t } = useTranslation()
  return (
    <Group gap={4}>
      {excluded && (
        <Badge color="red" c="var(--mantine-color-text)" leftSection={<IconUserOff size={13} aria-hidden />}>
          {t('reviewers.excluded')}
        </Badge>
      )}
      {rubberStamp !== null && (
        <Badge color="orange" c="var(--mantine-color-text)" leftSection={<IconAlertTriangle size={13} aria-hidden />}>
          {t(`reviewers.stamp.${rubberStamp}`)}
        </Badge>
      )}
    </Group>
  )
}

function Exclude({ rolloutId, one }: { rolloutId: string; one: One }) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState(false)
  const name = one.name ?? one.reviewer
  if (one.excluded) return null
  return (
    <>
      <ActButton
        size="compact-sm"
        variant="default"
        className="no-print"
        why={may('reviewer.exclude')}
        onPress={() => setAsked(true)}
      >
        {t('reviewers.exclude')}
      </ActButton>
      {asked && (
        <ReasonDialog
          danger
          title={t('reviewers.excludeOf', { name })}
          consequence={t('reviewers.excludeConsequence')}
          confirm={t('reviewers.exclude')}
          act={(reason) => api.excludeReviewer(rolloutId, one.reviewer, reason)}
          onClose={() => setAsked(false)}
        >
          {one.rubberStamp === null && (
            <Alert color="gray" p="xs" variant="light">
              <Text size="sm">{t('reviewers.ruleSaysNothing')}</Text>
            </Alert>
          )}
        </ReasonDialog>
      )}
    </>
  )
}

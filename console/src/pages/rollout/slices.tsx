// Where the work is worse than agreed: every part with evidence, the flagged ones first, and what a quiet one would have shown.

import { Badge, Button, Paper, Table, Text, Title } from '@mantine/core'
import { IconEye, IconFlag, IconPoint } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Slices as Found } from '../../api.ts'
import { unlessLive } from '../../live.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { withMarks } from '../../ui/invisible.ts'
import { useMay } from '../../ui/me.ts'
import { number, percent } from '../../ui/numbers.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Found as FoundOf } from '../../ui/states.tsx'

const states = {
  flagged: { icon: IconFlag, color: 'red' },
  watched: { icon: IconEye, color: 'yellow' },
  quiet: { icon: IconPoint, color: 'gray' },
} as const

/** So many are shown before somebody asks for all of them. */
const atFirst = 12

export function Slices({ rolloutId }: { rolloutId: string }) {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: ['gate', rolloutId, 'slices'],
    queryFn: () => api.slices(rolloutId),
    refetchInterval: unlessLive(30_000),
  })
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {t('slices.title')}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {t('slices.lead')}
      </Text>
      <FoundOf query={query}>
        {(found) =>
          found.slices.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('slices.none')}
            </Text>
          ) : (
            <Rows found={found} />
          )
        }
      </FoundOf>
    </Paper>
  )
}

function Rows({ found: { slices, flags } }: { found: Found }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const open = new Map(flags.filter(({ state }) => state === 'open').map((flag) => [flag.slice, flag.id]))
  return (
    <>
      <Table.ScrollContainer minWidth={620} type="native">
        <Table verticalSpacing={6} fz="sm" className="number">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('slices.slice')}</Table.Th>
              <Table.Th>{t('slices.state')}</Table.Th>
              <Table.Th ta="end">{t('slices.cases')}</Table.Th>
              <Table.Th ta="end">{t('slices.wrong')}</Table.Th>
              <Table.Th ta="end">{t('slices.rate')}</Table.Th>
              <Table.Th>{t('discovery.column.acts')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {slices.slice(0, all ? undefined : atFirst).map((slice) => (
              <Row key={slice.slice} slice={slice} flagId={open.get(slice.slice) ?? null} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {!all && slices.length > atFirst && (
        <Button size="compact-sm" variant="default" mt="xs" onClick={() => setAll(true)}>
          {t('slices.more', { count: slices.length })}
        </Button>
      )}
    </>
  )
}

function Row({ slice, flagId }: { slice: Found['slices'][number]; flagId: string | null }) {
  const { t } = useTranslation()
  const may = useMay()
  const [closing, setClosing] = useState(false)
  const { icon: Shown, color } = states[slice.state]
  return (
    <Table.Tr>
      <Table.Td className="words" dir="ltr">
        {withMarks(slice.slice.replaceAll('&', ' & '))}
      </Table.Td>
      <Table.Td>
        <Badge color={color} c="var(--mantine-color-text)" leftSection={<Shown size={13} aria-hidden />}>
          {t(`slices.states.${slice.state}`)}
        </Badge>
        {slice.cleared !== null && (
          <Text size="xs" c="dimmed">
            {slice.cleared ? t('slices.cleared') : t('slices.needs', { count: slice.need })}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="end">{number(slice.n, 0)}</Table.Td>
      <Table.Td ta="end">{number(slice.wrong, 1)}</Table.Td>
      <Table.Td ta="end">
        {percent(slice.errorRatio)}
        {slice.wouldHaveShown !== null && slice.state === 'quiet' && (
          <Text size="xs" c="dimmed">
            {t('slices.wouldHaveShown', { ratio: percent(slice.wouldHaveShown) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="end">
        {flagId !== null && (
          <ActButton size="compact-xs" variant="default" why={may('flag.close')} onPress={() => setClosing(true)}>
            {t('slices.close')}
          </ActButton>
        )}
        {closing && flagId !== null && (
          <ReasonDialog
            title={t('slices.close')}
            consequence={t('slices.closeConsequence')}
            confirm={t('slices.close')}
            act={(reason) => api.closeFlag(flagId, reason)}
            onClose={() => setClosing(false)}
          />
        )}
      </Table.Td>
    </Table.Tr>
  )
}

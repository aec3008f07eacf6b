// What a replay lets the new version take over: by type a lower bound, or why there is none. Evidence itself is never carried.

import { Paper, Table, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Replay } from '../../api.ts'
import { withMarks } from '../../ui/invisible.ts'
import { percent } from '../../ui/numbers.ts'

type Result = NonNullable<Replay['result']>
type Bound = Result['carried']

export function Carried({ replay: { result, state } }: { replay: Replay }) {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="md" component="section" data-testid="carried">
      <Title order={2} size="h5">
        {t('carried.title')}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {t('carried.lead')}
      </Text>
      {result === null ? (
        <Text size="sm">{t(state === 'stopped' ? 'carried.stopped' : 'carried.notYet')}</Text>
      ) : (
        <Told result={result} />
      )}
    </Paper>
  )
}

function Told({ result }: { result: Result }) {
  const { t } = useTranslation()
  const types = Object.entries(result.byType)
  return (
    <>
      <Text size="sm" fw={650} mb="xs">
        {result.touched
          ? t('carried.touched')
          : result.carried === null
            ? t('carried.nothing')
            : t('carried.overall', { lower: percent(result.carried.lower) })}
      </Text>
      <Table.ScrollContainer minWidth={600} type="native">
        <Table fz="sm" verticalSpacing={6} className="number">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('types.type')}</Table.Th>
              {(['cases', 'changed', 'noise'] as const).map((column) => (
                <Table.Th key={column} ta="end">
                  {t(`carried.column.${column}`)}
                </Table.Th>
              ))}
              <Table.Th>{t('carried.column.bound')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {types.map(([name, type]) => (
              <Table.Tr key={name} data-type={name}>
                <Table.Th scope="row" fw={500} className="nowrap">
                  {withMarks(name)}
                </Table.Th>
                <Table.Td ta="end">{type.cases}</Table.Td>
                <Table.Td ta="end">{type.changed}</Table.Td>
                <Table.Td ta="end">{type.noise}</Table.Td>
                <Table.Td>
                  <BoundOf bound={type.carried} affected={type.affected} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {(result.unanswerable > 0 || result.failed > 0) && (
        <Text size="xs" c="dimmed" mt="xs">
          {t('carried.countedAsChanged', { unanswerable: result.unanswerable, failed: result.failed })}
        </Text>
      )}
    </>
  )
}

function BoundOf({ bound, affected }: { bound: Bound; affected: boolean }) {
  const { t } = useTranslation()
  if (bound === null) return <>{t(affected ? 'carried.affected' : 'carried.noEvidence')}</>
  return (
    <>
      {t('carried.atLeast', { lower: percent(bound.lower) })}
      <Text size="xs" c="dimmed">
        {t('carried.how', { old: percent(bound.oldLower), changed: percent(bound.changedUpper) })}
      </Text>
    </>
  )
}

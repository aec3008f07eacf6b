// Accuracy of each query type with its band, beside the line that has to be proven, and the channels of its cells.

import { Badge, Group, Paper, Table, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Gate, Rollout } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { OutcomeMark } from '../../ui/marks.tsx'
import { percent } from '../../ui/numbers.ts'

export function QueryTypes({ rollout, gate }: { rollout: Rollout; gate: Gate | null }) {
  const { t } = useTranslation()
  const names = [
    ...new Set([...rollout.cells.map(({ queryType }) => queryType), ...Object.keys(gate?.evidence.byQueryType ?? {})]),
  ].toSorted()
  const line = gate?.criteria.find(({ name }) => name === 'accuracy')?.bound ?? null
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('types.title')}
      </Title>
      <Table.ScrollContainer minWidth={620} type="native">
        <Table verticalSpacing={6} fz="sm" className="number">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('types.type')}</Table.Th>
              <Table.Th>{t('types.channels')}</Table.Th>
              <Table.Th ta="end">{t('types.correct')}</Table.Th>
              <Table.Th ta="end">{t('types.estimate')}</Table.Th>
              <Table.Th>{t('types.gate')}</Table.Th>
              <Table.Th w={210}>{t('types.band')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {names.map((name) => {
              const reading = gate?.evidence.byQueryType[name] ?? null
              return (
                <Table.Tr key={name}>
                  <Table.Td>
                    <LinkTo to="/interactions" search={{ rollout: rollout.id, queryType: name }} underline="hover" size="sm">
                      {name}
                    </LinkTo>
                  </Table.Td>
                  <Table.Td>
                    <Group gap={4}>
                      {rollout.cells
                        .filter(({ queryType }) => queryType === name)
                        .map(({ channel }) => (
                          <Badge key={channel} size="sm" color="gray" c="var(--mantine-color-text)">
                            {channel}
                          </Badge>
                        ))}
                    </Group>
                  </Table.Td>
                  <Table.Td ta="end">
                    {reading === null ? '–' : t('types.of', { correct: reading.correct, n: reading.n })}
                  </Table.Td>
                  <Table.Td ta="end">{percent(shareOf(reading))}</Table.Td>
                  <Table.Td>{reading === null ? '–' : <OutcomeMark outcome={reading.gate} />}</Table.Td>
                  <Table.Td>
                    {reading === null || reading.n === 0 ? (
                      <Text size="xs" c="dimmed">
                        {t('types.noneJudged')}
                      </Text>
                    ) : (
                      <Band lower={reading.lower} upper={reading.upper} estimate={shareOf(reading)} line={line} />
                    )}
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed" mt={6}>
        {t('types.how')}
      </Text>
    </Paper>
  )
}

const shareOf = (reading: { n: number; correct: number } | null) =>
  reading === null || reading.n === 0 ? null : reading.correct / reading.n

/** The picture repeats the words beside it. */
function Band({ lower, upper, estimate, line }: { lower: number; upper: number; estimate: number | null; line: number | null }) {
  const { t } = useTranslation()
  const at = (ratio: number) => 2 + ratio * 196
  return (
    <div>
      <svg width="100%" height="16" viewBox="0 0 200 16" preserveAspectRatio="none" aria-hidden="true">
        <rect x="0" y="6" width="200" height="4" rx="2" fill="var(--mantine-color-default-border)" />
        <rect
          x={at(lower)}
          y="4"
          width={Math.max(2, at(upper) - at(lower))}
          height="8"
          rx="3"
          fill="var(--mantine-primary-color-filled)"
          opacity="0.45"
        />
        {estimate !== null && (
          <rect x={at(estimate) - 1.5} y="2" width="3" height="12" fill="var(--mantine-primary-color-filled)" />
        )}
        {line !== null && <rect x={at(line) - 0.75} y="0" width="1.5" height="16" fill="var(--mantine-color-text)" />}
      </svg>
      <Text size="xs" c="dimmed">
        {t('types.between', { lower: percent(lower), upper: percent(upper) })}
      </Text>
    </div>
  )
}

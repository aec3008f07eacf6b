// Query types by channels: which cells would start over, which of them a replay may carry a bound for, and which keep what they have. An icon and a word in each.

import { Group, Table, Text, Title } from '@mantine/core'
import { IconBan, IconCheck, IconMinus, IconRotate, IconRotate2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Cell, Rollout, VersionChanges } from '../../api.ts'
import { withMarks } from '../../ui/invisible.ts'

type Fate = 'keeps' | 'bound' | 'over' | 'gone'

const marks = {
  keeps: { icon: IconCheck, color: 'green' },
  bound: { icon: IconRotate2, color: 'yellow' },
  over: { icon: IconRotate, color: 'orange' },
  gone: { icon: IconBan, color: 'red' },
} as const

const has = (cells: readonly Cell[], { queryType, channel }: Cell) =>
  cells.some((cell) => cell.queryType === queryType && cell.channel === channel)

function fateOf(cell: Cell, { aged, never, lacking }: VersionChanges): Fate {
  if (has(lacking, cell)) return 'gone'
  if (has(never, cell)) return 'over'
  return has(aged, cell) ? 'bound' : 'keeps'
}

export function AgedCells({ rollout: { cells }, told }: { rollout: Rollout; told: VersionChanges }) {
  const { t } = useTranslation()
  const types = [...new Set(cells.map(({ queryType }) => queryType))].toSorted()
  const channels = [...new Set(cells.map(({ channel }) => channel))].toSorted()
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {t('versions.byCell')}
      </Title>
      <Table.ScrollContainer minWidth={180 + channels.length * 190} type="native">
        <Table fz="sm" verticalSpacing={6} data-testid="aged-cells">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('types.type')}</Table.Th>
              {channels.map((channel) => (
                <Table.Th key={channel}>{withMarks(channel)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {types.map((queryType) => (
              <Table.Tr key={queryType}>
                <Table.Th scope="row" fw={500} className="nowrap" style={{ verticalAlign: 'top' }}>
                  {withMarks(queryType)}
                </Table.Th>
                {channels.map((channel) => (
                  <Table.Td key={channel} style={{ verticalAlign: 'top' }}>
                    {has(cells, { queryType, channel }) ? (
                      <FateMark cell={{ queryType, channel }} told={told} />
                    ) : (
                      <IconMinus size={15} role="img" aria-label={t('versions.fate.none')} />
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  )
}

function FateMark({ cell, told }: { cell: Cell; told: VersionChanges }) {
  const { t } = useTranslation()
  const fate = fateOf(cell, told)
  const { icon: Shown, color } = marks[fate]
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <Shown size={16} aria-hidden color={`var(--mantine-color-${color}-filled)`} style={{ marginTop: 2 }} />
      <div>
        <Text size="sm">{t(`versions.fate.${fate}`)}</Text>
        <Because kinds={kindsThatAge(cell, told)} />
      </div>
    </Group>
  )
}

function kindsThatAge(cell: Cell, { changes }: VersionChanges): string[] {
  return [...new Set(changes.filter(({ cells }) => cells === 'all' || has(cells, cell)).map(({ kind }) => kind))]
}

/** The changes this cell starts over for. */
function Because({ kinds }: { kinds: string[] }) {
  const { t } = useTranslation()
  if (kinds.length === 0) return null
  const words = kinds.map((kind) => t(`ageing.${kind}`, { defaultValue: kind.replaceAll('_', ' ') }))
  return (
    <Text size="xs" c="dimmed">
      {t('versions.because', { kinds: words.join(', ') })}
    </Text>
  )
}

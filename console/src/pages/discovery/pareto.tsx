// Where the handling time goes, the largest first, with what the slices make up together.

import { Group, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { percent } from '../../ui/text.tsx'
import { asNumber, asRecords, asText, asTexts, isRaw, type Raw } from './documents.ts'
import { useDraftEditing } from './draft-editing.tsx'

export function ParetoView() {
  const { t } = useTranslation()
  const { examination } = useDraftEditing()
  const pareto = examination?.pareto
  if (!isRaw(pareto)) return null
  const unknown = asTexts(pareto.unknown)
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {t('discovery.pareto.title')}
      </Title>
      <Text size="sm" mb="sm">
        {asText(pareto.sentence) || t('discovery.pareto.nothing')}
      </Text>
      <Slices title={t('discovery.pareto.types')} slices={asRecords(pareto.types)} />
      <Slices title={t('discovery.pareto.edgeCases')} slices={asRecords(pareto.edgeCases)} />
      {unknown.length > 0 && (
        <Text size="xs" c="dimmed" mt="xs">
          {t('discovery.pareto.unknown', { names: unknown.join(', ') })}
        </Text>
      )}
    </Paper>
  )
}

function Slices({ title, slices }: { title: string; slices: Raw[] }) {
  const { t } = useTranslation()
  if (slices.length === 0) return null
  return (
    <Stack gap={4} mb="sm">
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {slices.map((slice) => (
        <Group key={asText(slice.name)} gap="xs" wrap="nowrap">
          <Text size="xs" w={190} truncate>
            {asText(slice.title)}
          </Text>
          <Progress flex={1} value={(asNumber(slice.shareRatio) ?? 0) * 100} aria-hidden />
          <Text size="xs" w={170} className="number">
            {t('discovery.pareto.share', { share: percent(asNumber(slice.shareRatio)), together: percent(asNumber(slice.cumulativeRatio)) })}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}

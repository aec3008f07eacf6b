// What changed between two versions: word by word in the text of the role, thing by thing everywhere else. Added and removed are told by words and marks, not
// by colour alone.

import { Badge, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Comparison } from '../../api.ts'
import { Found } from '../../ui/states.tsx'

export function VersionDiff({ from, to }: { from: string; to: string }) {
  const { t } = useTranslation()
  const comparison = useQuery({
    queryKey: ['comparison', from, to],
    queryFn: () => api.compareDossier(from, to),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Stack gap="sm" mt="md">
      <Title order={3} size="h6">
        {t('discovery.diff.title')}
      </Title>
      <Found query={comparison}>{(found) => <Changes comparison={found} />}</Found>
    </Stack>
  )
}

function Changes({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation()
  const parts = [
    ['workflow.yaml', comparison.workflow],
    ['SOUL.md', comparison.role.front],
    ['integrations.yaml', comparison.integrations],
    ['targets.yaml', comparison.targets],
    ['interviews', comparison.interviews],
  ] as const
  const rows = parts.flatMap(([file, changes]) => changes.map((change) => ({ file, ...change })))
  const words = comparison.role.body
  const rewritten = words.some(({ change }) => change !== 'same')
  if (rows.length === 0 && !rewritten) return <Text size="sm">{t('discovery.diff.same')}</Text>
  return (
    <>
      {rows.length > 0 && (
        <Table.ScrollContainer minWidth={560} type="native">
          <Table fz="sm">
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={`${row.file} ${row.place} ${row.kind}`}>
                  <Table.Td>
                    <Badge variant="default">{t(`discovery.diff.${row.kind}`)}</Badge>
                  </Table.Td>
                  <Table.Td>
                    {row.file} {row.place}
                  </Table.Td>
                  <Table.Td className="words">{row.kind === 'added' ? '' : shown(row.before)}</Table.Td>
                  <Table.Td className="words">{row.kind === 'removed' ? '' : shown(row.after)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {rewritten && (
        <div>
          <Text size="sm" fw={600}>
            {t('discovery.diff.role')}
          </Text>
          <Text size="sm" className="words" component="div">
            {words.map(({ text, change }, at) => {
              // Pieces have no name but their place in the text.
              const key = `${at} ${change}`
              if (change === 'added') return <ins key={key}>{text}</ins>
              if (change === 'removed') return <del key={key}>{text}</del>
              return <span key={key}>{text.length > 400 ? `${text.slice(0, 200)} … ${text.slice(-200)}` : text}</span>
            })}
          </Text>
        </div>
      )}
    </>
  )
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

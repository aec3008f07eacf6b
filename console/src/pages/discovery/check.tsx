// What the compiler finds while one writes: errors first, by document, each with why it matters, what to do, and the tab where to do it. Questions and
// differences that are open stand first: they are what a conversation settles.

import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Finding } from '../../api.ts'
import { LinkTo } from '../../ui/links.tsx'
import { ServerSays } from '../../ui/server-says.tsx'
import { Empty, Loading } from '../../ui/states.tsx'
import { files } from './documents.ts'
import { useDraftEditing } from './draft-editing.tsx'
import { linkOf } from './finding-link.ts'
import { findingWords } from './finding-words.ts'
import { ToSettle } from './to-settle.tsx'

const tabOf: Readonly<Record<string, string>> = {
  [files.workflow]: 'map',
  [files.role]: 'role',
  [files.integrations]: 'integrations',
  [files.targets]: 'targets',
}

export function CheckTab() {
  const { t } = useTranslation()
  const { examination } = useDraftEditing()
  if (examination === undefined) return <Loading />
  const { findings } = examination
  const documents = [...new Set(findings.map(({ file }) => file))]
  return (
    <Stack gap="md">
      <ToSettle />
      {findings.length === 0 ? (
        <Empty title={t('discovery.check.clean')}>{t('discovery.check.cleanWhy')}</Empty>
      ) : (
        documents.map((file) => (
          <Document key={file} file={file} findings={findings.filter((finding) => finding.file === file)} />
        ))
      )}
    </Stack>
  )
}

function Document({ file, findings }: { file: string; findings: Finding[] }) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/discovery/$id' })
  const tab = tabOf[file] ?? 'interviews'
  return (
    <Paper data-raised p="md" component="section">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {file}
        </Title>
        <Button size="compact-sm" variant="default" onClick={() => void navigate({ search: { tab } })}>
          {t('discovery.check.goTo', { tab: t(`discovery.tab.${tab}`) })}
        </Button>
      </Group>
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {findings.map((finding) => (
          <FindingLine key={`${finding.code} ${finding.line} ${finding.what}`} finding={finding} />
        ))}
      </Stack>
    </Paper>
  )
}

export function FindingLine({ finding }: { finding: Finding }) {
  const { t } = useTranslation()
  const { draft } = useDraftEditing()
  const { severity, line } = finding
  const { says, why, remedy, server, lang } = findingWords(finding)
  const { search, thing } = linkOf(draft, finding)
  return (
    <li>
      <Group gap={8} align="flex-start" wrap="nowrap">
        <Badge color={severity === 'error' ? 'red' : 'yellow'} c="var(--mantine-color-text)">
          {t(`discovery.severity.${severity}`)}
        </Badge>
        <div>
          <Text size="sm" className="words">
            <span lang={lang}>{says}</span>
            {line !== null && (
              <Text span size="xs" c="dimmed">
                {' '}
                {t('discovery.check.line', { line })}
              </Text>
            )}
          </Text>
          <Text size="xs" c="dimmed" className="words">
            <span lang={lang}>
              {why} {remedy}
            </span>{' '}
            {thing !== null && (
              <LinkTo to="/discovery/$id" params={{ id: draft.id }} search={search} size="xs">
                {t('findingLink.mend', { thing })}
              </LinkTo>
            )}
          </Text>
          <ServerSays>{server}</ServerSays>
        </div>
      </Group>
    </li>
  )
}

// Findings one below the other, in words: severity, line, what was found and what to do. Apart from the editors, so that who only reads loads none.

import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Finding } from '../../api.ts'
import { ServerSays } from '../../ui/server-says.tsx'
import { findingWords } from './finding-words.ts'

/** Findings in words, for whoever does not look at the margin. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation()
  if (findings.length === 0) return null
  return (
    <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('fileText.list')}>
      {findings.map((finding) => (
        <Line key={`${finding.code} ${finding.line} ${finding.what}`} finding={finding} />
      ))}
    </Stack>
  )
}

function Line({ finding }: { finding: Finding }) {
  const { t } = useTranslation()
  const { severity, line } = finding
  const { says, remedy, server, lang } = findingWords(finding)
  return (
    <Text component="li" size="sm" className="words">
      <b>
        {t(`fileText.${severity}`)}
        {line !== null && ` ${t('fileText.line', { line })}`}:
      </b>{' '}
      <span lang={lang}>
        {says} <span style={{ color: 'var(--mantine-color-dimmed)' }}>{remedy}</span>
      </span>
      <ServerSays>{server}</ServerSays>
    </Text>
  )
}

// A link or key that is shown this one time only.

import { ActionIcon, Alert, Code, CopyButton, Group, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Something shown once, with a way to copy it. */
export function Secret({ title, value, children }: { title: string; value: string; children: string }) {
  return (
    <Alert color="yellow" title={title}>
      <Text size="sm" mb={6}>
        {children}
      </Text>
      <Group wrap="nowrap" gap={6}>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap', flex: 1 }} data-testid="secret">
          {value}
        </Code>
        <Copy value={value} />
      </Group>
    </Alert>
  )
}

/** A button that copies. */
export function Copy({ value }: { value: string }) {
  const { t } = useTranslation()
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon variant="default" size="lg" onClick={copy} aria-label={t(copied ? 'common.copied' : 'common.copy')}>
          {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  )
}

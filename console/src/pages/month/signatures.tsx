// Who stands for a month: everybody who signed it, whether the numbers are still those they saw, and the act of signing.

import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Month } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { useMay, useMe } from '../../ui/me.ts'
import { monthName } from '../../ui/numbers.ts'
import { Part } from '../../ui/part.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Instant, Words } from '../../ui/text.tsx'

export function Signatures({ month }: { month: Month }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const whyNot = useWhyNot(month)
  return (
    <Part title={t('month.signatures.title')}>
      <Stack gap="xs">
        {month.signatures.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('month.signatures.none')}
          </Text>
        )}
        {month.signatures.map((one) => (
          <div key={`${one.personId} ${one.at}`} data-signature>
            <Group gap="xs">
              <Text size="sm" fw={600} component="bdi">
                {one.name ?? one.personId}
              </Text>
              <Text size="sm" c="dimmed">
                <Instant at={one.at} />
              </Text>
              {!one.current && (
                <Text size="sm" component="em">
                  {t('month.signatures.changed')}
                </Text>
              )}
            </Group>
            {one.note !== null && <Words>{one.note}</Words>}
          </div>
        ))}
        <Group justify="space-between" className="no-print">
          <Text size="xs" c="dimmed" component="code">
            {month.digest.slice(0, 16)}
          </Text>
          <ActButton why={whyNot} onPress={() => setAsking(true)}>
            {t('month.signatures.sign')}
          </ActButton>
        </Group>
      </Stack>
      {asking && (
        <ReasonDialog
          title={t('month.signatures.ask', { month: monthName(month.month) })}
          consequence={t('month.signatures.consequence', { digest: month.digest.slice(0, 16) })}
          confirm={t('month.signatures.sign')}
          label={t('month.signatures.note')}
          act={(note) => api.signMonth(month.month, { digest: month.digest, note })}
          onClose={() => setAsking(false)}
        />
      )}
    </Part>
  )
}

/** Why nobody, or not this person, can sign now; null: they can. */
function useWhyNot({ over, signatures }: Month): string | null {
  const { t } = useTranslation()
  const me = useMe()
  const may = useMay()('month.sign')
  if (!over) return t('month.signatures.running')
  if (signatures.some(({ personId, current }) => current && personId === me?.id)) return t('month.signatures.signed')
  return may
}

// Every verdict on this item, those taken back too: who, when, why.

import { Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReviewCard, VerdictKind } from '../../api.ts'
import { VerdictIcon } from '../../ui/marks.tsx'
import { Instant, Words } from '../../ui/text.tsx'

export function History({ card }: { card: ReviewCard }) {
  const { t } = useTranslation()
  if (card.verdicts.length === 0) return null
  return (
    <section aria-labelledby="card-history" data-testid="history">
      <Text className="eyebrow" component="h3" id="card-history" m={0} mb={4}>
        {t('past.title')}
      </Text>
      {card.verdicts.map(({ id, kind, stands, givenBy, givenByName, givenAt, reasons, note }) => (
        <div key={id} className="verdict-past">
          <Group gap={6} wrap="wrap">
            <VerdictIcon kind={kind} />
            <Text size="sm" td={stands ? 'none' : 'line-through'}>
              {t(`verdict.${kind satisfies VerdictKind}`)}
            </Text>
            <Text size="xs" c="dimmed">
              {givenByName ?? givenBy} · <Instant at={givenAt} />
              {!stands && ` · ${t('past.takenBack')}`}
              {reasons.length > 0 && ` · ${reasons.map((reason) => t(`reason.${reason}`)).join(', ')}`}
            </Text>
          </Group>
          {note !== null && <Words>{note}</Words>}
        </div>
      ))}
    </section>
  )
}

// Items whose right verdict is known: what is known, how often each was shown blind and recognised. Never where a copy of one waits: the server does not tell.

import { Badge, Group, Table, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type BlindItem } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { LinkTo } from '../../ui/links.tsx'
import { useMay } from '../../ui/me.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { Found } from '../../ui/states.tsx'
import { Instant, Words } from '../../ui/text.tsx'
import { EnterKnown } from './enter-known.tsx'

export function KnownItems({ rolloutId }: { rolloutId: string }) {
  const { t } = useTranslation()
  const query = useQuery({ queryKey: ['rollout', rolloutId, 'known'], queryFn: () => api.blindItems(rolloutId) })
  return (
    <>
      <Group mb="sm" className="no-print">
        <EnterKnown rolloutId={rolloutId} interactionId={null} />
      </Group>
      <Found query={query}>
        {({ items }) => (items.length === 0 ? <Text size="sm">{t('known.none')}</Text> : <Rows items={items} />)}
      </Found>
    </>
  )
}

function Rows({ items }: { items: BlindItem[] }) {
  const { t } = useTranslation()
  return (
    <Table.ScrollContainer minWidth={760} type="native">
      <Table fz="sm" verticalSpacing={8} className="number">
        <Table.Thead>
          <Table.Tr>
            {(['what', 'known', 'from', 'placed', 'found', 'missed', 'acts'] as const).map((column) => (
              <Table.Th key={column} ta={['placed', 'found', 'missed'].includes(column) ? 'end' : 'start'}>
                {t(`known.column.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Row key={item.id} item={item} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Row({ item }: { item: BlindItem }) {
  const { t } = useTranslation()
  const wrong = item.known === 'wrong'
  return (
    <Table.Tr data-item={item.id}>
      <Table.Td maw={320}>
        <Words lineClamp={2}>{item.query}</Words>
        <LinkTo to="/interactions/$id" params={{ id: item.sourceInteractionId }} size="xs">
          {t('card.story')}
        </LinkTo>
      </Table.Td>
      <Table.Td>
        <Badge
          color={wrong ? 'red' : 'green'}
          c="var(--mantine-color-text)"
          leftSection={wrong ? <IconX size={13} aria-hidden /> : <IconCheck size={13} aria-hidden />}
        >
          {t(`known.is.${item.known}`)}
        </Badge>
        {item.variant && (
          <Text size="xs" c="dimmed">
            {t('known.variant')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {t(`known.why.${item.why}`)}
        <Text size="xs" c="dimmed">
          {item.enteredByName ?? item.enteredBy} <Instant at={item.enteredAt} />
        </Text>
      </Table.Td>
      <Table.Td ta="end">{item.placed}</Table.Td>
      <Table.Td ta="end">{item.found}</Table.Td>
      <Table.Td ta="end">{item.judged - item.found}</Table.Td>
      <Table.Td>
        <Retire item={item} />
      </Table.Td>
    </Table.Tr>
  )
}

function Retire({ item }: { item: BlindItem }) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState(false)
  if (item.retiredAt !== null)
    return (
      <Text size="xs" c="dimmed">
        {t('known.retired')} <Instant at={item.retiredAt} />
      </Text>
    )
  return (
    <>
      <ActButton
        size="compact-sm"
        variant="default"
        className="no-print"
        why={may('blind.retire')}
        onPress={() => setAsked(true)}
      >
        {t('known.retire')}
      </ActButton>
      {asked && (
        <ReasonDialog
          title={t('known.retire')}
          consequence={t('known.retireConsequence')}
          confirm={t('known.retire')}
          act={(reason) => api.retireBlindItem(item.id, reason)}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}

// Something that was handled becomes an item of known outcome: as it was, or with another reply that makes it wrong.

import { Radio, Select, Stack, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type BlindItem } from '../../api.ts'
import { ActButton } from '../../ui/act-button.tsx'
import { useMay } from '../../ui/me.ts'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'

/** `interactionId`: where one is looked at; null: it is chosen here. */
type Props = { rolloutId: string; interactionId: string | null }

export function EnterKnown({ rolloutId, interactionId }: Props) {
  const { t } = useTranslation()
  const may = useMay()
  const [asked, setAsked] = useState(false)
  return (
    <>
      <ActButton variant="default" why={may('blind.enter')} onPress={() => setAsked(true)}>
        {t('known.enter')}
      </ActButton>
      {asked && <Entry rolloutId={rolloutId} interactionId={interactionId} onClose={() => setAsked(false)} />}
    </>
  )
}

function Entry({ rolloutId, interactionId, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(interactionId)
  const [known, setKnown] = useState<BlindItem['known'] | null>(null)
  const [reply, setReply] = useState('')
  const changed = reply.trim() === '' ? null : reply.trim()
  const blocked = chosen === null ? t('known.chooseOne') : known === null ? t('known.sayWhich') : null
  return (
    <ReasonDialog
      title={t('known.enter')}
      consequence={t('known.enterConsequence')}
      confirm={t('known.enterNow')}
      withReason={false}
      blocked={blocked}
      act={async () => {
        if (chosen !== null && known !== null)
          await api.enterBlindItem(rolloutId, { interactionId: chosen, known, reply: changed })
      }}
      onClose={onClose}
    >
      <Stack gap="sm">
        {interactionId === null && <Choose rolloutId={rolloutId} value={chosen} onChange={setChosen} />}
        <Radio.Group
          label={t('known.isIt')}
          value={known}
          onChange={(value) => setKnown(value === 'wrong' ? 'wrong' : 'right')}
          required
        >
          <Stack gap={6} mt={4}>
            <Radio value="wrong" label={t('known.is.wrong')} description={t('known.wrongHow')} />
            <Radio value="right" label={t('known.is.right')} description={t('known.rightHow')} />
          </Stack>
        </Radio.Group>
        <Textarea
          label={t('known.reply')}
          description={t('known.replyHow')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={100_000}
          value={reply}
          onChange={(event) => setReply(event.currentTarget.value)}
        />
      </Stack>
    </ReasonDialog>
  )
}

type ChooseProps = { rolloutId: string; value: string | null; onChange: (id: string | null) => void }

// As many as fit a list one reads through; words narrow it down.
const offered = 50

/** Among what this rollout has settled, found by words of the query. */
function Choose({ rolloutId, value, onChange }: ChooseProps) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const [settled] = useDebouncedValue(words.trim(), 250)
  const found = useQuery({
    queryKey: ['interactions', 'settled of', rolloutId, settled],
    queryFn: () =>
      api.interactions({ rollout: rolloutId, state: 'settled', limit: offered, ...(settled.length < 3 ? {} : { q: settled }) }),
    placeholderData: (before) => before,
  })
  const items = found.data?.items ?? []
  return (
    <Select
      data-autofocus
      label={t('known.interaction')}
      description={t('known.interactionHow')}
      searchable
      required
      value={value}
      onChange={onChange}
      onSearchChange={setWords}
      // The server has looked for the words; what it found is not sieved again.
      filter={({ options }) => options}
      nothingFoundMessage={t('known.nothingFound')}
      data={items.map((item) => ({ value: item.id, label: `${item.queryType}: ${(item.query ?? item.id).slice(0, 90)}` }))}
      maxDropdownHeight={260}
      comboboxProps={{ withinPortal: true }}
    />
  )
}

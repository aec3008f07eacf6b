// Two texts for one place: what stands there and what somebody wrote. Short ones are shown whole, long ones by the lines in which they differ.

import { Text } from '@mantine/core'
import { diffLines } from 'diff'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

// Longer than this, a difference of one line is not seen any more in two whole texts.
const shownWholeCharacters = 400
const linesAround = 2

export function BothTexts({ theirs, mine, by }: { theirs: string; mine: string; by: string }) {
  const { t } = useTranslation()
  const nothing = t('discovery.conflict.nothing')
  if (Math.max(theirs.length, mine.length) > shownWholeCharacters && theirs !== '')
    return <Lines theirs={theirs} mine={mine} by={by} />
  return (
    <>
      <Value label={t('discovery.conflict.theirs', { by })} text={theirs === '' ? nothing : theirs} />
      <Value label={t('discovery.conflict.yours')} text={mine} />
    </>
  )
}

function Value({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <Text size="xs" fw={650}>
        {label}
      </Text>
      <pre className="json">{text}</pre>
    </div>
  )
}

/** Lines of theirs alone are struck through, mine alone underlined; of the rest only what stands next to them is shown. */
function Lines({ theirs, mine, by }: { theirs: string; mine: string; by: string }) {
  const { t } = useTranslation()
  const parts = useMemo(() => diffLines(theirs, mine), [theirs, mine])
  return (
    <div>
      <Text size="xs" fw={650}>
        {t('bothTexts.how', { by })}
      </Text>
      <pre className="json">
        {parts.map((part, index) => {
          const key = `${index} ${part.value.slice(0, 12)}`
          if (part.removed)
            return (
              <del className="word" key={key}>
                {part.value}
              </del>
            )
          if (part.added)
            return (
              <ins className="word" key={key}>
                {part.value}
              </ins>
            )
          return <span key={key}>{around(part.value)}</span>
        })}
      </pre>
    </div>
  )
}

function around(text: string): string {
  const lines = text.split('\n')
  if (lines.length <= linesAround * 2 + 2) return text
  return [...lines.slice(0, linesAround), '…', ...lines.slice(-linesAround - 1)].join('\n')
}

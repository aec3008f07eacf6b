// The keys as buttons: verdicts with what they will do, and the plain ones in a row. Each prints its key.

import { Kbd, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReviewCard, VerdictKind } from '../../api.ts'
import { type Bindings, type KeyId, usePrintedKeys } from '../../keys.ts'
import { VerdictIcon } from '../../ui/marks.tsx'
import { Said } from '../../ui/said.tsx'

type Props = { card: ReviewCard; onChoose: (kind: VerdictKind) => void; together: number; standing: VerdictKind | null }

/** What pressing each key does in the world, said before it is pressed; keys that do the same share one line. */
export function VerdictKeys({ card, onChoose, together, standing }: Props) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  const consequences = [...Map.groupBy(card.keys, ({ consequence }) => consequence)]
  return (
    <>
      <div className="verdict-keys">
        {card.keys.map(({ kind }) => (
          <button
            key={kind}
            type="button"
            className={`verdict-key is-${kind}`}
            aria-pressed={standing === kind}
            onClick={() => onChoose(kind)}
          >
            <VerdictIcon kind={kind} />
            <span className="verdict-name">
              {t(`verdictShort.${kind}`)}
              {together > 0 && <b> ×{together + 1}</b>}
            </span>
            <Kbd size="xs">{shown(`verdict.${kind}`)}</Kbd>
          </button>
        ))}
      </div>
      {consequences.map(([consequence, keys]) => (
        <Text size="xs" key={consequence} data-testid="consequence" className="consequence">
          {consequences.length > 1 &&
            keys.map(({ kind }) => (
              <Kbd size="xs" key={kind} me={4}>
                {shown(`verdict.${kind}`)}
              </Kbd>
            ))}
          <Said table="effect" parts={keys[0]?.says}>
            {consequence}
          </Said>
        </Text>
      ))}
    </>
  )
}

export function PlainKeys({ presses }: { presses: Bindings }) {
  const { t } = useTranslation()
  const shown = usePrintedKeys()
  return (
    <div className="plain-keys">
      {(Object.entries(presses) as [KeyId, () => void][]).map(([id, press]) => (
        <button key={id} type="button" className="plain-key" onClick={press}>
          <Kbd size="xs">{shown(id)}</Kbd>
          {t(`keys.${id}`)}
        </button>
      ))}
    </div>
  )
}

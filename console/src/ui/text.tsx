// Numbers, instants, JSON and words of strangers. Everything here is drawn as text: nothing a customer, an agent or a tool wrote is ever read as HTML.

import { Text, type TextProps, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { withMarks } from './invisible.ts'
import { ago, fullInstant } from './numbers.ts'

export { ago, percent } from './numbers.ts'

export function Instant({ at, ...rest }: { at: string } & TextProps) {
  // Drawn again when the language changes.
  useTranslation()
  return (
    <Tooltip label={fullInstant(at)}>
      <Text component="time" dateTime={at} inherit span {...rest}>
        {ago(at)}
      </Text>
    </Tooltip>
  )
}

/** Words somebody else wrote, with their line breaks. */
export function Words({ children, ...rest }: { children: string | null | undefined } & TextProps) {
  const { t } = useTranslation()
  if (children === null || children === undefined)
    return (
      <Text size="sm" c="dimmed" fs="italic" {...rest}>
        {t('common.notKept')}
      </Text>
    )
  return (
    <Text size="sm" className="words" dir="auto" {...rest}>
      {children}
    </Text>
  )
}

/** Any JSON, folded away until asked for. */
export function Folded({ label, value, open = false }: { label: string; value: unknown; open?: boolean }) {
  return (
    <details className="fold" open={open}>
      <summary>{label}</summary>
      <pre className="json" dir="ltr">
        {withMarks(typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? ''))}
      </pre>
    </details>
  )
}

/** `account: "ann"` pairs on one line: what an operation is about to be called with. */
export function shortArguments(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null || value === undefined ? '' : JSON.stringify(value)
  return Object.entries(value)
    .map(([name, each]) => withMarks(`${name}: ${typeof each === 'string' ? `“${each}”` : JSON.stringify(each)}`))
    .join(', ')
}

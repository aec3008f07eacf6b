// A button that, when it cannot be pressed, says why: on hover and focus, and to screen readers. It stays focusable so that the reason can be reached.

import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

export function ActButton({
  why,
  onPress,
  children,
  ...rest
}: { why: string | null; onPress: () => void; children: ReactNode } & ButtonProps) {
  if (why === null)
    return (
      <Button onClick={onPress} {...rest}>
        {children}
      </Button>
    )
  return (
    <Tooltip label={why} multiline maw={300} withArrow events={{ hover: true, focus: true, touch: true }}>
      <Button
        {...rest}
        variant="default"
        c="dimmed"
        aria-disabled="true"
        data-disabled-look
        aria-description={why}
        onClick={(event) => event.preventDefault()}
        style={{ cursor: 'not-allowed' }}
      >
        {children}
      </Button>
    </Tooltip>
  )
}

// Diff or side by side: one choice for the whole queue, kept in this browser.

import { useLocalStorage } from '@mantine/hooks'

export function useCompareSetting(): [boolean, () => void] {
  const [sideBySide, set] = useLocalStorage({ key: 'tenure.compare.side-by-side', defaultValue: false })
  return [sideBySide, () => set((now) => !now)]
}

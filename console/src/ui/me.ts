// Who is signed in and what they may do; and the sentence for a button they may not press. The server decides again on every request.

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'

let known: { me: Awaited<ReturnType<typeof api.me>>; at: number } | null = null

/** Who it is, asked before a page behind the sign-in is drawn; the page then need not ask again. */
export async function whoAmI(): Promise<void> {
  known = { me: await api.me(), at: Date.now() }
}

const meQuery = {
  queryKey: ['me'],
  queryFn: api.me,
  staleTime: 30_000,
  retry: false,
  initialData: () => known?.me,
  initialDataUpdatedAt: () => known?.at,
} as const

export function useMe() {
  return useQuery(meQuery).data
}

/** `mayNot(act)` is null when they may, otherwise why not. */
export function useMay(): (act: string) => string | null {
  const me = useMe()
  const { t } = useTranslation()
  return (act) =>
    me?.may.includes(act)
      ? null
      : t('common.roleMayNot', { role: t(`role.${me?.role ?? 'none'}`), act: t(`act.${act}`, { defaultValue: act }) })
}

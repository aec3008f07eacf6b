// Who is signed in and what they may do; and the sentence for a button they may not press. The server decides again on every request.

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'

const meQuery = { queryKey: ['me'], queryFn: api.me, staleTime: 30_000, retry: false } as const

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

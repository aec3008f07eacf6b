// The pages of one rollout, one beside the other: its gate, its versions, and how it is sampled and reviewed.

import './rollout-pages.css'
import { useTranslation } from 'react-i18next'
import { LinkTo } from '../../ui/links.tsx'

const pages = [
  ['gate', '/rollouts/$id'],
  ['versions', '/rollouts/$id/versions'],
  ['sampling', '/rollouts/$id/sampling'],
] as const

export function RolloutPages({ id }: { id: string }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('rolloutPages.label')} className="rollout-pages no-print">
      {pages.map(([name, to]) => (
        <LinkTo
          key={name}
          to={to}
          params={{ id }}
          size="sm"
          underline="never"
          className="rollout-page touch-link"
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {t(`rolloutPages.${name}`)}
        </LinkTo>
      ))}
    </nav>
  )
}

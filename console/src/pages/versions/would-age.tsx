// What a version would age, before anybody acts: each change with its reason, then cell by cell; and the two acts that may follow, a replay and taking it up.

import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Cell, type DossierSummary, type Rollout, type Sentence, type VersionChanges } from '../../api.ts'
import { sentenceWords } from '../../sentence-words.ts'
import { withMarks } from '../../ui/invisible.ts'
import { PhaseBadge } from '../../ui/marks.tsx'
import { ServerSays } from '../../ui/server-says.tsx'
import { Found, Loading } from '../../ui/states.tsx'
import { Adopt, OrderReplay } from './acts.tsx'
import { AgedCells } from './aged-cells.tsx'

const VersionDiff = lazy(() => import('../discovery/version-diff.tsx').then((module) => ({ default: module.VersionDiff })))

export function WouldAge({ rollout, version }: { rollout: Rollout; version: DossierSummary }) {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: ['rollout', rollout.id, 'changes', version.id],
    queryFn: () => api.versionChanges(rollout.id, version.id),
  })
  return (
    <Paper data-raised p="md" component="section" aria-labelledby="would-age">
      <Title order={2} size="h5" id="would-age" mb="sm">
        {t('versions.ifTaken', { version: version.hash.slice(0, 12) })}
      </Title>
      <Found query={query}>
        {(told) => (
          <Stack gap="md">
            <InShort rollout={rollout} told={told} />
            <Obstacles rollout={rollout} version={version} told={told} />
            <Group gap="xs" className="no-print">
              <OrderReplay rollout={rollout} version={version} />
              <Adopt rollout={rollout} version={version} told={told} />
            </Group>
            <Changes changes={told.changes} />
            <AgedCells rollout={rollout} told={told} />
            <InTheDocuments from={rollout.dossierId} to={version.id} />
          </Stack>
        )}
      </Found>
    </Paper>
  )
}

function InShort({ rollout, told }: { rollout: Rollout; told: VersionChanges }) {
  const { t } = useTranslation()
  const { aged, never, phase, phaseAfter, newPlan } = told
  const all = rollout.cells.length
  return (
    <Stack gap={6} data-testid="in-short">
      <Text size="sm" fw={650}>
        {aged.length === 0 ? t('versions.nothingAges') : t('versions.startOver', { aged: aged.length, all })}{' '}
        {aged.length > 0 &&
          (never.length === aged.length
            ? t('versions.noneCarried')
            : t('versions.someCarried', { count: aged.length - never.length }))}
      </Text>
      <Group gap={8}>
        <Text size="sm">{t('versions.phase')}</Text>
        <PhaseBadge phase={phase} />
        {phase !== phaseAfter && (
          <>
            <IconArrowRight size={16} aria-hidden className="flips" />
            <span className="said-only">{t('versions.after')}</span>
            <PhaseBadge phase={phaseAfter} />
          </>
        )}
        <Text size="sm">{t(phase === phaseAfter ? 'versions.phaseStays' : 'versions.phaseGoesBack')}</Text>
      </Group>
      <Text size="sm">{t(newPlan ? 'versions.newPlan' : 'versions.samePlan')}</Text>
    </Stack>
  )
}

/** Why it cannot be taken up yet, in words that say what to do. */
function Obstacles({ rollout, version, told }: { rollout: Rollout; version: DossierSummary; told: VersionChanges }) {
  const { t } = useTranslation()
  const lacking = told.lacking.map(({ queryType, channel }) => withMarks(`${queryType} × ${channel}`)).join(', ')
  const found = [
    ...(version.errors > 0 ? [t('versions.whyNot.errors', { count: version.errors })] : []),
    ...(told.signatures < 2 && !rollout.rehearsal ? [t('versions.whyNot.signatures', { count: 2 - told.signatures })] : []),
    ...(lacking === '' ? [] : [t('versions.whyNot.lacking', { cells: lacking })]),
  ]
  if (found.length === 0) return null
  return (
    <Alert color="yellow" p="sm" title={t('versions.notYet')}>
      {found.map((why) => (
        <Text size="sm" key={why} className="words">
          {why}
        </Text>
      ))}
    </Alert>
  )
}

type Change = VersionChanges['changes'][number]

function Changes({ changes }: { changes: Change[] }) {
  const { t } = useTranslation()
  if (changes.length === 0) return <Text size="sm">{t('versions.same')}</Text>
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {t('versions.changes')}
      </Title>
      <ul className="change-list">
        {changes.map((change) => (
          <ChangeRow key={`${change.kind} ${change.what}`} change={change} />
        ))}
      </ul>
    </div>
  )
}

function ChangeRow({ change }: { change: Change }) {
  const { t } = useTranslation()
  const says = change.says.map(marked)
  // What has no name of its own is said in words, and those in the reader's language.
  const what = says[0]?.blanks.what
  const thing = Array.isArray(what) ? sentenceWords('ageing', what) : null
  const ages = change.cells === 'all' || change.cells.length > 0
  const facts = [
    ['ages', agedIn(change.cells, t('versions.allCells'), t('versions.noCells'))],
    ...(ages ? ([['carried', t(`versions.carry.${change.carry}`)]] as const) : []),
    ['plan', t(change.newPlan ? 'versions.planNew' : 'versions.planSame')],
  ] as const
  return (
    <li data-change={change.kind}>
      <Text size="sm" className="words">
        <b>{t(`ageing.${change.kind}`, { defaultValue: change.kind.replaceAll('_', ' ') })}</b>{' '}
        <code dir="auto">{thing ?? withMarks(change.what)}</code>
      </Text>
      <ServerSays table="ageing" parts={says}>
        {withMarks(change.sentence)}
      </ServerSays>
      <dl className="change-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`versions.change.${name}`)}:</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}

type Blank = Sentence['blanks'][string]

/** Names come from documents and may hold what nobody sees. */
function marked({ code, blanks }: Sentence): Sentence {
  return { code, blanks: Object.fromEntries(Object.entries(blanks).map(([name, blank]) => [name, markedBlank(blank)])) }
}

function markedBlank(blank: Blank): Blank {
  if (typeof blank === 'string') return withMarks(blank)
  if (typeof blank === 'number') return blank
  return blank.map(({ code, blanks }) => {
    const each = Object.entries(blanks).map(([name, word]) => [name, typeof word === 'string' ? withMarks(word) : word] as const)
    return { code, blanks: Object.fromEntries(each) }
  })
}

function agedIn(cells: 'all' | Cell[], all: string, none: string): string {
  if (cells === 'all') return all
  const types = [...new Set(cells.map(({ queryType }) => queryType))]
  return types.length === 0 ? none : withMarks(types.join(', '))
}

/** The texts themselves, compared when somebody asks. */
function InTheDocuments({ from, to }: { from: string; to: string }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  if (!shown)
    return (
      <Group className="no-print">
        <Button size="compact-sm" variant="default" onClick={() => setShown(true)}>
          {t('versions.compare')}
        </Button>
      </Group>
    )
  return (
    <Suspense fallback={<Loading />}>
      <VersionDiff from={from} to={to} />
    </Suspense>
  )
}

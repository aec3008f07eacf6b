// The gate as a calculator: what counts would prove, and how many reviews a target takes. Everything typed stands in the address; nothing is kept.

import { ActionIcon, Alert, Button, Grid, Group, NumberInput, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { OutcomeMark } from '../../ui/marks.tsx'
import { number, percent } from '../../ui/numbers.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { ProblemNote } from '../../ui/states.tsx'
import { type Level, levelsIn, levelsText, shareIn } from './address.ts'

export function CalculatorPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageTitle title={t('calculator.title')}>{t('calculator.lead')}</PageTitle>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Evaluate />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <PlanReviews />
        </Grid.Col>
      </Grid>
      <Text size="xs" c="dimmed" mt="md">
        {t('calculator.linked')}
      </Text>
    </>
  )
}

const asNumber = (value: number | string) => (typeof value === 'number' ? value : Number(value))

function Share({ label, value, onChange }: { label: string; value: number; onChange: (ratio: number) => void }) {
  return (
    <NumberInput
      label={label}
      suffix=" %"
      min={0.1}
      max={99.9}
      step={1}
      decimalScale={2}
      value={Number((value * 100).toFixed(4))}
      onChange={(percents) => onChange(asNumber(percents) / 100)}
    />
  )
}

let made = 0
/** A line of the form keeps its identity while others come and go. */
const asLine = (level: Level) => ({ id: made++, level })

function Evaluate() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/inside/calculator' })
  const navigate = useNavigate({ from: '/calculator' })
  const [lines, setLines] = useState(() => levelsIn(search.levels).map(asLine))
  const levels = lines.map(({ level }) => level)
  const [target, setTarget] = useState(() => shareIn(search.target, 0.95))
  const [alpha, setAlpha] = useState(() => shareIn(search.alpha, 0.05))
  const computing = useMutation({ mutationFn: () => api.evaluateCounts({ levels, target, alpha }) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void navigate({
      search: (now) => ({ ...now, levels: levelsText(levels), target: String(target), alpha: String(alpha) }),
      replace: true,
    })
    computing.mutate()
  }
  const change = (of: number, part: 0 | 1 | 2, value: number | string) =>
    setLines(lines.map(({ id, level }) => ({ id, level: id === of ? (level.with(part, asNumber(value)) as Level) : level })))
  const found = computing.data
  return (
    <Paper data-raised p="md" component="form" onSubmit={submit}>
      <Title order={2} size="h5">
        {t('calculator.eval')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('calculator.evalLead')}
      </Text>
      <Stack gap="sm">
        {lines.map(({ id, level: [weight, right, wrong] }) => (
          <Group key={id} gap="xs" align="flex-end" wrap="nowrap">
            <NumberInput
              label={t('calculator.weight')}
              min={0.001}
              max={1}
              step={0.1}
              value={weight}
              onChange={(v) => change(id, 0, v)}
            />
            <NumberInput
              label={t('calculator.right')}
              min={0}
              allowDecimal={false}
              value={right}
              onChange={(v) => change(id, 1, v)}
            />
            <NumberInput
              label={t('calculator.wrong')}
              min={0}
              allowDecimal={false}
              value={wrong}
              onChange={(v) => change(id, 2, v)}
            />
            <ActionIcon
              variant="default"
              size={36}
              disabled={levels.length === 1}
              aria-label={t('calculator.removeLevel', { weight })}
              onClick={() => setLines(lines.filter((line) => line.id !== id))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setLines([...lines, asLine([0.1, 0, 0])])}
          >
            {t('calculator.addLevel')}
          </Button>
        </Group>
        <Group grow>
          <Share label={t('calculator.target')} value={target} onChange={setTarget} />
          <Share label={t('calculator.alpha')} value={alpha} onChange={setAlpha} />
        </Group>
        <Group>
          <Button type="submit" loading={computing.isPending}>
            {t('calculator.compute')}
          </Button>
        </Group>
        {computing.error !== null && <ProblemNote error={computing.error} />}
        {found !== undefined && (
          <div role="status">
            <OutcomeMark outcome={found.proven ? 'met' : 'not_yet_known'} size="lg" />
            <Text size="sm" mb="xs">
              {t(found.proven ? 'calculator.proven' : 'calculator.notProven', { target: percent(target, 2) })}
            </Text>
            <Table fz="sm" className="number" variant="vertical" withRowBorders={false}>
              <Table.Tbody>
                <Row name={t('calculator.estimate')} value={percent(found.estimate, 2)} />
                <Row
                  name={t('calculator.between')}
                  value={t('types.between', { lower: percent(found.lower, 2), upper: percent(found.upper, 2) })}
                />
                <Row
                  name={t('calculator.evidence')}
                  value={`${number(found.logE, 3)} (${t('calculator.evidenceHow', { bound: number(Math.log(1 / alpha), 3) })})`}
                />
              </Table.Tbody>
            </Table>
          </div>
        )}
      </Stack>
    </Paper>
  )
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <Table.Tr>
      <Table.Th fw={500} bg="transparent">
        {name}
      </Table.Th>
      <Table.Td ta="end">{value}</Table.Td>
    </Table.Tr>
  )
}

function PlanReviews() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/inside/calculator' })
  const navigate = useNavigate({ from: '/calculator' })
  const [target, setTarget] = useState(() => shareIn(search.planTarget, 0.95))
  const [expected, setExpected] = useState(() => shareIn(search.expected, 0.975))
  const [perDay, setPerDay] = useState<number | string>(() => Number(search.perDay ?? 40) || 40)
  const planning = useMutation({ mutationFn: () => api.planReviews({ target, expected, perDay: asNumber(perDay) }) })
  const hopeless = expected <= target
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void navigate({
      search: (now) => ({ ...now, planTarget: String(target), expected: String(expected), perDay: String(perDay) }),
      replace: true,
    })
    if (!hopeless) planning.mutate()
  }
  const found = planning.data
  return (
    <Paper data-raised p="md" component="form" onSubmit={submit}>
      <Title order={2} size="h5">
        {t('calculator.plan')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('calculator.planLead')}
      </Text>
      <Stack gap="sm">
        <Group grow>
          <Share label={t('calculator.target')} value={target} onChange={setTarget} />
          <Share label={t('calculator.expected')} value={expected} onChange={setExpected} />
        </Group>
        <NumberInput label={t('calculator.perDay')} min={1} value={perDay} onChange={setPerDay} w={200} />
        <Group>
          <Button type="submit" loading={planning.isPending}>
            {t('calculator.compute')}
          </Button>
        </Group>
        {hopeless && (
          <Alert color="yellow" variant="light" p="sm">
            {t('calculator.never')}
          </Alert>
        )}
        {planning.error !== null && <ProblemNote error={planning.error} />}
        {found !== undefined && !hopeless && (
          <Text role="status" size="sm" fw={650}>
            {t('calculator.takes', { reviews: found.reviews, days: t('gate.days', { count: found.days }) })}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}

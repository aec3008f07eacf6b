// How an agent is connected, in words that can be copied: what is governed and what is only watched. No secret stands here.

import { Alert, Code, Group, Paper, Tabs, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Copy } from '../../ui/secret.tsx'

const ways = ['mcp', 'sdk', 'http', 'runtime', 'observe'] as const

/** `at`: this server as the browser reaches it. */
const snippets: Record<(typeof ways)[number], (at: string) => string> = {
  mcp: (at) =>
    JSON.stringify(
      { mcpServers: { tenure: { type: 'http', url: `${at}/mcp`, headers: { Authorization: `Bearer $\{TENURE_KEY}` } } } },
      null,
      2,
    ),
  sdk: (at) => `import { createClient, withTenure } from '@tenure/sdk'

const client = createClient({ baseUrl: '${at}', key: process.env.TENURE_KEY })
const tools = withTenure({ client, interactionId }, myTools)
await generateText({ model, tools, prompt })`,
  http: (at) => `curl ${at}/api/v1/interactions/$INTERACTION/effects \\
  -H "Authorization: Bearer $TENURE_KEY" -H "Idempotency-Key: $(uuidgen)" \\
  -H "Content-Type: application/json" \\
  -d '{"kind":"call","system":"directory","operation":"reset_password","arguments":{"id":"ann"}}'`,
  runtime: (at) => `curl ${at}/api/v1/employees \\
  -H "Authorization: Bearer $TENURE_GOVERN_KEY" -H "Idempotency-Key: $(uuidgen)" \\
  -H "Content-Type: application/json" \\
  -d '{"name":"Nila","agent":{"kind":"language_model","provider":"anthropic","model":"MODEL","credential":"ANTHROPIC_API_KEY"}}'`,
  observe: (at) => `export OPENAI_BASE_URL=${at}/observe/v1
export OPENAI_API_KEY=$TENURE_KEY
export OTEL_EXPORTER_OTLP_ENDPOINT=${at}/observe
export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20$TENURE_INBOUND_KEY"`,
}

export function Connect() {
  const { t } = useTranslation()
  return (
    <Paper data-raised p="md" component="section">
      <Title order={2} size="h5">
        {t('connect.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('connect.lead')}
      </Text>
      <Tabs defaultValue="mcp" keepMounted={false}>
        <Tabs.List>
          {ways.map((way) => (
            <Tabs.Tab key={way} value={way}>
              {t(`connect.way.${way}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {ways.map((way) => (
          <Tabs.Panel key={way} value={way} pt="sm">
            <Alert variant="light" color={way === 'observe' ? 'yellow' : 'blue'} p="sm" mb="sm">
              <Text size="sm">{t(`connect.how.${way}`)}</Text>
            </Alert>
            <Snippet text={snippets[way](window.location.origin)} />
          </Tabs.Panel>
        ))}
      </Tabs>
      <Text size="xs" c="dimmed" mt="sm">
        {t('connect.scopes')}
      </Text>
    </Paper>
  )
}

function Snippet({ text }: { text: string }) {
  return (
    <Group wrap="nowrap" gap={6} align="flex-start">
      <Code block style={{ flex: 1, overflowX: 'auto' }} tabIndex={0} data-testid="snippet">
        {text}
      </Code>
      <Copy value={text} />
    </Group>
  )
}

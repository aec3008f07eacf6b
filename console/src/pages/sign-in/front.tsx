// The plain page before anybody is signed in.

import { Box, Center, Group, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageMenu } from '../../ui/language.tsx'
import { SchemeMenu } from '../../ui/scheme.tsx'

export function Front({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  useDocumentTitle(`${title} · Tenure`)
  return (
    <Box className="page" pos="relative">
      <Group pos="absolute" top={16} gap="xs" component="header" style={{ insetInlineEnd: 16 }}>
        <LanguageMenu />
        <SchemeMenu />
      </Group>
      <Center mih="100vh" p="md" component="main">
        <Stack w={390} maw="100%" gap="md">
          <Stack gap={4} align="center">
            <Group gap={10}>
              <img src="/icon.svg" width={34} height={34} alt="" />
              <Text fw={700} size="xl">
                Tenure
              </Text>
            </Group>
            <Text c="dimmed" size="sm" ta="center">
              {t('front.promise')}
            </Text>
          </Stack>
          <Title order={1} size="h4" ta="center">
            {title}
          </Title>
          {children}
        </Stack>
      </Center>
    </Box>
  )
}

// Starts the console: words, theme, cache, router.

import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/noto-sans-devanagari/wght.css'
import '@mantine/core/styles.css'
import '@mantine/spotlight/styles.css'
import './ui/console.css'
import './ui/frame.css'
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { TenureRefusal } from './api.ts'
import { i18n, startWords } from './i18n.ts'
import { pageNonce, styleWithNonce } from './nonce.ts'
import { lightOnPaper } from './paper.ts'
import { router } from './router.tsx'
import { cssVariables, theme } from './theme.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal will be the same refusal again; only a lost connection is worth a second try.
      retry: (count, error) => !(error instanceof TenureRefusal) && count < 2,
      refetchOnWindowFocus: true,
      staleTime: 2_000,
    },
  },
})

styleWithNonce()
lightOnPaper()
await startWords()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <DirectionProvider>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={pageNonce}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </I18nextProvider>
  </StrictMode>,
)

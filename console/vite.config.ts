// The console's build: static files that load nothing from another origin and run under `script-src 'self'`.

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  // Inline modules would break the content security policy; the polyfill is one.
  build: {
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // The rest of the libraries goes first: a group takes its dependencies with it, and React must not end up behind the chart.
            {
              name: 'kit',
              test: /node_modules\/(?!recharts|@mantine\/charts|d3-|victory-vendor|@reduxjs|react-redux|immer|decimal)/,
              priority: 2,
            },
            { name: 'chart', test: /node_modules\//, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4310' } },
})

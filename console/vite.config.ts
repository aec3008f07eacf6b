// The console's build: static files that load nothing from another origin and run under a policy with nonces (src/http/headers.ts).

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  // The server writes a fresh nonce over this word in every page it serves (src/http/static.ts).
  html: { cspNonce: '__NONCE__' },
  // Inline modules would break the content security policy; the polyfill is one.
  build: {
    modulePreload: { polyfill: false },
    // Small files stay files: a font or picture as data: would need a wider policy.
    assetsInlineLimit: 0,
    // Browsers that know light-dark() themselves: lowered, it would ask for a colour-scheme rule in the same file, and Mantine's is elsewhere.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // The rest of the libraries goes first: a group takes its dependencies with it, and React must not end up behind the chart.
            {
              name: 'kit',
              test: /node_modules\/(?!recharts|@mantine\/charts|d3-|victory-vendor|@reduxjs|react-redux|immer|decimal|@xyflow|@dagrejs|zustand|classcat|@codemirror|@uiw|@lezer|crelt|style-mod|w3c-keyname|@marijn|yaml\/|diff\/)/,
              priority: 3,
            },
            // Only Discovery draws and edits text: whoever reviews all day never loads these.
            { name: 'editor', test: /node_modules\/(@codemirror|@uiw|@lezer|crelt|style-mod|w3c-keyname|@marijn)/, priority: 2 },
            {
              name: 'drawing',
              test: /node_modules\/(@xyflow|@dagrejs|zustand|classcat|d3-(drag|selection|zoom|transition|interpolate|dispatch|timer|ease|color))/,
              priority: 2,
            },
            // What compares texts comes with the pages that compare.
            { name: 'compare', test: /node_modules\/diff\//, priority: 2 },
            { name: 'chart', test: /node_modules\//, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4310' } },
})

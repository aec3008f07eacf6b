import { readdirSync, readFileSync } from 'node:fs'
import { launchBrowser } from './support/browser.ts'
const b = await launchBrowser()
for (const scheme of ['light','dark'] as const) {
  const p = await b.newPage({ viewport: { width: 860, height: 2000 }, colorScheme: scheme })
  const files = readdirSync('docs/gates').filter(f=>f.endsWith('.svg'))
  await p.setContent(`<body style="margin:10px;background:${scheme==='dark'?'#0d1117':'#fff'}">${files.map(f=>`<img style="width:820px;display:block;margin-bottom:12px" src="data:image/svg+xml;base64,${readFileSync('docs/gates/'+f).toString('base64')}">`).join('')}</body>`)
  await p.waitForTimeout(400)
  await p.screenshot({ path: `/tmp/x/shots/${scheme}.png`, fullPage: true })
}
await b.close()

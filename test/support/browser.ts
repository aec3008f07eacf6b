// A real browser for tests of the console: Debian's chromium when the machine has one, otherwise the one from the lockfile. It speaks to loopback only.

import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const quiet = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-domain-reliability',
  '--no-first-run',
  '--no-pings',
  '--disable-dev-shm-usage',
  // Whatever a page asks for beyond this machine does not resolve.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

/**
 * The packed one is meant for a cloud function: one process, which ends with its first context; no web security, which is what these tests look at; and drawing by an
 * emulated graphics card, which on two busy cores stood still for six seconds at a time (measured), where drawing without one does not.
 */
const unwanted = [
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
  '--ignore-gpu-blocklist',
  '--in-process-gpu',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
]

/** Starts a headless browser; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const found = installed.find((file) => existsSync(file))
  if (found !== undefined) return chromium.launch({ executablePath: found, args: quiet })
  const { default: packed } = await import('@sparticuz/chromium')
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: [...packed.args.filter((arg) => !unwanted.includes(arg)), ...quiet, '--disable-gpu'],
  })
}

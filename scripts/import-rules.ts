// Who may import whom, as data, and the checker that enforces it over every import, type-only ones included. Exits 1 on a violation and 2 when it could
// not see what it should (an empty tree, a file that does not parse): a checker that sees nothing must not say “fine”.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'

type Room = { may: string[]; packages: string[]; solo?: boolean }

/** One line per room; a room may always import itself unless `solo`: its files are strangers to one another. Source: ARCHITECTURE.md section 7. */
const rooms: Readonly<Record<string, Room>> = {
  domain: { may: [], packages: ['zod', 'canonicalize', '@marcbachmann/cel-js', 'yaml', 'diff', 'ipaddr.js'] },
  ports: { may: ['domain'], packages: [] },
  store: { may: ['domain'], packages: ['pg', 'kysely', 'pg-boss'] },
  moves: { may: ['domain', 'store'], packages: [] },
  // Between documents and other notations: pure, but with libraries the domain does without.
  drawing: { may: ['domain'], packages: ['@dagrejs/dagre', 'bpmn-moddle'] },
  intake: {
    may: ['domain'],
    packages: ['zod', 'yaml', 'csv-parse', 'ml-kmeans', '@scalar/openapi-parser', 'mdast-util-from-markdown'],
  },
  handling: { may: ['domain', 'ports', 'store', 'moves'], packages: [], solo: true },
  governance: { may: ['domain', 'ports', 'store', 'moves'], packages: [], solo: true },
  agents: { may: ['domain', 'ports'], packages: ['zod', 'ai'], solo: true },
  channels: { may: ['domain', 'ports'], packages: ['zod'], solo: true },
  // The way out to business systems, handed to their adapters as a fetch.
  egress: { may: ['domain'], packages: ['undici'] },
  systems: { may: ['domain', 'ports'], packages: ['zod', 'yaml', '@modelcontextprotocol/client'], solo: true },
  http: {
    may: [
      'domain',
      'ports',
      'drawing',
      'intake',
      'governance',
      'handling/(receive|review|reserve|correct|decide|resolve|rate|call-tool|conclude|report-outcome|hear-of|compensate)',
      'store/(views/|database|house|idempotency|keys|people|fresh-id)',
    ],
    packages: [
      'zod',
      'hono',
      '@hono/zod-openapi',
      '@hono/node-server',
      'better-auth',
      'kysely',
      '@tenure/contract',
      'swagger-ui-dist',
    ],
  },
  gateway: {
    may: [
      'domain',
      'ports',
      'handling/(call-tool|receive|conclude|hear-of|inspect-tools)',
      'store/(views/|house|dossiers|employees)',
    ],
    packages: ['zod', '@modelcontextprotocol/server'],
  },
  observe: {
    may: ['domain', 'handling/(receive|meter|gather)', 'store/(views/|house|employees|halts|model-calls|observed-traces)'],
    packages: ['undici', 'eventsource-parser', 'protobufjs'],
  },
  worker: {
    may: [
      'domain',
      'governance',
      'ports',
      'handling/(propose|oversee|perform|settle|lapse|notify|complete-trace|gather|place-blind|watch-reviewer)',
      'observe/take-up',
      'store/(work|database|house|idempotency)',
    ],
    packages: [],
  },
  main: {
    may: [
      'domain',
      'ports',
      'store',
      'agents',
      'channels',
      'systems',
      'egress',
      'governance',
      'handling',
      'http',
      'gateway',
      'observe',
      'worker',
    ],
    packages: [
      'zod',
      'pino',
      '@hono/node-server',
      'pg',
      'kysely',
      'ai',
      '@ai-sdk/openai',
      '@ai-sdk/anthropic',
      '@ai-sdk/openai-compatible',
      '@pydantic/genai-prices',
    ],
  },
  cli: {
    may: ['main', 'domain', 'drawing', 'intake', 'ports/clock', 'store/migrate'],
    packages: ['commander', 'cli-table3', '@clack/prompts', 'diff', '@tenure/sdk', '@tenure/contract'],
  },
}

/** Inside domain/, a floor may stand only on those named before it. */
const floors = [
  'discovery',
  'interaction',
  'gates',
  'compiler',
  'planning',
  'rollout',
  'oversight',
  'metrics',
  'audit',
  'committee',
]

// Digests are what approvals and records are bound to, so oversight may read the two files of the audit floor that an auditor reads alone.
const foundations = ['src/domain/audit/canonical.ts', 'src/domain/audit/tree.ts']
const cryptoFiles = [
  ...foundations,
  'src/domain/audit/checkpoint.ts',
  'src/domain/audit/signed-note.ts',
  'src/domain/oversight/sampling.ts',
]
const auditorFiles = /^src\/domain\/audit\/(canonical|tree|signed-note|checkpoint|verify)\.ts$/
const junkDrawers = /(^|\/)(utils|helpers|common|shared|types|misc|lib|core|services)(\/|\.)/

type Import = { from: string; to: string; outside: string | null; line: number }
export type Violation = { rule: string; file: string; line: number; to: string; why: string }

/** Every import, export-from and dynamic import of a file; `to` is a path from the root for files, `outside` the package for the rest. */
function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  const parsed = parseSync(file, text)
  if (parsed.errors.length > 0) throw new Error(`${file} does not parse: ${parsed.errors[0]?.message}`)
  const line = (offset: number) => text.slice(0, offset).split('\n').length
  const named = [
    ...parsed.module.staticImports.map((i) => ({ value: i.moduleRequest.value, at: i.start })),
    ...parsed.module.staticExports.flatMap((e) =>
      e.entries.flatMap((entry) => (entry.moduleRequest ? [{ value: entry.moduleRequest.value, at: e.start }] : [])),
    ),
    ...parsed.module.dynamicImports.map((i) => ({
      value: text.slice(i.moduleRequest.start + 1, i.moduleRequest.end - 1),
      at: i.start,
    })),
  ]
  return named.map(({ value, at }) => ({ from: file, line: line(at), ...resolved(file, value) }))
}

function resolved(file: string, request: string): Pick<Import, 'to' | 'outside'> {
  if (request.startsWith('.'))
    return { to: path.posix.normalize(path.posix.join(path.posix.dirname(file), request)), outside: null }
  const name = request.startsWith('node:')
    ? request
    : request
        .split('/')
        .slice(0, request.startsWith('@') ? 2 : 1)
        .join('/')
  return { to: request, outside: name }
}

const roomOf = (file: string) => /^src\/([a-z]+)\//.exec(file)?.[1] ?? null
const isTest = (file: string) => /\.test\.tsx?$/.test(file) || file.startsWith('test/')

/** All violations of one import. */
function judge(i: Import, devDependencies: ReadonlySet<string>): Violation[] {
  const found: Violation[] = []
  const say = (rule: string, why: string) => found.push({ rule, file: i.from, line: i.line, to: i.to, why })
  const room = roomOf(i.from)
  if (/(^|\/)index\.tsx?$/.test(i.to) && i.to !== 'sdk/src/index.ts') say('no-barrels', 'import the file that has it')
  if (i.outside === null && junkDrawers.test(i.to)) say('no-junk-drawers', 'name the thing, not the drawer')
  if (isTest(i.from)) return found
  if (room !== null && rooms[room] !== undefined) judgeRoom(i, room, rooms[room], say)
  if (i.from.startsWith('src/') && isTest(i.to)) say('src-knows-no-tests', 'fakes and fixtures live in test/')
  if (i.from.startsWith('src/') && i.outside !== null && devDependencies.has(i.outside))
    say('no-dev-dependencies-in-src', 'it is not installed in production')
  if (/^(sdk|console|contract)\//.test(i.from) && i.to.startsWith('src/'))
    say('satellites', 'the satellites stand alone; the console is only a client')
  if (i.from.startsWith('sdk/') && i.outside !== null && i.outside !== '@tenure/contract')
    say('sdk-has-no-dependencies', 'the SDK is installed inside other people’s agents')
  if (i.from.startsWith('contract/') && i.outside !== null && i.outside !== 'zod')
    say('contract-is-schemas', 'the contract is zod schemas and nothing else')
  return found
}

function judgeRoom(i: Import, room: string, rules: Room, say: (rule: string, why: string) => void): void {
  const target = roomOf(i.to)
  if (target !== null && target !== room && !rules.may.some((may) => new RegExp(`^src/${may}(/|\\.|$)|^src/${may}`).test(i.to)))
    say(`${room}-imports`, `${room} may import: ${rules.may.join(', ') || 'nothing'}`)
  if (target === room && rules.solo === true && path.posix.dirname(i.to) === path.posix.dirname(i.from))
    say(`${room}-strangers`, 'its files meet in the database or behind a port')
  if (i.outside !== null && !i.outside.startsWith('node:') && !rules.packages.includes(i.outside))
    say(`${room}-packages`, `${room} may use: ${rules.packages.join(', ') || 'no package'}`)
  if (i.to === 'src/store/audit-log.ts' && !['handling', 'governance', 'moves'].includes(room))
    say('one-audit-writer', 'only steps append to the trail')
  if (
    i.to === 'src/ports/system.ts' &&
    (room === 'handling' || room === 'governance') &&
    !/\/(perform|call-tool)\.ts$/.test(i.from)
  )
    say('effects-leave-by-one-door', 'only these two steps may touch a business system')
  if (room === 'domain') judgeDomain(i, say)
}

function judgeDomain(i: Import, say: (rule: string, why: string) => void): void {
  if (i.outside?.startsWith('node:') && i.outside !== 'node:crypto') say('domain-is-pure', 'no I/O in the domain')
  if (i.outside === 'node:crypto' && !cryptoFiles.includes(i.from)) say('crypto-in-few-files', 'one short list to audit')
  if (auditorFiles.test(i.from) && i.outside === null && !auditorFiles.test(i.to))
    say('auditor-stands-alone', 'an auditor must be able to read and run it without the rest')
  const floor = (file: string) => floors.indexOf(/^src\/domain\/([a-z]+)\//.exec(file)?.[1] ?? '')
  if (floor(i.from) >= 0 && floor(i.to) > floor(i.from) && !foundations.includes(i.to))
    say(`domain-${floors[floor(i.from)]}-floor`, 'a floor stands only on those before it')
}

/** Files that take part in a cycle of imports, types included. */
function cycles(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>()
  for (const { from, to, outside } of imports) if (outside === null) next.set(from, [...(next.get(from) ?? []), to])
  const state = new Map<string, 'open' | 'done'>()
  const found: string[][] = []
  const walk = (file: string, trail: string[]): void => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') return void found.push([...trail.slice(trail.indexOf(file)), file])
    state.set(file, 'open')
    for (const to of next.get(file) ?? []) walk(to, [...trail, file])
    state.set(file, 'done')
  }
  for (const file of next.keys()) walk(file, [])
  return found
}

/** Files of src/ that nobody imports and that are not an entry. */
function orphans(all: readonly string[], imports: readonly Import[]): string[] {
  // Declarations of a library's types are read by the compiler, not imported.
  const files = all.filter((file) => !file.endsWith('.d.ts'))
  const reached = new Set(imports.map((i) => i.to))
  return files.filter((file) => file.startsWith('src/') && !isTest(file) && file !== 'src/cli/bin.ts' && !reached.has(file))
}

/** Looks at the whole tree under `root`. Throws when there is nothing to look at. */
export function check(root: string): Violation[] {
  const files = ['src', 'contract/src', 'sdk/src', 'console/src', 'test', 'scripts', 'examples'].flatMap((folder) =>
    filesUnder(root, folder),
  )
  if (!files.some((file) => file.startsWith('src/'))) throw new Error(`no source files under ${root}: nothing was checked`)
  const devDependencies = new Set(
    Object.keys(
      (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { devDependencies?: object }).devDependencies ?? {},
    ),
  )
  const imports = files.flatMap((file) => importsOf(root, file))
  const missing = imports.filter((i) => i.outside === null && /\.tsx?$/.test(i.to) && !existsSync(path.join(root, i.to)))
  return [
    ...imports.flatMap((i) => judge(i, devDependencies)),
    ...missing.map((i) => ({ rule: 'no-missing-files', file: i.from, line: i.line, to: i.to, why: 'there is no such file' })),
    ...cycles(imports).map((cycle) => ({
      rule: 'no-cycles',
      file: cycle[0] ?? '',
      line: 1,
      to: cycle.slice(1).join(' → '),
      why: 'not even among types',
    })),
    ...orphans(files, imports).map((file) => ({ rule: 'no-orphans', file, line: 1, to: '', why: 'nobody imports this file' })),
  ]
}

function filesUnder(root: string, folder: string): string[] {
  const at = path.join(root, folder)
  if (!existsSync(at) || !statSync(at).isDirectory()) return []
  return readdirSync(at, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
}

if (process.argv[1] === import.meta.filename) {
  try {
    const violations = check(process.argv[2] ?? path.join(import.meta.dirname, '..'))
    for (const { rule, file, line, to, why } of violations) console.error(`${file}:${line} ${rule}: ${to} (${why})`)
    console.log(
      violations.length === 0 ? 'Imports: every room imports only what it may.' : `Imports: ${violations.length} violations.`,
    )
    process.exitCode = violations.length === 0 ? 0 : 1
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 2
  }
}

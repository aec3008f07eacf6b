// Reads the environment once into a frozen object; the only file that reads process.env. Refuses unknown TENURE_ variables and lists
// every error at once. Secrets are wrapped and print as ‹secret›.

import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { readSigner } from '../domain/audit/signed-note.ts'
import { Fault } from '../domain/fault.ts'
import { type PrivateSystem, readPrivateSystems } from '../domain/oversight/private-systems.ts'
import { Secret } from './secret.ts'

export type Config = Readonly<{
  port: number
  host: string
  /** Absolute. Holds the embedded database, the installation's secret and little else. */
  dataDir: string
  /** Null: the embedded database of `dataDir` is used. */
  database: Readonly<{ url: Secret; directUrl: Secret | null }> | null
  /** How many worker processes `serve` starts. */
  workers: number
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** Addresses outside the public internet that business systems may have. */
  privateSystems: readonly PrivateSystem[]
  /** Signs sessions; null: made once and kept in the data folder (secret.ts). */
  secret: Secret | null
  /** Signs what is given to others; null: made once and kept in the data folder (signing-key.ts). */
  signingKey: Secret | null
  /** Where the CLI finds the server, and as whom it speaks. */
  client: Readonly<{ url: string; apiKey: Secret | null }>
}>

const whole = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d+$/, `is not a whole number between ${low} and ${high}`)
    .transform(Number)
    .refine((value) => value >= low && value <= high, `is not between ${low} and ${high}`)

const hasProtocol =
  (...protocols: string[]) =>
  (text: string) =>
    URL.canParse(text) && protocols.includes(new URL(text).protocol)

const databaseUrl = z
  .string()
  .refine(hasProtocol('postgres:', 'postgresql:'), 'is not a PostgreSQL address (postgresql://user:password@host:5432/database)')
  .transform((text) => new Secret(text))

const environment = z.object({
  PORT: whole(1, 65_535).default(4310),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'is not a host name or address')
    .default('127.0.0.1'),
  TENURE_DATA_DIR: z.string().default('.tenure'),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_DIRECT_URL: databaseUrl.optional(),
  TENURE_WORKERS: whole(0, 64).default(2),
  TENURE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'is not one of debug, info, warn, error').default('info'),
  TENURE_SECRET: z
    .string()
    .min(32, 'is shorter than 32 characters')
    .transform((text) => new Secret(text))
    .optional(),
  TENURE_SIGNING_KEY: z
    .string()
    .refine(
      (text) => readSigner(text) !== null,
      'is not a signing key (PRIVATE+KEY+name+id+key, as in the file signing-key of a data folder)',
    )
    .transform((text) => new Secret(text))
    .optional(),
  TENURE_PRIVATE_SYSTEMS: z
    .string()
    .default('')
    .transform((text, context) => {
      const read = readPrivateSystems(text)
      if (typeof read !== 'string') return read
      context.addIssue({ code: 'custom', message: `is not valid: ${read}` })
      return z.NEVER
    }),
  TENURE_URL: z.string().refine(hasProtocol('http:', 'https:'), 'is not an http or https address').optional(),
  TENURE_API_KEY: z
    .string()
    .transform((text) => new Secret(text))
    .optional(),
})

/**
 * Reads the configuration from `env`, relative to the folder `cwd`. An empty variable counts as not set.
 * Throws Fault `config_invalid` with one sentence that names every variable that is wrong.
 */
export function readConfig(env: Record<string, string | undefined>, cwd: string): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const known = Object.keys(environment.shape)
  const unknown = Object.keys(given).filter((name) => name.startsWith('TENURE_') && !known.includes(name))
  const parsed = environment.safeParse(given)
  const errors = [
    ...(parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? []),
    ...unknown.map((name) => `${name} is not a variable of Tenure`),
    ...('DATABASE_DIRECT_URL' in given && !('DATABASE_URL' in given) ? ['DATABASE_DIRECT_URL needs DATABASE_URL beside it'] : []),
  ]
  if (!parsed.success || errors.length > 0)
    throw invalid(`The configuration is not valid: ${errors.join('; ')}. Mend it and start again.`)
  return freeze(parsed.data, cwd)
}

function freeze(found: z.output<typeof environment>, cwd: string): Config {
  const { DATABASE_URL: url, DATABASE_DIRECT_URL: directUrl } = found
  return Object.freeze({
    port: found.PORT,
    host: found.HOST,
    dataDir: path.resolve(cwd, found.TENURE_DATA_DIR),
    database: url ? Object.freeze({ url, directUrl: directUrl ?? null }) : null,
    workers: found.TENURE_WORKERS,
    logLevel: found.TENURE_LOG_LEVEL,
    privateSystems: Object.freeze(found.TENURE_PRIVATE_SYSTEMS),
    secret: found.TENURE_SECRET ?? null,
    signingKey: found.TENURE_SIGNING_KEY ?? null,
    client: Object.freeze({
      url: (found.TENURE_URL ?? addressOf({ host: found.HOST, port: found.PORT })).replace(/\/$/, ''),
      apiKey: found.TENURE_API_KEY ?? null,
    }),
  })
}

/** The address a browser on this machine uses: a server that listens everywhere is reached on the loopback. */
export function addressOf({ host, port }: { host: string; port: number }): string {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}

/** Reads `.env` of the working folder, if there is one, and then this process's environment, which wins over it. */
export function loadConfig(): Config {
  loadEnvFile(path.join(process.cwd(), '.env'))
  return readConfig(process.env, process.cwd())
}

function loadEnvFile(file: string): void {
  if (!fs.existsSync(file)) return
  try {
    refuseStrayLines(file, fs.readFileSync(file, 'utf8'))
    process.loadEnvFile(file)
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    const why = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
    throw invalid(`The configuration file ${file} cannot be read${why}. Make it a readable text file, or remove it.`, cause)
  }
}

/** Node skips lines it does not understand; a setting that is silently not applied is worse than no start. */
function refuseStrayLines(file: string, text: string): void {
  const lines = text
    .replace(
      /(=[ \t]*)("[^"]*"|'[^']*'|`[^`]*`)/g,
      (whole, equals: string) => equals + whole.replace(/[^\n]/g, '').replace(/\n/g, '\n#'),
    )
    .split('\n')
  const stray = lines.findIndex((line) => !/^\s*(#.*|(export\s+)?[A-Za-z_][\w.-]*\s*=.*)?$/.test(line))
  if (stray >= 0)
    throw invalid(`The configuration file ${file} is not valid: line ${stray + 1} is not NAME=value. Mend or remove that line.`)
}

function invalid(sentence: string, cause?: unknown): Fault {
  return new Fault('config_invalid', sentence, { retryable: false, cause })
}

/** The environment a child process gets: ours, with `changes` on top. */
export function environmentWith(changes: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes }
}

/** The search path for programs, which the embedded database needs and nothing else of our environment. */
export function programPath(): string {
  return process.env.PATH ?? '/usr/bin:/bin'
}

/** Whether failures show where in the code they happened; asked before the configuration is known to be valid. */
export function showsStacks(): boolean {
  return process.env.TENURE_LOG_LEVEL === 'debug'
}

/**
 * The credential an integration map refers to by name, from the environment; null when it is not set. Only names that end like a credential are
 * looked up, so that a dossier cannot ask for another variable (a database address, say) and have it sent to a system.
 */
export function credentialOf(name: string): Secret | null {
  if (!/^(?!TENURE_)[A-Z][A-Z0-9_]*_(TOKEN|KEY|SECRET|CREDENTIAL)$/.test(name)) return null
  const value = process.env[name]
  return value === undefined || value === '' ? null : new Secret(value)
}

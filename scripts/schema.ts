// Writes migrations/schema.sql: what the migrations amount to, read from a freshly migrated database, so that a reader sees the result and CI sees
// when it is stale. Our binaries ship no pg_dump; the catalogue says the same.

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

const schemas = ['tenure', 'audit']

/** The schema as text, in an order that depends on names only. */
export async function describeSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const parts = [tables, indexes, functions, triggers, policies, grants]
    const texts: string[] = []
    for (const part of parts) texts.push(...(await part(client)))
    return `-- Dumped by scripts/schema.ts from the migrated database; do not edit. CI fails when it is stale.\n\n${texts.join('\n\n')}\n`
  } finally {
    await client.end()
  }
}

async function list(client: pg.Client, sql: string): Promise<Record<string, string>[]> {
  return (await client.query<Record<string, string>>(sql, [schemas])).rows
}

async function tables(client: pg.Client): Promise<string[]> {
  const rows = await list(
    client,
    `select format('%I.%I', n.nspname, c.relname) as name,
       (select string_agg(format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
          coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')), E',\\n' order by a.attnum)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       (select string_agg(format('  constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), E',\\n' order by k.conname) from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n') as constraints
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = any($1) and c.relkind in ('r', 'p') order by 1`,
  )
  return rows.map((row) => `create table ${row.name} (\n${[row.columns, row.constraints].filter(Boolean).join(',\n')}\n);`)
}

async function indexes(client: pg.Client): Promise<string[]> {
  const rows = await list(
    client,
    `select i.indexdef as text from pg_indexes i where i.schemaname = any($1)
     and not exists (select from pg_constraint k where k.conname = i.indexname and k.connamespace = i.schemaname::regnamespace) order by 1`,
  )
  return [rows.map((row) => `${row.text};`).join('\n')]
}

async function functions(client: pg.Client): Promise<string[]> {
  const rows = await list(
    client,
    'select pg_get_functiondef(p.oid) as text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = any($1) order by n.nspname, p.proname',
  )
  return rows.map((row) => `${row.text?.trim()};`)
}

async function triggers(client: pg.Client): Promise<string[]> {
  const rows = await list(
    client,
    'select pg_get_triggerdef(t.oid) as text from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = any($1) and not t.tgisinternal order by 1',
  )
  return [rows.map((row) => `${row.text};`).join('\n')]
}

async function policies(client: pg.Client): Promise<string[]> {
  const rows = await list(
    client,
    "select format('create policy %I on %I.%I for %s to %s%s%s;', policyname, schemaname, tablename, lower(cmd), array_to_string(roles, ', '), ' using (' || qual || ')', ' with check (' || with_check || ')') as text from pg_policies where schemaname = any($1) order by 1",
  )
  return [rows.map((row) => row.text).join('\n')]
}

async function grants(client: pg.Client): Promise<string[]> {
  const rows = await list(
    client,
    `select format('grant %s on %I.%I to %I;', string_agg(lower(privilege_type), ', ' order by privilege_type), table_schema, table_name, grantee) as text
     from information_schema.role_table_grants where table_schema = any($1) and grantee like 'tenure\\_%' group by table_schema, table_name, grantee order by table_schema, table_name, grantee`,
  )
  return [rows.map((row) => row.text).join('\n')]
}

if (process.argv[1] === import.meta.filename) {
  const url = process.argv[2]
  if (url === undefined) {
    console.error('Usage: node scripts/schema.ts postgres://… (a freshly migrated database)')
    process.exitCode = 2
  } else writeFileSync(path.join(import.meta.dirname, '../migrations/schema.sql'), await describeSchema(url))
}

// Thousands of items that wait: copies of one real item, written straight into the tables, due after everything real. They are there to be in the way.

import { adminQuery } from '../../support/database.ts'

const copyOf = (table: string, count: number, changes: string, where: string) =>
  `insert into tenure.${table} select (jsonb_populate_record(t, jsonb_build_object(${changes}))).* from tenure.${table} t, generate_series(1, ${count}) n where ${where}`

const newId = (prefix: string, of: string) => `'${prefix}_' || upper(substr(md5(${of} || '/' || n), 1, 26))`

/** Copies the item of this review `count` times. Triggers and foreign keys are not asked: each copy is as consistent as its original. */
export async function manyWaiting(url: string, reviewId: string, count: number): Promise<void> {
  const interaction = newId('int', 't.interaction_id')
  const proposal = newId('pro', 't.proposal_id')
  const original = (column: string) => `(select ${column} from tenure.reviews where id = '${reviewId}')`
  const statements = [
    'set session_replication_role = replica',
    copyOf(
      'interactions',
      count,
      `'id', ${newId('int', 't.id')}, 'external_id', t.external_id || '/' || n`,
      `t.id = ${original('interaction_id')}`,
    ),
    copyOf(
      'proposals',
      count,
      `'id', ${newId('pro', 't.id')}, 'interaction_id', ${interaction}`,
      `t.id = ${original('proposal_id')}`,
    ),
    copyOf(
      'effects',
      count,
      `'id', ${newId('eff', 't.id')}, 'interaction_id', ${interaction}, 'proposal_id', ${proposal}, 'idempotency_key', t.idempotency_key || '/' || n`,
      `t.interaction_id = ${original('interaction_id')}`,
    ),
    copyOf(
      'reviews',
      count,
      `'id', ${newId('rev', 't.id')}, 'interaction_id', ${interaction}, 'proposal_id', ${proposal}, 'due_at', t.due_at + make_interval(hours => 24, secs => n)`,
      `t.id = '${reviewId}'`,
    ),
    'analyze tenure.reviews, tenure.interactions, tenure.effects, tenure.proposals',
  ]
  await adminQuery(url, statements.join(';\n'))
}

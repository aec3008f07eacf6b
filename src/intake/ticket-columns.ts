// Which column of a table of tickets is what, by its header: the words ticket systems use in their exports.

import { plainText } from '../domain/discovery/words.ts'

export type Columns = {
  /** One or more columns whose texts make the query, in this order. */
  text: string[]
  date: string | null
  category: string | null
  minutes: string | null
  channel: string | null
}

const texts = [
  ['subject', 'summary', 'title', 'short description', 'betreff', 'titel', 'kurzbeschreibung', 'asunto'],
  [
    'query',
    'text',
    'body',
    'message',
    'description',
    'document',
    'content',
    'question',
    'request',
    'details',
    'comment',
    'nachricht',
    'beschreibung',
    'anfrage',
    'descripcion',
    'utterance',
  ],
]
const dates = [
  'created at',
  'created',
  'opened at',
  'opened',
  'date',
  'created date',
  'creation date',
  'submitted',
  'submitted at',
  'received',
  'received at',
  'timestamp',
  'started at',
  'at',
  'datum',
  'erstellt',
  'fecha',
]
const categories = [
  'category',
  'type',
  'topic',
  'query type',
  'topic group',
  'issue type',
  'request type',
  'kategorie',
  'categoria',
  'tag',
]
const minutes = [
  'minutes',
  'handling minutes',
  'handle minutes',
  'handling time minutes',
  'time spent minutes',
  'duration minutes',
  'minuten',
]
const channels = ['channel', 'contact type', 'source channel', 'via', 'kanal', 'canal']

/** The columns of a header. `named` is what the caller says holds the text; null: recognised, first by exact name, then by how it begins. */
export function columnsOf(header: readonly string[], named: readonly string[] | null): Columns {
  const find = (names: readonly string[]) => {
    const plain = header.map((column) => ({ column, plain: spelled(column) }))
    for (const name of names) {
      const found = plain.find((one) => one.plain === name)
      if (found) return found.column
    }
    return null
  }
  const text = named ?? texts.map(find).filter((column) => column !== null)
  return { text: [...text], date: find(dates), category: find(categories), minutes: find(minutes), channel: find(channels) }
}

/** “createdAt”, “Created_At” and “created (at)” are one spelling. */
function spelled(column: string): string {
  return plainText(column.replace(/([a-z])([A-Z])/g, '$1 $2')).trim()
}

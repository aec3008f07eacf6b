// The one layout of a dossier's files: keys as the schema declares them, two spaces, lines of 120, quotes only where needed. Comments and the blank
// lines between groups stay; what the file says stays; a file that cannot be read as YAML is refused, not mended.

import {
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { commentsIn, type Remark, withWholeComments } from './comments.ts'
import { documentNames, isInterviewPath, readDossier, splitRole } from './documents.ts'
import type { Finding } from './dossier.ts'
import { yamlWidth } from './edit.ts'
import { type FileKind, jsonSchemaOf } from './json-schemas.ts'

/**
 * The canonical text of one file of a dossier, or the finding that says why there is none. Formatting what was formatted changes nothing, what the file
 * says stays the same, and every comment of it is still there. A file with fields the schema does not know is formatted too; only YAML that cannot be
 * read is refused.
 */
export function canonicalText(file: string, text: string): string | Finding {
  const kind = kindOf(file)
  if (kind === null) return unfit(file, 1, 'A dossier has no such file.', 'Name one of its four documents or interviews/ID.yaml.')
  const unreadable = readDossier({ [file]: text }).problems.find(
    (problem) => problem.file === file && problem.code === 'document-unreadable',
  )
  if (unreadable) return unreadable
  if (kind !== 'role') return settled(file, text.replace(/^\uFEFF/, ''), kind)
  const parts = splitRole(text)
  if (parts === null) return unfit(file, 1, 'There is no front matter between two “---” lines.', 'Begin the file with “---”.')
  const front = settled(file, `${parts.front}\n`, kind)
  if (typeof front !== 'string') return front.line === null ? front : { ...front, line: front.line + 1 }
  const body = parts.body.replaceAll('\r\n', '\n').trim()
  return `---\n${front}---\n${body}${body === '' ? '' : '\n'}`
}

function kindOf(file: string): FileKind | null {
  const named = Object.entries(documentNames).find(([, name]) => name === file)
  return named ? (named[0] as FileKind) : isInterviewPath(file) ? 'interview' : null
}

// Moving a comment to where it can be kept may need a second pass to settle; a third that still changes something is a form we do not have.
const maxPasses = 4

function settled(file: string, source: string, kind: FileKind): string | Finding {
  const yaml = withWholeComments(source)
  const before = commentsIn(yaml)
  const schema = jsonSchemaOf(kind)
  let text = yaml
  let stands = false
  for (let pass = 0; pass < maxPasses && !stands; pass++) {
    const next = formed(text, schema)
    stands = next === text
    text = next
  }
  const lost = missing(before, commentsIn(text))
  if (lost)
    return unfit(
      file,
      lost.line,
      `The comment “${lost.text.trim()}” stands where it cannot be kept.`,
      'Move it to a line of its own before the key it speaks of.',
    )
  const same = JSON.stringify(meaning(yaml)) === JSON.stringify(meaning(text))
  if (!same || !stands)
    return unfit(file, 1, 'This file cannot be put in another layout without changing it.', 'Leave it as it is, and report it.')
  return text
}

function missing(before: readonly Remark[], after: readonly Remark[]): Remark | undefined {
  const left = after.map(({ text }) => text.trim())
  return before.find(({ text }) => {
    const at = left.indexOf(text.trim())
    if (at === -1) return true
    left.splice(at, 1)
    return false
  })
}

/** What a text says, whatever the order of its keys. */
function meaning(yaml: string): unknown {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted)
    if (typeof value !== 'object' || value === null) return value
    return Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)])
  }
  return sorted(parseDocument(yaml, { prettyErrors: false }).toJS({ maxAliasCount: 0 }))
}

function formed(yaml: string, schema: Schema): string {
  const document = parseDocument(yaml, { prettyErrors: false })
  const arranger = new Arranger(yaml)
  if (isCollection(document.contents)) arranger.root(document as Document.Parsed, schema)
  return document.toString({ lineWidth: yamlWidth, indent: 2 })
}

type Schema = Record<string, unknown>
/** Where a value begins on its line, and how far its lines are indented if it takes several. */
type Spot = { column: number; indent: number }

class Arranger {
  readonly #yaml: string

  constructor(yaml: string) {
    this.#yaml = yaml
  }

  root(document: Document.Parsed, schema: Schema): void {
    if (document.contents) this.#collection(document.contents as YAMLMap | YAMLSeq, schema, { column: yamlWidth, indent: 0 })
  }

  #node(node: unknown, schema: Schema | null, spot: Spot): void {
    if (isCollection(node)) this.#collection(node as YAMLMap | YAMLSeq, schema, spot)
    else if (isScalar(node)) plainly(node, spot)
  }

  #collection(node: YAMLMap | YAMLSeq, schema: Schema | null, spot: Spot): void {
    delete node.tag
    if (node.items.length === 0) return
    const own = variantOf(schema, node)
    node.flow = node.flow === true && fitsOneLine(node, spot)
    if (isMap(node)) this.#map(node, own, spot)
    else this.#seq(node, own, spot)
  }

  #map(node: YAMLMap, schema: Schema | null, { indent }: Spot): void {
    const known = propertiesOf(schema)
    const names = Object.keys(known)
    const rank = (pair: Pair) => {
      const at = names.indexOf(nameOf(pair))
      return at === -1 ? names.length : at
    }
    for (const pair of node.items) this.#settleComments(pair)
    node.items.sort((a, b) => rank(a) - rank(b))
    for (const [at, pair] of node.items.entries()) {
      const name = nameOf(pair)
      if (isScalar(pair.key)) {
        plainly(pair.key, { column: 0, indent: 0 })
        if (at === 0 || node.flow) delete pair.key.spaceBefore
      }
      const spot = { column: indent + stringify(name, { lineWidth: 0 }).trimEnd().length + 2, indent: indent + 2 }
      this.#node(pair.value, Object.hasOwn(known, name) ? known[name]! : null, spot)
    }
  }

  #seq(node: YAMLSeq, schema: Schema | null, { indent }: Spot): void {
    const items = isRecord(schema?.items) ? schema.items : null
    for (const [at, item] of (node.items as Node[]).entries()) {
      if (at === 0 || node.flow) delete item.spaceBefore
      this.#node(item, items, { column: indent + 2, indent: indent + 2 })
    }
  }

  /** A comment on the key's own line stays there; one before the first key below it goes with that key. */
  #settleComments(pair: Pair): void {
    const { key, value } = pair
    if (!isScalar(key) || !(isScalar(value) || isMap(value) || isSeq(value))) return
    delete value.spaceBefore
    const comment = value.commentBefore
    if (typeof comment !== 'string' || !isCollection(value) || value.flow === true) return
    const [first = '', ...rest] = comment.split('\n')
    const onKeyLine = key.range ? /^[^\n]*?:[ \t]*#/.test(this.#yaml.slice(key.range[1]).replace(/^['"]/, '')) : false
    const below = onKeyLine ? rest.join('\n') : comment
    if (onKeyLine) key.comment = first
    const [head] = value.items
    delete value.commentBefore
    if (below === '') return
    const carrier = isPair(head) ? head.key : head
    if (isScalar(carrier) || isCollection(carrier))
      carrier.commentBefore = [below, ...(carrier.commentBefore ? [carrier.commentBefore] : [])].join('\n')
  }
}

/** Quotes only where needed, blocks for what is long or has several lines; numbers and truth values in their usual spelling. */
function plainly(node: Scalar, { column, indent }: Spot): void {
  delete node.source
  delete node.format
  delete node.minFractionDigits
  delete node.tag
  node.type = Scalar.PLAIN
  const { value } = node
  if (typeof value !== 'string') return
  const lines = value.split('\n')
  // A block of nothing but spaces has no line that says how far it is indented, and would lose them.
  if (lines.length > 1 && /[^\n]/.test(value) && value.trim() === '') node.type = Scalar.QUOTE_DOUBLE
  else if (lines.length > 1)
    node.type = lines.some((line) => indent + line.length > yamlWidth) ? Scalar.BLOCK_FOLDED : Scalar.BLOCK_LITERAL
  else if (column > 0 && column + oneLine(value).length > yamlWidth) node.type = Scalar.BLOCK_FOLDED
}

/** Whether what the author wrote in one line, in braces or brackets, may stay so: nothing in it needs a line of its own. */
function fitsOneLine(node: YAMLMap | YAMLSeq, { column }: Spot): boolean {
  if (hasInside(node, (part) => isScalar(part) && typeof part.value === 'string' && part.value.includes('\n'))) return false
  if (hasInside(node, (part) => part !== node && (part.comment != null || part.commentBefore != null))) return false
  return column + oneLine(node.toJSON(), true).length <= yamlWidth
}

function oneLine(value: unknown, flow = false): string {
  return stringify(value, { lineWidth: 0, ...(flow ? { collectionStyle: 'flow' as const } : {}) }).trimEnd()
}

function hasInside(node: unknown, fits: (part: Node) => boolean): boolean {
  if (isPair(node)) return hasInside(node.key, fits) || hasInside(node.value, fits)
  if (!isScalar(node) && !isCollection(node)) return false
  return fits(node) || (isCollection(node) && (node.items as unknown[]).some((item) => hasInside(item, fits)))
}

function nameOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key)
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function propertiesOf(schema: Schema | null): Record<string, Schema> {
  return (schema?.properties ?? {}) as Record<string, Schema>
}

/** Of the alternatives a schema allows, the one this node is: by its `kind`, or the one that is a group or list at all. */
function variantOf(schema: Schema | null, node: YAMLMap | YAMLSeq): Schema | null {
  const variants = (schema?.oneOf ?? schema?.anyOf) as Schema[] | undefined
  if (variants === undefined) return schema
  const kind = isMap(node) ? node.get('kind') : undefined
  const byKind = variants.find((variant) => kind !== undefined && propertiesOf(variant).kind?.const === kind)
  return (
    byKind ??
    variants.find((variant) => (isMap(node) ? variant.properties && !propertiesOf(variant).kind : variant.items)) ??
    null
  )
}

function unfit(file: string, line: number, what: string, remedy: string): Finding {
  const why = 'The canonical form keeps every comment and every value, or leaves the file alone.'
  return { code: 'document-unreadable', severity: 'error', file, line, what, why, remedy }
}

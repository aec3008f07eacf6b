// A standard operating procedure in Markdown becomes a draft: chapters with a numbered list are proposed query types, the items their steps in order,
// “if … then …” a decision, “must not” a prohibition, “escalate to” a trigger. The SOP says what should happen; every piece asks whether it does.

import { fromMarkdown } from 'mdast-util-from-markdown'
import { legalName, newName, oneLine } from '../domain/discovery/legal-name.ts'
import { invariant } from '../domain/fault.ts'
import { type DraftStep, emptyPart, type Part, type Unusable, unseenType } from './part.ts'
import { conditionOf, forbids, handsOverTo, saysWhatToDo, sentencesOf, unconditional } from './sop-sentences.ts'

type Markdown = ReturnType<typeof fromMarkdown>
type Block = Markdown['children'][number]
type List = Extract<Block, { type: 'list' }>
type Chapter = { title: string; depth: number; line: number; blocks: Block[] }

// A dossier is read by people before it is signed; a longer handbook is several workflows.
const maxSteps = 300
const maxCharacters = 1_000_000

/** Chapters that are about the document, not about a kind of query. */
const aboutItself =
  /^(?:[\d.]+\s*)?(?:purpose|scope|introduction|overview|background|definitions?|glossary|references?|contacts?|revision|version|history|change ?log|approvals?|roles?(?: and responsibilities)?|responsibilities|general|about|table of contents|contents|escalations?(?: matrix| paths?| rules?)?|appendix|policy|rules?|notes?|tools?|systems?|zweck|geltungsbereich|einleitung|begriffe|inhalt)\b/i

/** The draft of one SOP. `source` is what it is called in sentences. */
export function fromSop(markdown: string, source: string): { ok: true; part: Part } | Unusable {
  if (markdown.length > maxCharacters)
    return {
      ok: false,
      line: 1,
      why: `it has more than ${maxCharacters} characters`,
      remedy: 'Give the chapters of this workflow only.',
    }
  const chapters = chaptersOf(fromMarkdown(markdown.replaceAll('\0', ' ')))
  const draft = new SopDraft(source)
  const deep = chapters.some(({ depth }) => depth > 1)
  for (const chapter of chapters) draft.read(chapter, chapter.depth > (deep ? 1 : 0) && isNamed(chapter))
  if (draft.part.steps.length > maxSteps)
    return {
      ok: false,
      line: 1,
      why: `it would make more than ${maxSteps} steps`,
      remedy: 'It is several workflows: give one at a time.',
    }
  if (draft.part.types.length === 0 && draft.part.triggers.length === 0 && draft.part.forbidden.length === 0)
    return {
      ok: false,
      line: 1,
      why: 'nothing in it reads as a procedure',
      remedy: 'Give a text with headings and numbered steps, or sentences that say when to hand over.',
    }
  const [top] = chapters.filter(({ depth }) => depth === 1)
  draft.part.workflow = top === undefined ? null : legalName(top.title, '') || null
  return { ok: true, part: draft.part }
}

/** The text in flat chapters: what stands under a heading before the next one, whatever its depth. */
function chaptersOf(tree: Markdown): Chapter[] {
  const chapters: Chapter[] = [{ title: '', depth: 0, line: 1, blocks: [] }]
  for (const block of tree.children) {
    if (block.type === 'heading')
      chapters.push({ title: oneLine(textOf(block), 100), depth: block.depth, line: block.position?.start.line ?? 1, blocks: [] })
    else chapters.at(-1)?.blocks.push(block)
  }
  return chapters
}

/** The words of a node without its marks. */
function textOf(node: Block | Markdown['children'][number] | { type: string }): string {
  if ('value' in node && typeof node.value === 'string') return node.type === 'html' ? ' ' : node.value
  if (!('children' in node) || !Array.isArray(node.children)) return node.type === 'break' ? ' ' : ''
  const between = /^(?:list|listItem|blockquote|table|tableRow)$/.test(node.type) ? '\n' : ''
  return (node.children as { type: string }[]).map(textOf).join(between)
}

function procedureOf(chapter: Chapter): List | null {
  return (
    chapter.blocks.find((block): block is List => block.type === 'list' && block.ordered === true && block.children.length > 1) ??
    null
  )
}

function isNamed(chapter: Chapter): boolean {
  return chapter.title !== '' && !aboutItself.test(chapter.title)
}

class SopDraft {
  readonly part: Part
  private readonly names = { types: new Set<string>(['unlisted']), steps: new Set<string>(), triggers: new Set<string>() }

  constructor(source: string) {
    this.part = emptyPart(source)
  }

  /**
   * Sentences anywhere in a chapter may decide, forbid or hand over. A numbered list makes the chapter a query type with a path; points or paragraphs
   * that say what to do make it one without. `mayBeType`: the chapter is not the title and not about the document.
   */
  read(chapter: Chapter, mayBeType: boolean): void {
    const procedure = mayBeType ? procedureOf(chapter) : null
    const rules = chapter.blocks.flatMap(blockSentences).filter(saysWhatToDo).length
    const name = procedure !== null || (mayBeType && rules >= 2) ? this.addType(chapter) : null
    const about = name === null ? null : `queryTypes.${name}`
    for (const block of chapter.blocks) {
      if (block === procedure) continue
      for (const sentence of blockSentences(block)) this.readSentence(sentence, about)
    }
    const type = this.part.types.find((one) => one.name === name)
    if (type === undefined || procedure === null) return
    const items = procedure.children.map((item) => oneLine(textOf(item), 600))
    type.start = this.addSteps(type.name, items)
  }

  private addType(chapter: Chapter): string {
    const title = oneLine(chapter.title.replace(/^[\d.\s]+/, '') || chapter.title, 80)
    const name = newName(legalName(title, 'chapter'), this.names.types)
    const said = chapter.blocks.find((block) => block.type === 'paragraph')
    const sop = said === undefined ? `Chapter “${chapter.title}”` : (sentencesOf(textOf(said))[0] ?? chapter.title)
    this.part.types.push({ ...unseenType, name, title, sop: oneLine(sop, 400) })
    this.ask(
      `The SOP has a chapter “${chapter.title}”. Is it a kind of query of its own, how do people ask for it (three examples), how many a month, and how many minutes each?`,
      `queryTypes.${name}`,
    )
    return name
  }

  private readSentence(sentence: string, about: string | null): void {
    if (forbids(sentence) && handsOverTo(sentence) === null)
      this.part.forbidden.push({ sentence: oneLine(sentence, 400), unconditional: unconditional(sentence), operation: null })
    else if (!forbids(sentence) && handsOverTo(sentence) !== null) this.trigger(sentence, handsOverTo(sentence) ?? '')
    else if (conditionOf(sentence) !== null)
      this.ask(`The SOP says: “${oneLine(sentence, 400)}” Is it so in practice, and at which step is it decided?`, about)
  }

  /** One step per item, in order; an item with a condition becomes a decision before what follows from it. */
  private addSteps(type: string, items: readonly string[]): string {
    const ids = items.map((item, at) =>
      newName(legalName(`${type} ${at + 1} ${item.split(' ').slice(0, 5).join(' ')}`, `${type}_${at + 1}`), this.names.steps),
    )
    const end = newName(legalName(`${type} end`, 'end'), this.names.steps)
    for (const [at, item] of items.entries()) {
      const next = ids[at + 1] ?? end
      for (const sentence of sentencesOf(item)) if (conditionOf(sentence) === null) this.readSentence(sentence, null)
      const condition =
        sentencesOf(item)
          .map(conditionOf)
          .find((one) => one !== null) ?? null
      this.addStep(ids[at]!, item, { condition, next })
    }
    this.part.steps.push({ id: end, title: 'Done', kind: 'end', sop: null })
    const [first] = ids
    invariant(first !== undefined, 'a procedure has at least two items')
    return first
  }

  private addStep(
    id: string,
    item: string,
    { condition, next }: { condition: { when: string; follows: string } | null; next: string },
  ): void {
    if (condition === null) {
      this.part.steps.push(this.byPeople(id, item, { sop: item, next }))
      this.ask(`The SOP says: “${oneLine(item, 120)}” Is it so in practice? Who does it, and with which system?`, `steps.${id}`)
      return
    }
    const field = this.field(condition.when)
    const then = newName(legalName(`${id} then`, `${id}_then`), this.names.steps)
    const who = handsOverTo(condition.follows)
    this.part.steps.push({
      id,
      title: oneLine(`${condition.when}?`, 120),
      kind: 'decision',
      sop: item,
      branches: [{ when: field, next: then }],
      otherwise: next,
    })
    const after: DraftStep =
      who === null
        ? this.byPeople(then, condition.follows, { sop: null, next })
        : {
            id: then,
            title: oneLine(condition.follows, 120),
            kind: 'escalate',
            sop: null,
            trigger: this.trigger(item, who),
            reason: oneLine(condition.when, 200),
          }
    this.part.steps.push(after)
    this.ask(
      `The SOP says: “${oneLine(item, 120)}” Is it so in practice, and where is it read whether “${oneLine(condition.when, 120)}”? The condition is a placeholder (${field}): nobody fills that field, so every such query goes to a person.`,
      `steps.${id}`,
    )
  }

  private byPeople(id: string, title: string, { sop, next }: { sop: string | null; next: string }): DraftStep {
    return { id, title: oneLine(title, 120), kind: 'human', sop, who: this.person('', 'Does the work today'), uses: [], next }
  }

  private trigger(sentence: string, who: string): string {
    const condition = conditionOf(sentence)
    const when = condition?.when ?? sentence
    const name = newName(legalName(when.split(' ').slice(0, 8).join(' '), 'hand_over'), this.names.triggers)
    const field = this.field(when)
    this.part.triggers.push({
      name,
      condition: field,
      who: this.person(who, 'Takes what the SOP hands over'),
      sop: oneLine(sentence, 400),
    })
    this.ask(
      `The SOP says: “${oneLine(sentence, 200)}” Is it so in practice? How is it recognised (the condition is the placeholder ${field}), through which channel, with what information, and within what time is it answered?`,
      `triggers.${name}`,
    )
    return name
  }

  /** A declared field that nobody fills: its condition is undecided, and what is undecided goes to a person (src/domain/discovery/condition.ts). */
  private field(when: string): string {
    const name = `case_${legalName(when.split(' ').slice(0, 9).join(' '), 'unnamed')}`
    this.part.fields[name] = 'boolean'
    return `fields.${name}`
  }

  private person(who: string, does: string): string {
    const name = who === '' ? 'to_be_named' : legalName(who, 'to_be_named')
    if (!this.part.people.some((one) => one.name === name))
      this.part.people.push({
        name,
        title: who === '' ? 'To be named' : oneLine(who.charAt(0).toUpperCase() + who.slice(1), 80),
        does: `${does}; as the SOP says, not confirmed`,
      })
    return name
  }

  private ask(question: string, about: string | null): void {
    this.part.questions.push({ question, about })
  }
}

function blockSentences(block: Block): string[] {
  if (block.type === 'list') return block.children.flatMap((item) => textOf(item).split('\n').flatMap(sentencesOf))
  if (block.type === 'paragraph' || block.type === 'blockquote') return sentencesOf(textOf(block))
  return []
}

// Drafts: dossiers still being written, by several people at once, in the console and in files. Checking, drawing and planning take the texts of the
// files, so that what is shown is what the files say, saved or not.

import { z } from 'zod'
import { findingSchema } from './dossiers.ts'
import { instant } from './words.ts'

/** Texts by path inside the dossier folder: `workflow.yaml`, `SOUL.md`, `integrations.yaml`, `targets.yaml`, `interviews/<id>.yaml`. */
export const dossierFiles = z.record(z.string().min(1).max(200), z.string().max(1_000_000))
export type DossierFiles = z.infer<typeof dossierFiles>

/** Where a value stands in a file: keys from the top; in a list a number is a position and a word the item whose `name`, `id` or `do` it is. */
export const placeSchema = z.array(z.union([z.string().max(200), z.number().int().min(0)])).max(12)
export type EditPlace = z.infer<typeof placeSchema>

const was = z.unknown().optional()

/**
 * One change. `was` is what the editor saw there (left out: nothing); when something else stands there now, nothing is changed and the answer says
 * what. In SOUL.md the place [`body`] is the text below the front matter, every other place a key of the front matter.
 */
export const draftEdit = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('set'), file: z.string().max(200), place: placeSchema.min(1), was, now: z.unknown() }),
    z.strictObject({ kind: z.literal('remove'), file: z.string().max(200), place: placeSchema.min(1), was }),
    z.strictObject({
      kind: z.literal('add'),
      file: z.string().max(200),
      place: placeSchema.min(1),
      value: z.unknown(),
      at: z.number().int().min(0).nullable().default(null),
    }),
    z.strictObject({
      kind: z.literal('move'),
      file: z.string().max(200),
      place: placeSchema.min(2),
      to: z.number().int().min(0),
      was,
    }),
    z.strictObject({
      kind: z.literal('rename'),
      what: z.enum(['queryType', 'step', 'trigger', 'person', 'system', 'channel']),
      from: z.string().max(200),
      to: z.string().max(200),
    }),
    z.strictObject({
      kind: z.literal('write'),
      file: z.string().max(200),
      was: z.string().max(1_000_000).nullable(),
      now: z.string().max(1_000_000).nullable(),
    }),
  ])
  .meta({ id: 'DraftEdit' })
export type DraftEdit = z.input<typeof draftEdit>

export const editDraftRequest = z.strictObject({ edits: z.array(draftEdit).min(1).max(200) })
export type EditDraftRequest = z.input<typeof editDraftRequest>

export const openDraftRequest = z.discriminatedUnion('from', [
  /** An empty dossier: the four documents with nothing in them but names and default targets. */
  z.strictObject({
    from: z.literal('nothing'),
    employee: z.string().trim().min(1).max(100),
    workflow: z.string().trim().min(1).max(80),
    title: z.string().trim().min(1).max(200),
    channels: z.array(z.string().min(1).max(80)).min(1).max(20),
  }),
  z.strictObject({ from: z.literal('version'), dossierId: z.string().max(100) }),
  z.strictObject({ from: z.literal('files'), files: dossierFiles }),
])
export type OpenDraftRequest = z.input<typeof openDraftRequest>

export const draftSummary = z
  .object({
    id: z.string(),
    workflow: z.string(),
    title: z.string(),
    employee: z.string(),
    revision: z.number().int(),
    changedBy: z.string(),
    changedAt: instant,
    openedBy: z.string(),
    openedAt: instant,
    /** The version last registered from this draft, and whether the draft has changed since. */
    registered: z.object({ dossierId: z.string(), hash: z.string(), current: z.boolean() }).nullable(),
  })
  .meta({ id: 'DraftSummary' })
export type DraftSummary = z.infer<typeof draftSummary>

/** A document as data, exactly as the file says and without defaults; null when the text cannot be read. `role` has the front matter and the body. */
export const documentsSchema = z
  .object({
    workflow: z.unknown(),
    role: z.object({ front: z.unknown(), body: z.string() }).nullable(),
    integrations: z.unknown(),
    targets: z.unknown(),
    interviews: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'DossierDocuments' })
export type DossierDocuments = z.infer<typeof documentsSchema>

export const draftAnswer = draftSummary.extend({ files: dossierFiles, documents: documentsSchema }).meta({ id: 'Draft' })
export type Draft = z.infer<typeof draftAnswer>

/** Checks, draws and plans what the given files say; nothing is stored. */
export const examineRequest = z.strictObject({ files: dossierFiles })
export type ExamineRequest = z.infer<typeof examineRequest>

export const flowSchema = z
  .object({
    nodes: z.array(
      z.object({
        id: z.string(),
        /** `query` and `input` are where paths begin; the rest are the kinds of step; `person` is whom an escalation reaches. */
        kind: z.enum(['query', 'input', 'start', 'action', 'decision', 'reply', 'human', 'escalate', 'wait', 'end', 'person']),
        title: z.string(),
        lane: z.string(),
        queryTypes: z.array(z.string()),
        system: z.string().nullable(),
        operation: z.string().nullable(),
        access: z.enum(['none', 'read', 'write']).nullable(),
        sop: z.string().nullable(),
        practice: z.string().nullable(),
        /** Whether SOP and practice differ here, and whether that is settled. */
        conflict: z.enum(['none', 'open', 'settled']),
        from: z.string().nullable(),
      }),
    ),
    edges: z.array(
      z.object({
        id: z.string(),
        from: z.string(),
        to: z.string(),
        kind: z.enum(['next', 'branch', 'otherwise', 'escalation']),
        label: z.string().nullable(),
      }),
    ),
    lanes: z.array(z.object({ id: z.string(), title: z.string(), kind: z.enum(['employee', 'system', 'person', 'requester']) })),
  })
  .meta({ id: 'Flow' })
export type Flow = z.infer<typeof flowSchema>

/** `hash`, `flow`, `plan`, `pareto` are null while a document cannot be read. */
export const examinationAnswer = z
  .object({
    hash: z.string().nullable(),
    policyHash: z.string().nullable(),
    errors: z.number().int(),
    warnings: z.number().int(),
    findings: z.array(findingSchema),
    flow: flowSchema.nullable(),
    plan: z.unknown(),
    pareto: z.unknown(),
  })
  .meta({ id: 'Examination' })
export type Examination = z.infer<typeof examinationAnswer>

/** Either the texts of files, or a registered version, whose signatures then stand on the paper. */
export const exportRequest = z
  .strictObject({
    files: dossierFiles.optional(),
    dossierId: z.string().max(100).optional(),
    format: z.enum(['mermaid', 'svg', 'bpmn', 'html']),
  })
  .refine(
    ({ files, dossierId }) => (files === undefined) !== (dossierId === undefined),
    'give files or dossierId, one of the two',
  )
export type ExportRequest = z.infer<typeof exportRequest>

export const exportAnswer = z.object({ name: z.string(), mediaType: z.string(), text: z.string() }).meta({ id: 'DossierExport' })
export type DossierExport = z.infer<typeof exportAnswer>

/** The questions for one interview, adapted to what the map says already and to who is asked. */
export const scriptRequest = z.strictObject({ files: dossierFiles, interview: z.string().max(80).nullable() })
export type ScriptRequest = z.infer<typeof scriptRequest>

export const scriptAnswer = z
  .object({
    questions: z.array(
      z.object({
        id: z.string(),
        /** Which question it is, and what fills its blanks; the same texts in other languages are known by it. */
        code: z.string(),
        blanks: z.record(z.string(), z.string()),
        topic: z.string(),
        question: z.string(),
        followUps: z.array(z.string()),
        /** What the answer is used for, in a sentence. */
        purpose: z.string(),
        /** The place of the map the answer belongs to. */
        about: z.string().nullable(),
        answered: z.boolean(),
        /** Passed on to somebody else. */
        open: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'InterviewScript' })
export type InterviewScript = z.infer<typeof scriptAnswer>

/** One difference of two versions, at a place with names instead of positions. */
const changeSchema = z.object({
  place: z.string(),
  kind: z.enum(['added', 'removed', 'changed', 'moved']),
  before: z.unknown(),
  after: z.unknown(),
})

export const comparisonAnswer = z
  .object({
    from: z.object({ id: z.string(), hash: z.string() }),
    to: z.object({ id: z.string(), hash: z.string() }),
    workflow: z.array(changeSchema),
    integrations: z.array(changeSchema),
    targets: z.array(changeSchema),
    interviews: z.array(changeSchema),
    role: z.object({
      front: z.array(changeSchema),
      body: z.array(z.object({ text: z.string(), change: z.enum(['same', 'added', 'removed']) })),
    }),
  })
  .meta({ id: 'DossierComparison' })
export type DossierComparison = z.infer<typeof comparisonAnswer>

/** `revision` is the one the person looked at; another one since is refused. */
export const registerDraftRequest = z.strictObject({ revision: z.number().int().min(1) })
export type RegisterDraftRequest = z.infer<typeof registerDraftRequest>

export const discardedAnswer = z.object({ id: z.string(), discarded: z.literal(true) }).meta({ id: 'DiscardedDraft' })
export type DiscardedDraft = z.infer<typeof discardedAnswer>

/** What is enforced: compiled from a dossier, found by its hash. Every ruling on an effect names the hash of the policy it was made under. */
export const policyAnswer = z
  .object({ hash: z.string(), dossierIds: z.array(z.string()), policy: z.unknown() })
  .meta({ id: 'Policy' })
export type Policy = z.infer<typeof policyAnswer>

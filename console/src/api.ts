// The console's only way to the server: the SDK over the public HTTP API, the same for everybody. Refusals arrive as `TenureRefusal` with their sentence; nothing
// is retried silently.

import { type Client, createClient } from '@tenure/sdk'

export { TenureRefusal } from '@tenure/sdk'

/** The page is served by the server it speaks to; the browser's cookie says who asks. */
const client = createClient({ baseUrl: '' })

type Answer<Call extends keyof Client> = NonNullable<Awaited<ReturnType<Client[Call]>>>
type Item<Call extends keyof Client> = Answer<Call> extends { items: (infer One)[] } ? One : never

type Me = Answer<'me'>
export type Role = NonNullable<Me['role']>
export type Scope = NonNullable<Me['scopes']>[number]
export type Person = Item<'listPeople'>
export type Key = Item<'listKeys'>
export type DossierSummary = Item<'listDossiers'>
export type DraftSummary = Item<'listDrafts'>
export type Draft = Answer<'draft'>
export type DraftEdit = Parameters<Client['editDraft']>[1]['edits'][number]
export type EditPlace = readonly (string | number)[]
export type Opening = Parameters<Client['openDraft']>[0]
export type Examination = Answer<'examineDossier'>
export type Finding = Examination['findings'][number]
export type Flow = NonNullable<Examination['flow']>
export type FlowNode = Flow['nodes'][number]
export type ExportFormat = Parameters<Client['exportDossier']>[0]['format']
export type ScriptQuestion = Answer<'interviewScript'>['questions'][number]
export type Comparison = Answer<'compareDossier'>
export type RolloutSummary = Item<'listRollouts'>
export type Phase = RolloutSummary['phase']
export type Rollout = Answer<'rollout'>
export type Cell = Rollout['cells'][number]
export type Gate = Answer<'gate'>
export type Sentence = Criterion['says'][number]
export type Criterion = Gate['criteria'][number]
export type ReviewQueue = Answer<'listReviews'>
export type ReviewSummary = ReviewQueue['items'][number]
export type ReviewCard = Answer<'review'>
export type GivenVerdict = Answer<'giveVerdict'>
export type VerdictRequest = Parameters<Client['giveVerdict']>[1]
export type VerdictKind = VerdictRequest['kind']
export type SkipReason = NonNullable<Parameters<Client['skipReview']>[1]['why']>
export type CorrectionRequest = Parameters<Client['correctReview']>[1]
export type Corrections = Answer<'corrections'>
export type ReviewFilter = NonNullable<Parameters<Client['listReviews']>[0]>
export type InteractionFilter = NonNullable<Parameters<Client['listInteractions']>[0]>
export type InteractionSummary = Item<'listInteractions'>
export type InteractionStory = Answer<'interaction'>
export type StoryEffect = InteractionStory['proposals'][number]['effects'][number]
export type StoryEscalation = NonNullable<InteractionStory['escalation']>
export type ListedEffect = Item<'listEffects'>
export type Tool = Item<'tools'>
export type LiveEvent = ReturnType<Client['stream']> extends AsyncGenerator<infer One> ? One : never
export type Escalation = Item<'listEscalations'>
export type EdgeCaseSummary = Item<'listEdgeCases'>
export type EdgeCase = Answer<'edgeCase'>
export type EdgeCaseFilter = NonNullable<Parameters<Client['listEdgeCases']>[0]>
export type IncidentSummary = Item<'listIncidents'>
export type Incident = Answer<'incident'>
export type TrailRecord = Item<'listRecords'>
export type Month = Answer<'month'>
export type MonthNumbers = Month['workflows'][number]['now']
export type MonthWorth = NonNullable<Month['workflows'][number]['worth']>
export type Slices = Answer<'slices'>
export type VersionChanges = Answer<'versionChanges'>
export type DeclareChangeRequest = Parameters<Client['declareChange']>[1]
export type Attempts = Answer<'attempts'>
export type Replay = Answer<'replay'>
export type ReplayCase = Item<'listReplayCases'>
export type ReplayVerdict = Parameters<Client['judgeReplayCase']>[1]['verdict']
export type Promotion = Item<'listPromotions'>
export type RegisteredPlan = Item<'listPlans'>
export type Reviewers = Answer<'reviewers'>
export type Exclusion = Reviewers['exclusions'][number]
export type BlindItem = Answer<'blindItems'>['items'][number]
type ReplayCaseFilter = NonNullable<Parameters<Client['listReplayCases']>[1]>
export type HumanWork = NonNullable<InteractionStory['humanWork']>[number]

// A request without an answer for this long is given up and, where it has an idempotency key, sent again.
const patienceMs = 20_000
const patience = () => AbortSignal.timeout(patienceMs)

/** The calls of the console in its own words. */
export const api = {
  me: () => client.me(),
  stream: (after: string | undefined, signal: AbortSignal) => client.stream({ after }, { signal }),
  signIn: (email: string, password: string) => client.signIn({ email, password }),
  signOut: () => client.signOut(),
  firstAdmin: client.joinAsFirstAdmin,
  join: client.join,

  people: () => client.listPeople({ limit: 200 }),
  invite: client.invite,
  changePerson: client.changePerson,
  keys: () => client.listKeys({ limit: 200 }),
  issueKey: client.issueKey,
  revokeKey: (id: string) => client.revokeKey(id),

  employees: () => client.listEmployees({ limit: 200 }),
  dossiers: () => client.listDossiers({ limit: 200 }),
  signDossier: (id: string) => client.signDossier(id),
  dossier: (id: string) => client.dossier(id),
  compareDossier: (id: string, other: string) => client.compareDossier(id, { with: other }),
  hire: client.hire,

  drafts: () => client.listDrafts({ limit: 200 }),
  draft: (id: string) => client.draft(id),
  openDraft: client.openDraft,
  editDraft: (id: string, edits: DraftEdit[]) => client.editDraft(id, { edits }),
  registerDraft: (id: string, revision: number) => client.registerDraft(id, { revision }),
  discardDraft: (id: string) => client.discardDraft(id),
  examine: (files: Draft['files']) => client.examineDossier({ files }),
  exportDossier: (files: Draft['files'], format: ExportFormat) => client.exportDossier({ files, format }),
  exportVersion: (dossierId: string, format: ExportFormat) => client.exportDossier({ dossierId, format }),
  interviewScript: (files: Draft['files'], interview: string | null) => client.interviewScript({ files, interview }),

  rollouts: () => client.listRollouts({ limit: 200 }),
  rollout: (id: string) => client.rollout(id),
  gate: (id: string) => client.gate(id),
  openRollout: client.openRollout,
  propose: client.proposePromotion,
  approve: (promotionId: string, reason: string) => client.approvePromotion(promotionId, { reason }),
  advance: (promotionId: string) => client.advance(promotionId),
  withdraw: (promotionId: string, reason: string) => client.withdrawPromotion(promotionId, { reason }),
  split: (id: string, cells: Cell[], reason: string) => client.split(id, { cells, reason }),
  demote: (id: string, to: 'supervised' | 'shadow', reason: string) => client.demote(id, { to, reason }),
  haltRollout: (id: string, reason: string) => client.haltRollout(id, { reason }),
  resume: (id: string, reason: string) => client.resume(id, { reason }),
  setDelivery: (id: string, delivery: 'observe' | 'assist', reason: string) => client.setDelivery(id, { delivery, reason }),

  halts: () => client.listHalts({ inForce: 'true' }),
  orderHalt: client.orderHalt,
  liftHalt: (id: string, reason: string) => client.liftHalt(id, { reason }),

  drills: () => client.listHaltDrills({ limit: 50 }),

  tools: () => client.tools(),
  approveTool: (id: string, hash: string, reason: string) => client.approveTool(id, { hash, reason }),
  effectsWaiting: async () => (await client.listEffects({ state: 'held', limit: 1 })).waiting,
  effects: (state: 'held' | 'unknown') => client.listEffects({ state, limit: 100 }),
  decideEffect: (id: string, decision: 'release' | 'decline', digest: string) => client.decideEffect(id, { decision, digest }),
  settleUnknown: (id: string, outcome: 'performed' | 'failed', evidence: string) =>
    client.settleUnknown(id, { outcome, evidence }),

  promotions: (id: string) => client.listPromotions(id, { limit: 50 }),
  promotionBundle: (id: string) => client.promotionBundle(id),
  promotionPageAt: (id: string) => `/api/v1/promotions/${encodeURIComponent(id)}/bundle.html`,

  versionsOf: (employeeId: string) => client.listDossiers({ employee: employeeId, limit: 200 }),
  versionChanges: (id: string, to: string) => client.versionChanges(id, { to }),
  adoptVersion: (id: string, dossier: string, reason: string) => client.adoptVersion(id, { dossier, reason }),
  declareChange: (id: string, change: DeclareChangeRequest) => client.declareChange(id, change),
  attempts: (id: string) => client.attempts(id),
  replays: (id: string) => client.listReplays(id, { limit: 50 }),
  orderReplay: (id: string, dossier: string, limit: number) => client.orderReplay(id, { dossier, limit }),
  replay: (id: string) => client.replay(id),
  replayCases: (id: string, filter: ReplayCaseFilter) => client.listReplayCases(id, filter),
  judgeReplayCase: (id: string, verdict: ReplayVerdict) => client.judgeReplayCase(id, { verdict }),
  stopReplay: (id: string, reason: string) => client.stopReplay(id, { reason }),

  plans: (id: string) => client.listPlans(id),
  changePlan: (id: string, reason: string) => client.changePlan(id, { reason }),
  reviewers: (id: string) => client.reviewers(id),
  excludeReviewer: (id: string, reviewer: string, reason: string) => client.excludeReviewer(id, { reviewer, reason }),
  dismissExclusion: (id: string, reason: string) => client.dismissExclusion(id, { reason }),
  readmitReviewer: (id: string, reason: string) => client.readmitReviewer(id, { reason }),
  blindItems: (id: string) => client.blindItems(id),
  enterBlindItem: client.enterBlindItem,
  retireBlindItem: (id: string, reason: string) => client.retireBlindItem(id, { reason }),
  discloseSampling: (id: string, month: string) => client.discloseSampling(id, { month }),
  monthSample: (month: string, cursor: string | undefined) => client.monthSample(month, { cursor, limit: 5000 }),

  course: (id: string) => client.course(id),
  slices: (id: string) => client.slices(id),
  closeFlag: (id: string, reason: string) => client.closeFlag(id, { reason }),
  evaluateCounts: client.evaluateCounts,
  planReviews: client.planReviews,

  escalations: client.listEscalations,
  edgeCases: client.listEdgeCases,
  edgeCase: (id: string) => client.edgeCase(id),
  ownEdgeCase: (id: string, owner: string | null) => client.setEdgeCaseOwner(id, { owner }),
  closeEdgeCase: (id: string, reason: string) => client.closeEdgeCase(id, { reason }),
  reopenEdgeCase: (id: string, reason: string) => client.reopenEdgeCase(id, { reason }),
  incidents: client.listIncidents,
  incident: (id: string) => client.incident(id),
  reportIncident: client.reportIncident,
  remedyIncident: (id: string, remedy: string) => client.remedyIncident(id, { remedy }),
  closeIncident: (id: string) => client.closeIncident(id),
  month: (month: string) => client.month(month),
  signMonth: (month: string, body: { digest: string; note: string | null }) => client.signMonth(month, body),
  records: client.listRecords,
  record: (id: string) => client.record(id),
  health: () => client.health(),

  reviews: (filter: ReviewFilter) => client.listReviews(filter),
  card: (id: string) => client.review(id, { signal: patience() }),
  take: (reviewId: string) => client.takeReview({ reviewId }, { signal: patience() }),
  giveVerdict: (id: string, body: VerdictRequest, key: string) =>
    client.giveVerdict(id, body, { idempotencyKey: key, signal: patience() }),
  skip: (id: string, why: SkipReason, key: string) => client.skipReview(id, { why }, { idempotencyKey: key, signal: patience() }),
  undo: (verdictId: string, key: string) => client.undoVerdict(verdictId, { idempotencyKey: key, signal: patience() }),
  corrections: (id: string) => client.corrections(id),
  correct: (id: string, body: CorrectionRequest, key: string) =>
    client.correctReview(id, body, { idempotencyKey: key, signal: patience() }),
  alike: (id: string) => client.reviewsAlike(id),

  interactions: (filter: InteractionFilter) => client.listInteractions(filter),
  interaction: (id: string) => client.interaction(id),
  takeEscalation: (interactionId: string) => client.takeEscalation(interactionId),
  returnEscalation: (interactionId: string, reason: string) => client.returnEscalation(interactionId, { reason }),
  answerEscalation: client.answerEscalation,
}

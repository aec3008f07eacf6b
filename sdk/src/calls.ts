// What the client can be asked, one typed method per route: what goes in and what comes back.

import type { PromotionBundle, SigningKey } from '@tenure/contract/bundles'
import type { AlikeReviews, CorrectionRequest, Corrections } from '@tenure/contract/corrections'
import type { Dossier, DossierSummary, RegisterDossierRequest, RegisteredDossier, SignedDossier } from '@tenure/contract/dossiers'
import type {
  DiscardedDraft,
  DossierComparison,
  DossierExport,
  Draft,
  DraftSummary,
  EditDraftRequest,
  Examination,
  ExamineRequest,
  ExportRequest,
  InterviewScript,
  OpenDraftRequest,
  Policy,
  RegisterDraftRequest,
  ScriptRequest,
} from '@tenure/contract/drafts'
import type {
  EdgeCase,
  EdgeCaseExamplesRequest,
  EdgeCaseOwnerRequest,
  EdgeCaseReplayRequest,
  EdgeCaseState,
  EdgeCaseSummary,
  MovedEdgeCase,
  RefineEdgeCaseRequest,
  TagEdgeCaseRequest,
} from '@tenure/contract/edge-cases'
import type {
  CompensateRequest,
  DecideEffectRequest,
  EffectAnswer,
  EffectRequest,
  MovedEffect,
  ReportOutcomeRequest,
  SettleUnknownRequest,
} from '@tenure/contract/effects'
import type { Employee, Hired, HireRequest } from '@tenure/contract/employees'
import type { Escalation, EscalationReturnRequest, MovedEscalation } from '@tenure/contract/escalations'
import type {
  ChangedPlan,
  ClosedFlag,
  CloseFlagRequest,
  Evaluated,
  EvaluateRequest,
  Planned,
  PlanReviewsRequest,
  RegisteredPlans,
  Slices,
} from '@tenure/contract/gates'
import type {
  DrilledHalt,
  DrillRequest,
  Halt,
  HaltDrill,
  LiftedHalt,
  OrderedHalt,
  OrderHaltRequest,
} from '@tenure/contract/halts'
import type { Health } from '@tenure/contract/health'
import type {
  Incident,
  IncidentSummary,
  MovedIncident,
  RemedyRequest,
  ReportedIncident,
  ReportIncidentRequest,
} from '@tenure/contract/incidents'
import type {
  CapturedWork,
  CloseRequest,
  EscalateRequest,
  HumanWorkRequest,
  InteractionStory,
  InteractionSummary,
  MovedInteraction,
  RateRequest,
  ReceivedInteraction,
  ReceiveRequest,
} from '@tenure/contract/interactions'
import type { IssuedKey, IssueKeyRequest, Key, RevokedKey } from '@tenure/contract/keys'
import type { ListedEffects } from '@tenure/contract/listed-effects'
import type { Month, SignedMonth, SignMonthRequest } from '@tenure/contract/months'
import type { Page } from '@tenure/contract/paging'
import type {
  ChangePersonRequest,
  FirstAdminRequest,
  Invitation,
  InviteRequest,
  Joined,
  JoinRequest,
  Me,
  Person,
} from '@tenure/contract/people'
import type {
  JudgedReplayCase,
  JudgeReplayCaseRequest,
  OrderedReplay,
  OrderReplayRequest,
  Replay,
  ReplayCase,
  StoppedReplay,
} from '@tenure/contract/replays'
import type {
  BlindItems,
  EnterBlindRequest,
  ExcludeRequest,
  MovedBlindItem,
  MovedExclusion,
  OwnReviewing,
  Reviewers,
} from '@tenure/contract/reviewers'
import type {
  ChangeVerdictRequest,
  GivenVerdict,
  NextReviewRequest,
  ReviewCard,
  ReviewQueue,
  SkippedReview,
  SkipRequest,
  UndoneVerdict,
  VerdictRequest,
} from '@tenure/contract/reviews'
import type {
  AccuracyCourse,
  ApprovedPromotion,
  ApproveRequest,
  DeliveryRequest,
  DemoteRequest,
  Gate,
  MovedRollout,
  OpenedRollout,
  OpenRolloutRequest,
  Promotion,
  ProposedPromotion,
  ProposePromotionRequest,
  ReasonRequest,
  Rollout,
  RolloutSummary,
  SetDelivery,
  SplitRequest,
  SplitRollout,
} from '@tenure/contract/rollouts'
import type { DisclosedSampling, DiscloseRequest, MonthSample } from '@tenure/contract/samples'
import type { ApproveToolRequest, Tool, ToolApproved } from '@tenure/contract/tools'
import type { TrailRecord } from '@tenure/contract/trail'
import type {
  AdoptedVersion,
  AdoptRequest,
  Attempts,
  DeclareChangeRequest,
  DeclaredChange,
  VersionChanges,
} from '@tenure/contract/versions'
import type { EffectState, EscalationState, IncidentState, InteractionState, Phase } from '@tenure/contract/words'

/** `idempotencyKey`: send the same one to repeat a POST whose answer was lost. */
export type CallOptions = { idempotencyKey?: string; signal?: AbortSignal }

export type Paged = { cursor?: string | undefined; limit?: number | undefined }
type Get<Out> = (options?: CallOptions) => Promise<Out>
type List<Filter, Item> = (query?: Paged & Filter, options?: CallOptions) => Promise<Page<Item>>
type Send<Body, Out> = (body: Body, options?: CallOptions) => Promise<Out>
type One<Out> = (id: string, options?: CallOptions) => Promise<Out>
type SendTo<Body, Out> = (id: string, body: Body, options?: CallOptions) => Promise<Out>
type Unfiltered = Record<never, never>

export type InteractionFilter = {
  employee?: string | undefined
  rollout?: string | undefined
  state?: InteractionState | undefined
  queryType?: string | undefined
  channel?: string | undefined
  q?: string | undefined
}
export type ReviewFilter = {
  state?: 'open' | 'done' | 'withdrawn' | undefined
  rollout?: string | undefined
  employee?: string | undefined
  queryType?: string | undefined
}
export type EdgeCaseFilter = {
  employee?: string | undefined
  rollout?: string | undefined
  workflow?: string | undefined
  state?: EdgeCaseState | undefined
  kind?: EdgeCaseSummary['kind'] | undefined
  owner?: string | undefined
}

export type Calls = {
  health: Get<Health>
  me: Get<Me>
  joinAsFirstAdmin: Send<FirstAdminRequest, Joined>
  join: Send<JoinRequest, Joined>
  listPeople: List<Unfiltered, Person>
  invite: Send<InviteRequest, Invitation>
  changePerson: SendTo<ChangePersonRequest, Person>
  listKeys: List<Unfiltered, Key>
  issueKey: Send<IssueKeyRequest, IssuedKey>
  revokeKey: One<RevokedKey>
  listEmployees: List<Unfiltered, Employee>
  hire: Send<HireRequest, Hired>
  employee: One<Employee>
  listDossiers: List<{ employee?: string | undefined }, DossierSummary>
  registerDossier: Send<RegisterDossierRequest, RegisteredDossier>
  dossier: One<Dossier>
  signDossier: One<SignedDossier>
  compareDossier: (id: string, query: { with: string }, options?: CallOptions) => Promise<DossierComparison>
  examineDossier: Send<ExamineRequest, Examination>
  exportDossier: Send<ExportRequest, DossierExport>
  interviewScript: Send<ScriptRequest, InterviewScript>
  policy: One<Policy>
  listDrafts: List<Unfiltered, DraftSummary>
  openDraft: Send<OpenDraftRequest, Draft>
  draft: One<Draft>
  editDraft: SendTo<EditDraftRequest, Draft>
  registerDraft: SendTo<RegisterDraftRequest, RegisteredDossier>
  discardDraft: One<DiscardedDraft>
  listRollouts: List<{ employee?: string | undefined; phase?: Phase | undefined }, RolloutSummary>
  openRollout: Send<OpenRolloutRequest, OpenedRollout>
  rollout: One<Rollout>
  gate: One<Gate>
  course: One<AccuracyCourse>
  evaluateCounts: Send<EvaluateRequest, Evaluated>
  planReviews: Send<PlanReviewsRequest, Planned>
  slices: One<Slices>
  closeFlag: SendTo<CloseFlagRequest, ClosedFlag>
  listPlans: One<RegisteredPlans>
  changePlan: SendTo<ReasonRequest, ChangedPlan>
  split: SendTo<SplitRequest, SplitRollout>
  demote: SendTo<DemoteRequest, MovedRollout>
  haltRollout: SendTo<ReasonRequest, MovedRollout>
  resume: SendTo<ReasonRequest, MovedRollout>
  retire: SendTo<ReasonRequest, MovedRollout>
  setDelivery: SendTo<DeliveryRequest, SetDelivery>
  versionChanges: (id: string, query: { to: string }, options?: CallOptions) => Promise<VersionChanges>
  adoptVersion: SendTo<AdoptRequest, AdoptedVersion>
  declareChange: SendTo<DeclareChangeRequest, DeclaredChange>
  attempts: One<Attempts>
  listReplays: (id: string, query?: Paged, options?: CallOptions) => Promise<Page<Replay>>
  orderReplay: SendTo<OrderReplayRequest, OrderedReplay>
  replay: One<Replay>
  stopReplay: SendTo<ReasonRequest, StoppedReplay>
  listReplayCases: (
    id: string,
    query?: Paged & {
      outcome?: NonNullable<ReplayCase['outcome']> | 'differing' | undefined
      judged?: 'true' | 'false' | undefined
    },
    options?: CallOptions,
  ) => Promise<Page<ReplayCase>>
  judgeReplayCase: SendTo<JudgeReplayCaseRequest, JudgedReplayCase>
  listPromotions: (id: string, query?: Paged, options?: CallOptions) => Promise<Page<Promotion>>
  proposePromotion: SendTo<ProposePromotionRequest, ProposedPromotion>
  approvePromotion: SendTo<ApproveRequest, ApprovedPromotion>
  advance: One<MovedRollout>
  promotionBundle: One<PromotionBundle>
  /** The page for a committee, as HTML. */
  promotionPage: One<string>
  signingKey: Get<SigningKey>
  withdrawPromotion: (id: string, query?: { reason?: string }, options?: CallOptions) => Promise<ApprovedPromotion>
  listHalts: List<{ inForce?: 'true' | 'false' | undefined }, Halt>
  orderHalt: Send<OrderHaltRequest, OrderedHalt>
  liftHalt: SendTo<ReasonRequest, LiftedHalt>
  listHaltDrills: (query?: Paged, options?: CallOptions) => Promise<Page<HaltDrill>>
  drillHalt: Send<DrillRequest, DrilledHalt>
  listIncidents: List<{ state?: IncidentState | undefined; employee?: string | undefined }, IncidentSummary>
  reportIncident: Send<ReportIncidentRequest, ReportedIncident>
  incident: One<Incident>
  remedyIncident: SendTo<RemedyRequest, MovedIncident>
  closeIncident: One<MovedIncident>
  tools: Get<{ items: Tool[] }>
  approveTool: SendTo<ApproveToolRequest, ToolApproved>
  receive: Send<ReceiveRequest, ReceivedInteraction>
  listInteractions: List<InteractionFilter, InteractionSummary>
  interaction: One<InteractionStory>
  escalate: SendTo<EscalateRequest, MovedInteraction>
  close: SendTo<CloseRequest, MovedInteraction>
  captureWork: SendTo<HumanWorkRequest, CapturedWork>
  rate: SendTo<RateRequest, CapturedWork>
  askForEffect: SendTo<EffectRequest, EffectAnswer>
  listEffects: (
    query?: { state?: EffectState | undefined; employee?: string | undefined; cursor?: string; limit?: number },
    options?: CallOptions,
  ) => Promise<ListedEffects>
  effect: (id: string, query?: { waitMs?: number }, options?: CallOptions) => Promise<EffectAnswer>
  decideEffect: SendTo<DecideEffectRequest, MovedEffect>
  reportOutcome: SendTo<ReportOutcomeRequest, MovedEffect>
  settleUnknown: SendTo<SettleUnknownRequest, MovedEffect>
  compensateEffect: SendTo<CompensateRequest, MovedEffect>
  listEscalations: List<{ state?: EscalationState | undefined }, Escalation>
  takeEscalation: One<MovedEscalation>
  returnEscalation: SendTo<EscalationReturnRequest, MovedEscalation>
  answerEscalation: SendTo<HumanWorkRequest, MovedEscalation>
  listReviews: (query?: Paged & ReviewFilter, options?: CallOptions) => Promise<ReviewQueue>
  /** Null: nothing waits for review. */
  takeReview: Send<NextReviewRequest, ReviewCard | null>
  review: One<ReviewCard>
  giveVerdict: SendTo<VerdictRequest, GivenVerdict>
  /** Open items that could be judged together with this one. */
  reviewsAlike: One<AlikeReviews>
  corrections: One<Corrections>
  correctReview: SendTo<CorrectionRequest, Corrections>
  skipReview: SendTo<SkipRequest, SkippedReview>
  undoVerdict: One<UndoneVerdict>
  listEdgeCases: List<EdgeCaseFilter, EdgeCaseSummary>
  tagEdgeCase: Send<TagEdgeCaseRequest, MovedEdgeCase>
  edgeCase: One<EdgeCase>
  addEdgeCaseExamples: SendTo<EdgeCaseExamplesRequest, MovedEdgeCase>
  setEdgeCaseOwner: SendTo<EdgeCaseOwnerRequest, MovedEdgeCase>
  refineEdgeCase: SendTo<RefineEdgeCaseRequest, MovedEdgeCase>
  linkEdgeCaseReplay: SendTo<EdgeCaseReplayRequest, MovedEdgeCase>
  closeEdgeCase: SendTo<ReasonRequest, MovedEdgeCase>
  reopenEdgeCase: SendTo<ReasonRequest, MovedEdgeCase>
  changeVerdict: SendTo<ChangeVerdictRequest, GivenVerdict>
  reviewers: One<Reviewers>
  reviewing: Get<OwnReviewing>
  excludeReviewer: SendTo<ExcludeRequest, MovedExclusion>
  dismissExclusion: SendTo<ReasonRequest, MovedExclusion>
  readmitReviewer: SendTo<ReasonRequest, MovedExclusion>
  blindItems: One<BlindItems>
  enterBlindItem: SendTo<EnterBlindRequest, MovedBlindItem>
  retireBlindItem: SendTo<ReasonRequest, MovedBlindItem>
  /** The key is not in the answer: auditors read it in `monthSample`. */
  discloseSampling: SendTo<DiscloseRequest, DisclosedSampling>
  /** `month` as 2026-11; page after page by `cursor`. */
  monthSample: (
    month: string,
    query?: { cursor?: string | undefined; limit?: number },
    options?: CallOptions,
  ) => Promise<MonthSample>
  listRecords: List<{ subject?: string | undefined; kind?: string | undefined; actor?: string | undefined }, TrailRecord>
  record: One<TrailRecord>
  /** `id`: the month, as 2026-11. */
  month: One<Month>
  /** `digest`: of the numbers that were seen, as `month` answered it. */
  signMonth: SendTo<SignMonthRequest, SignedMonth>
}

// What the SDK offers: a client, a walk over pages, and the error it throws.

export {
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  type EdgeCaseFilter,
  each,
  type InteractionFilter,
  type Paged,
  type ReviewFilter,
} from './client.ts'
export { type Governing, govern, inWords, type Operation, type Outcome, type Performing, standing } from './governed.ts'
export { TenureRefusal } from './refusal.ts'
export { type News, readWebhook } from './webhook.ts'
export {
  governed,
  governedNodeCall,
  type Mapping,
  operationFor,
  toolApproval,
  withTenure,
  withTenureAgents,
} from './with-tenure.ts'

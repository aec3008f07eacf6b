// What the SDK offers: a client, a walk over pages, and the error it throws.

export {
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  each,
  type InteractionFilter,
  type Paged,
  type ReviewFilter,
} from './client.ts'
export { TenureRefusal } from './refusal.ts'
export { type News, readWebhook } from './webhook.ts'

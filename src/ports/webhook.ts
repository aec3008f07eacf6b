// What we ask of a webhook: tell an agent elsewhere that something it waits for was decided. It is news, not the thing: the agent asks for the effect itself.

export type News = { kind: 'effect.decided'; effectId: string; interactionId: string; state: string; at: string }

/** Where to, and the secret that signs. */
type WebhookTarget = { url: string; secret: string }

export interface Webhook {
  /**
   * Tells once; the same news may arrive more than once and out of order. Throws Fault('channel_failed'), retryable when the other side may be there later;
   * an address that must not be called is a Fault that is not.
   */
  tell(target: WebhookTarget, news: News): Promise<void>
}

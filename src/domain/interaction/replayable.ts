// Which agents can be run again on a query of the past: those that live in a worker and work for whoever asks.

/** Why an agent of this kind cannot be replayed, in words that fit after “because”; null: it can. */
export function whyNotReplayable(agent: string): string | null {
  switch (agent) {
    case 'scripted':
    case 'language_model':
    case 'recorded':
      return null
    case 'http':
      return 'its agent drives itself over the API, and nobody here can ask it'
    case 'observed':
      return 'it is observed only: what it does does not depend on a version of ours'
    default:
      return `nobody has said how an agent of the kind “${agent}” would be asked again`
  }
}

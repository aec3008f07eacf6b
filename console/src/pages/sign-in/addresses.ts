// What may be read from an address before anybody is signed in: where to go next, and a one-time token.

/** Only an address of this console may follow sign-in; anything else leads to the board. */
export function safeTarget(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])/.test(to) ? to : '/'
}

/** From the fragment (`#…`, never sent to a server) or, for links handed over in older form, from `?token=`. */
export function tokenIn(address: { hash: string; search: string }): string {
  const fragment = address.hash.replace(/^#/, '')
  const named = new URLSearchParams(fragment).get('token')
  return named ?? (fragment !== '' ? fragment : (new URLSearchParams(address.search).get('token') ?? ''))
}

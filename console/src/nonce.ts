// The nonce of this page. Libraries that write style elements must say it, or the page's own policy forbids them.

import { setNonce } from 'get-nonce'

/** Put there by the server, a new one for every page it serves; empty under the development server, which sends no policy. */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

/** For what locks scrolling behind a dialog; everything else asks `pageNonce`. */
export function styleWithNonce(): void {
  setNonce(pageNonce())
}

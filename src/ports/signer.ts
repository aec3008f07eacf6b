// Signs in the name of this installation. The private key is known to the adapter alone; what is signed is a text, as a C2SP note has it.

import type { NoteSigner } from '../domain/audit/signed-note.ts'

/** `vkey` is the public key in its printable form; `sign` answers the signature line of a note over exactly this text. */
export type Signer = NoteSigner

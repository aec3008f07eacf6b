// The Ed25519 key this installation signs with: what a committee is given, and later the heads of the trail. Its private half lies beside the installation's secret and
// never in the database: whoever can rewrite the one does not have the other.

import { randomBytes } from 'node:crypto'
import { composeSigner, readSigner } from '../domain/audit/signed-note.ts'
import { Fault } from '../domain/fault.ts'
import type { Signer } from '../ports/signer.ts'
import { keptOnce } from './kept-once.ts'
import type { Secret } from './secret.ts'

/**
 * TENURE_SIGNING_KEY when given, else a key made at first need and kept in `<data folder>/signing-key`. Several machines that serve one database MUST be given the same;
 * there is no default one.
 */
export function installationSigner(config: { signingKey: Secret | null; dataDir: string }): Signer {
  const text =
    config.signingKey?.reveal() ??
    keptOnce({
      dataDir: config.dataDir,
      name: 'signing-key',
      what: 'The signing key',
      variable: 'TENURE_SIGNING_KEY',
      make: () => composeSigner(`tenure-${randomBytes(4).toString('hex')}`, randomBytes(32)),
    })
  const signer = readSigner(text)
  if (signer === null)
    throw new Fault(
      'data_folder_unfit',
      `${config.dataDir}/signing-key is not a signing key (PRIVATE+KEY+name+id+key). Put the one back that was there; what it signed cannot be signed again by another.`,
      { retryable: false },
    )
  return signer
}

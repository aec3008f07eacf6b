// The public key this installation signs with is said on the trail, once: what is signed with a key the trail does not know is not ours.

import type { Actor } from '../domain/audit/record.ts'
import type { Signer } from '../ports/signer.ts'
import { append } from '../store/audit-log.ts'
import { insertKey, knowsKey } from '../store/bundles.ts'
import type { House } from '../store/house.ts'

const by: Actor = {
  kind: 'worker',
  id: 'signer',
  authority: 'whoever holds the data folder of this installation, or TENURE_SIGNING_KEY',
}

/** Does nothing when the trail knows the key already. Its subject is the key's own name and id. */
export async function announceKey(house: House, { vkey }: Pick<Signer, 'vkey'>): Promise<void> {
  if (await knowsKey(house.db, vkey)) return
  await house.db.transaction(async (tx) => {
    const at = house.clock.now()
    if (!(await insertKey(tx, vkey, at))) return
    const [name, id] = vkey.split('+')
    await append(tx, at, by, { kind: 'signing_key.created', subject: `${name}+${id}`, says: { key: vkey } })
  })
}

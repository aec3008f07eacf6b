// The bundle of a promotion, as a file that is verified anywhere and as a page a committee reads; and the key it is signed with.

import { bundleAnswer, signingKeyAnswer } from '@tenure/contract/bundles'
import { idParams } from '@tenure/contract/paging'
import { z } from 'zod'
import type { PromotionId } from '../../domain/ids.ts'
import { isRefusal } from '../../domain/refusal.ts'
import { committeePage } from '../../drawing/committee-page.ts'
import { announceKey } from '../../governance/announce-key.ts'
import { makeBundle } from '../../governance/make-bundle.ts'
import { signingKeys } from '../../store/views/signing-keys.ts'
import { type Doorway, door } from '../door.ts'
import { iso } from '../tell.ts'

async function bundleOf({ house, signer }: Doorway, id: string) {
  await announceKey(house, signer)
  return makeBundle(house, signer, { promotionId: id as PromotionId })
}

export const bundleDoors = [
  door({
    name: 'promotionBundle',
    method: 'get',
    path: '/promotions/{id}/bundle',
    act: 'bundle.read',
    group: 'promotions',
    summary:
      'What the promotion was decided on, frozen and signed; `tenure rollout verify` reads the gate again from it, offline.',
    params: idParams,
    answer: bundleAnswer,
    handle: ({ door, params }) => bundleOf(door, params.id),
  }),
  door({
    name: 'promotionPage',
    method: 'get',
    path: '/promotions/{id}/bundle.html',
    act: 'bundle.read',
    group: 'promotions',
    summary: 'The same as one page for a committee: no script, nothing from elsewhere, fit to be printed.',
    params: idParams,
    answer: z.string(),
    media: 'text/html',
    async handle({ door, params }) {
      const bundle = await bundleOf(door, params.id)
      return isRefusal(bundle) ? bundle : committeePage(bundle)
    },
  }),
  door({
    name: 'signingKey',
    method: 'get',
    path: '/signing-key',
    act: 'signing_key.read',
    group: 'server',
    summary: 'The public key this installation signs with. Compare it with what you were told by another way.',
    answer: signingKeyAnswer,
    async handle({ door: { house, signer } }) {
      await announceKey(house, signer)
      const keys = await signingKeys(house.db)
      return { key: signer.vkey, keys: keys.map(({ key, createdAt }) => ({ key, createdAt: iso(createdAt) })) }
    },
  }),
]

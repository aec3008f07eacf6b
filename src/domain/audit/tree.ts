// RFC 6962 hashes of the trail: a leaf per record. Proofs over the tree come with [trail]; the leaf hash is part of every append now.

import { createHash } from 'node:crypto'

/** SHA-256(0x00 || entry): the leaf hash of RFC 6962 section 2.1. The prefix keeps a leaf from ever being taken for a node. */
export function leafHash(entry: string): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(entry, 'utf8').digest()
}

/** SHA-256(0x01 || left || right): an inner node. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest()
}

/** The root of a list of leaf hashes in order; SHA-256 of nothing for the empty tree. O(n), for small lists and tests. */
export function rootOf(leaves: readonly Uint8Array[]): Buffer {
  const [first] = leaves
  if (first === undefined) return createHash('sha256').digest()
  if (leaves.length === 1) return Buffer.from(first)
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)))
}

/** SHA-256 of a canonical text, in hex: digests of dossiers, approvals and contents. */
export function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

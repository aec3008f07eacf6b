// Vectors: RFC 6962 and AUDIT.md 1.3, the roots those of Tessera's test log.

import { expect, test } from 'vitest'
import { leafHash, nodeHash, rootOf } from './tree.ts'

test('leaf, node and empty tree have the hashes of the vectors', () => {
  expect(rootOf([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(leafHash('').toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  expect(leafHash('L123456').toString('hex')).toBe('395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56')
  expect(nodeHash(Buffer.from('N123'), Buffer.from('N456')).toString('hex')).toBe(
    'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
  )
})

const leaves = 'one two three four five six seven eit nain ten ileven twelf threeten fourten fivten'.split(' ').map(leafHash)

test.each([
  [1, '0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek='],
  [2, 'T1X2GdkhUjV3iyufF9b0kVsWFxIU0VI4EpNml2Teci4='],
  [5, 'gy5gl3aksFyiCO95a/1vLXz88A3dRq+0l9Sxte8ZqZQ='],
  [15, 'rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs='],
])('the tree of %i leaves has its root', (size, root) => {
  expect(rootOf(leaves.slice(0, size)).toString('base64')).toBe(root)
})

test('a swapped pair, a dropped leaf and a changed leaf each change the root', () => {
  const root = rootOf(leaves).toString('hex')
  const [first, second, ...rest] = leaves as [Buffer, Buffer, ...Buffer[]]
  for (const other of [[second, first, ...rest], leaves.slice(1), [leafHash('0ne'), second, ...rest]])
    expect(rootOf(other).toString('hex')).not.toBe(root)
})

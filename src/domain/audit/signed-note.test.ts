// Vectors: the example of the signed-note specification and the key of Tessera's test log (AUDIT.md 1.3).

import { expect, test } from 'vitest'
import { composeSigner, isSignedBy, readSigner, readVkey, signedBy } from './signed-note.ts'

const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const text = 'This is an example message.\n'
const line = '\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM='

test('the example of the specification verifies, and nothing near it does', () => {
  const verifier = readVkey(vkey)!
  expect(verifier).toMatchObject({ name: 'example.com/foo', id: '530d903a' })
  expect(isSignedBy(verifier, text, line)).toBe(true)
  expect(isSignedBy(verifier, text.trimEnd(), line)).toBe(false)
  expect(isSignedBy(verifier, text.replace('example', 'Example'), line)).toBe(false)
  expect(isSignedBy(verifier, text, line.replace('foo', 'bar'))).toBe(false)
  for (let at = line.indexOf('Uw2Q'); at < line.length; at++) {
    const other = `${line.slice(0, at)}${line[at] === 'A' ? 'B' : 'A'}${line.slice(at + 1)}`
    expect(isSignedBy(verifier, text, other), `sign ${at}`).toBe(false)
  }
})

test.each([
  ['Tessera’s test log', 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx', true],
  ['an id that is not the key’s', vkey.replace('530d903a', '530d903b'), false],
  ['another name under the same id', vkey.replace('foo', 'bar'), false],
  ['no name', vkey.replace('example.com/foo', ''), false],
  ['a name with a space', vkey.replace('/foo', ' foo'), false],
  ['a cut key', vkey.slice(0, -4), false],
  ['words', 'a key', false],
])('%s is read as a key: %s', (_, given, readable) => {
  expect(readVkey(given) !== null).toBe(readable)
})

test('a composed signer is read back, signs what its vkey verifies, and the same text twice alike', () => {
  const kept = composeSigner('tenure/1', Buffer.alloc(32, 7))
  const signer = readSigner(`${kept}\n`)!
  const verifier = readVkey(signer.vkey)!
  const signature = signer.sign('what was decided\n')
  expect(isSignedBy(verifier, 'what was decided\n', signature)).toBe(true)
  expect(signedBy(signature)).toMatchObject({ name: 'tenure/1', id: verifier.id })
  expect(signer.sign('what was decided\n')).toBe(signature)
  expect(readSigner(kept.replace('tenure/1', 'tenure/2'))).toBeNull()
  expect(readSigner(signer.vkey)).toBeNull()
})

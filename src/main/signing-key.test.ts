import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { composeSigner, isSignedBy, readVkey } from '../domain/audit/signed-note.ts'
import { readConfig } from './config.ts'
import { Secret } from './secret.ts'
import { installationSigner } from './signing-key.ts'

function aFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'tenure-key-'))
}

test('the key is made once, for its owner’s eyes only, and every process signs with the same', () => {
  const dataDir = path.join(aFolder(), 'data')
  const one = installationSigner({ signingKey: null, dataDir })
  const other = installationSigner({ signingKey: null, dataDir })
  expect(other.vkey).toBe(one.vkey)
  expect(isSignedBy(readVkey(one.vkey)!, 'a text\n', other.sign('a text\n'))).toBe(true)
  const file = path.join(dataDir, 'signing-key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const secret = readFileSync(file, 'utf8').trim().split('+').slice(4).join('+')
  expect(secret).toHaveLength(44)
  expect(one.vkey).not.toContain(secret)
  rmSync(file)
  expect(installationSigner({ signingKey: null, dataDir }).vkey).not.toBe(one.vkey)
})

test('a given key is used and nothing is written; one that is not a key is refused with its variable, without showing it', () => {
  const dataDir = aFolder()
  const key = composeSigner('tenure-a', Buffer.alloc(32, 9))
  const signer = installationSigner({ signingKey: new Secret(key), dataDir })
  expect(signer.vkey).toMatch(/^tenure-a\+/)
  expect(() => statSync(path.join(dataDir, 'signing-key'))).toThrow(/ENOENT/)
  expect(readConfig({ TENURE_SIGNING_KEY: key }, '/').signingKey?.reveal()).toBe(key)
  expect(String(readConfig({ TENURE_SIGNING_KEY: key }, '/').signingKey)).toBe('‹secret›')
  expect(() => readConfig({ TENURE_SIGNING_KEY: key.slice(0, -2) }, '/')).toThrow(/TENURE_SIGNING_KEY is not a signing key/)
  expect(readConfig({}, '/').signingKey).toBeNull()
})

test('a kept key that was damaged is no reason to make another: it is said', () => {
  const dataDir = aFolder()
  writeFileSync(path.join(dataDir, 'signing-key'), 'PRIVATE+KEY+tenure')
  expect(() => installationSigner({ signingKey: null, dataDir })).toThrow(/is not a signing key/)
})

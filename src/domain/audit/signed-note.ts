// Signed notes of C2SP (c2sp.org/signed-note): a text, an empty line, and a line per signature. Here with Ed25519 keys, type 0x01; the same key and the same
// lines serve checkpoints later on. Source: AUDIT.md 1.2.

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto'

/** A public key with the name it signs under. `vkey` is `<name>+<key id, 8 hex digits>+<base64 of 0x01 and the key>`. */
export type NoteVerifier = { name: string; id: string; vkey: string; key: KeyObject }

/** A private key in the form of Go's sumdb/note: `PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 and the seed>`. */
export type NoteSigner = { vkey: string; sign(text: string): string }

const ed25519 = 0x01
// DER in front of the 32 bytes of an Ed25519 key (RFC 8410): SubjectPublicKeyInfo and PKCS #8.
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const emDash = '\u2014'

function keyIdOf(name: string, typed: Buffer): string {
  return createHash('sha256').update(`${name}\n`, 'utf8').update(typed).digest().subarray(0, 4).toString('hex')
}

function isName(name: string): boolean {
  return name !== '' && !/[\s+]/u.test(name)
}

/** Base64 as the specification writes it, and nothing that only decodes to the same bytes; null otherwise. */
function bytesIn(base64: string): Buffer | null {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.toString('base64') === base64 ? bytes : null
}

/** The public key a vkey names, or null when it is none: another form, another type, or an id that is not that of name and key. */
export function readVkey(vkey: string): NoteVerifier | null {
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey.trim()) ?? []
  const typed = bytesIn(encoded)
  if (!isName(name) || typed?.length !== 33 || typed[0] !== ed25519 || keyIdOf(name, typed) !== id) return null
  const der = Buffer.concat([publicPrefix, typed.subarray(1)])
  return { name, id, vkey: vkey.trim(), key: createPublicKey({ key: der, format: 'der', type: 'spki' }) }
}

/** A signer from its kept text, or null when the text is not one. */
export function readSigner(text: string): NoteSigner | null {
  const [, name = '', id = '', encoded = ''] = /^PRIVATE\+KEY\+([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? []
  const typed = bytesIn(encoded)
  if (!isName(name) || typed?.length !== 33 || typed[0] !== ed25519) return null
  const { key, vkey } = fromSeed(name, typed.subarray(1))
  if (vkey.split('+')[1] !== id) return null
  return {
    vkey,
    sign: (note) => {
      const signature = signBytes(null, Buffer.from(note, 'utf8'), key)
      return `${emDash} ${name} ${Buffer.concat([Buffer.from(id, 'hex'), signature]).toString('base64')}`
    },
  }
}

function fromSeed(name: string, seed: Buffer): { key: KeyObject; vkey: string } {
  const key = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' })
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length)
  const typed = Buffer.concat([Buffer.of(ed25519), raw])
  return { key, vkey: `${name}+${keyIdOf(name, typed)}+${typed.toString('base64')}` }
}

/** The text to keep of a new signer. The 32 bytes MUST come from a cryptographic source. */
export function composeSigner(name: string, seed: Buffer): string {
  const { vkey } = fromSeed(name, seed)
  return `PRIVATE+KEY+${name}+${vkey.split('+')[1]}+${Buffer.concat([Buffer.of(ed25519), seed]).toString('base64')}`
}

/** Who this signature line says has signed: name and key id; null when it is not a signature line. */
export function signedBy(line: string): { name: string; id: string; signature: Buffer } | null {
  const [, name = '', encoded = ''] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? []
  const bytes = bytesIn(encoded)
  if (name === '' || bytes?.length !== 68) return null
  return { name, id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) }
}

/** Whether the line is this key's signature of the text. `text` includes its last line break. */
export function isSignedBy(verifier: NoteVerifier, text: string, line: string): boolean {
  const signed = signedBy(line)
  if (signed === null || signed.name !== verifier.name || signed.id !== verifier.id) return false
  return verifyBytes(null, Buffer.from(text, 'utf8'), verifier.key, signed.signature)
}

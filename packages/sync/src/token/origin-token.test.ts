import { generateKeyPairSync } from 'node:crypto'
import type { OriginToken } from '@marque/core'
import { compactVerify, importPKCS8, importSPKI, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { importSigningKey } from '../signature/sign.ts'
import { signOriginToken, verifyOriginToken } from './origin-token.ts'
import { importTokenKeys } from './token-keys.ts'

const PAIR = newPair()
const OTHER = newPair()
const KEYS = importTokenKeys([
  { id: 'portal', publicKey: PAIR.publicKey },
  { id: 'other', publicKey: OTHER.publicKey },
])
const TOKEN: OriginToken = {
  id: 'T-17',
  origin: 'https://portal.acme.example',
  tenant: null,
  resource: 'account',
  until: 1_795_262_400_500,
}
const CLAIMS = { ...TOKEN, exp: 1_795_262_400 }
const HEADER = { alg: 'EdDSA', kid: 'portal', typ: 'marque-origin+jwt' }

function newPair(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

async function signed(token: OriginToken = TOKEN, id = 'portal'): Promise<string> {
  return signOriginToken(await importSigningKey(PAIR.privateKey), id, token)
}

/** By another implementation, so that nothing here is only true of ours. */
async function byJose(header: object, claims: object): Promise<string> {
  const key = await importPKCS8(PAIR.privateKey, 'EdDSA')
  return new SignJWT(claims as { [name: string]: unknown })
    .setProtectedHeader(header as typeof HEADER)
    .sign(key)
}

test('a token that was signed is read back', async () => {
  expect(await verifyOriginToken(KEYS, await signed())).toEqual(TOKEN)
  const tenanted = { ...TOKEN, tenant: 'globex' }
  expect(await verifyOriginToken(KEYS, await signed(tenanted))).toEqual(tenanted)
})

test('jose reads what we sign, and we what jose signs', async () => {
  const { payload, protectedHeader } = await compactVerify(
    await signed(),
    await importSPKI(PAIR.publicKey, 'EdDSA'),
  )
  expect(protectedHeader).toEqual(HEADER)
  expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(CLAIMS)
  expect(await verifyOriginToken(KEYS, await byJose(HEADER, CLAIMS))).toEqual(TOKEN)
})

test.each([
  ['another type', { ...HEADER, typ: 'JWT' }, CLAIMS],
  ['a header more', { ...HEADER, jku: 'https://evil.test/keys' }, CLAIMS],
  ['a header less', { alg: 'EdDSA', typ: HEADER.typ }, CLAIMS],
  ['an unknown key', { ...HEADER, kid: 'nobody' }, CLAIMS],
  ["another's key", { ...HEADER, kid: 'other' }, CLAIMS],
  ['a name of an object', { ...HEADER, kid: '__proto__' }, CLAIMS],
  ['a claim more', HEADER, { ...CLAIMS, aud: 'x' }],
  ['a claim less', HEADER, { ...TOKEN }],
  ['an `exp` that lets it live longer elsewhere', HEADER, { ...CLAIMS, exp: CLAIMS.exp + 1 }],
  ['an origin that is none', HEADER, { ...CLAIMS, origin: 'https://portal.acme.example/' }],
  ['a pattern', HEADER, { ...CLAIMS, origin: 'https://*.acme.example' }],
  ['no id', HEADER, { ...CLAIMS, id: '' }],
  ['a tenant that is no text', HEADER, { ...CLAIMS, tenant: 7 }],
  ['an end in words', HEADER, { ...CLAIMS, until: '1795262400500' }],
])('%s is invalid', async (_, header, claims) => {
  expect(await verifyOriginToken(KEYS, await byJose(header, claims))).toBe('invalid')
})

test('no change of a text is another spelling of the token', async () => {
  const token = await signed()
  for (let at = 0; at < token.length; at++) {
    const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
    expect(await verifyOriginToken(KEYS, changed), String(at)).toBe('invalid')
  }
  const end = token.slice(-1)
  for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
    if (last === end) continue
    expect(await verifyOriginToken(KEYS, token.slice(0, -1) + last), last).toBe('invalid')
  }
})

test.each([
  ['nothing', ''],
  ['two tokens', 'a.b.c, a.b.c'],
  ['no signature', 'eyJhbGciOiJub25lIn0.e30.'],
  ['too long', 'a'.repeat(5_000)],
])('%s is invalid', async (_, text) => {
  expect(await verifyOriginToken(KEYS, text)).toBe('invalid')
})

test('padding and blanks are no part of a token', async () => {
  const token = await signed()
  for (const text of [`${token}=`, ` ${token}`, `${token} `, `Bearer ${token}`, `${token}.`]) {
    expect(await verifyOriginToken(KEYS, text), text).toBe('invalid')
  }
})

test('what could not be read back is not signed', async () => {
  await expect(signed({ ...TOKEN, origin: 'https://PORTAL.example' })).rejects.toThrow(TypeError)
  await expect(signed({ ...TOKEN, until: 1.5 })).rejects.toThrow(TypeError)
  await expect(signed(TOKEN, 'a b')).rejects.toThrow(TypeError)
})

test.each([
  ['no key', []],
  ['one id twice', [0, 1].map(() => ({ id: 'a', publicKey: PAIR.publicKey }))],
  ['an id with a blank', [{ id: 'a b', publicKey: PAIR.publicKey }]],
  ['no Ed25519', [{ id: 'a', publicKey: 'c2hvcnQ=' }]],
])('keys: %s stops the start', (_, keys) => {
  expect(() => importTokenKeys(keys)).toThrow(TypeError)
})

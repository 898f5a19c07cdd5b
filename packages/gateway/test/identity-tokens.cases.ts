import { createHmac } from 'node:crypto'
import { AUDIENCE, ISSUER, type IssuerKey, signToken, validClaims } from '@marque/testkit/issuer'
import { CompactSign } from 'jose'

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token by hand, with whatever signature. */
const forged = (header: object, claims: object, signature = ''): string =>
  `${encoded(header)}.${encoded(claims)}.${signature}`

const now = (): number => Math.floor(Date.now() / 1_000)

/** Claims as text, so that one may stand twice. */
const signedText = (key: IssuerKey, more: string): Promise<string> =>
  new CompactSign(
    new TextEncoder().encode(`${JSON.stringify(validClaims()).slice(0, -1)},${more}}`),
  )
    .setProtectedHeader({ alg: key.algorithm, kid: key.id })
    .sign(key.privateKey)

export interface TokenCase {
  readonly name: string
  readonly token: (key: IssuerKey, other: IssuerKey) => string | Promise<string>
  readonly want: 'good' | 'invalid' | 'expired'
}

export const tokenCases: readonly TokenCase[] = [
  { name: 'a good token', token: (key) => signToken(key), want: 'good' },
  {
    name: 'an audience list that holds ours',
    token: (key) => signToken(key, { aud: ['https://else.example', AUDIENCE] }),
    want: 'good',
  },
  {
    name: 'a type of access tokens',
    token: (key) => signToken(key, {}, { typ: 'at+jwt' }),
    want: 'good',
  },
  {
    name: 'no key id, and one key that fits',
    token: (key) => signToken(key, {}, { kid: undefined }),
    want: 'good',
  },
  {
    name: 'an audience list without ours',
    token: (key) => signToken(key, { aud: ['https://else.example'] }),
    want: 'invalid',
  },
  {
    name: 'an audience that only begins like ours',
    token: (key) => signToken(key, { aud: `${AUDIENCE}/` }),
    want: 'invalid',
  },
  { name: 'no audience', token: (key) => signToken(key, { aud: undefined }), want: 'invalid' },
  {
    name: 'another issuer',
    token: (key) => signToken(key, { iss: 'https://evil.example' }),
    want: 'invalid',
  },
  { name: 'no issuer', token: (key) => signToken(key, { iss: undefined }), want: 'invalid' },
  { name: 'two issuers', token: (key) => signToken(key, { iss: [ISSUER] }), want: 'invalid' },
  { name: 'no subject', token: (key) => signToken(key, { sub: undefined }), want: 'invalid' },
  { name: 'no end', token: (key) => signToken(key, { exp: undefined }), want: 'invalid' },
  {
    name: 'an end in words',
    token: (key) => signToken(key, { exp: String(now() + 600) }),
    want: 'invalid',
  },
  {
    name: 'an end that is over',
    token: (key) => signToken(key, { exp: now() - 1 }),
    want: 'expired',
  },
  {
    name: 'a beginning that is to come',
    token: (key) => signToken(key, { nbf: now() + 60 }),
    want: 'invalid',
  },
  {
    name: 'an end that is over, and a forged signature',
    token: (_, other) => signToken({ ...other, id: 'k1' }, { exp: now() - 1 }),
    want: 'invalid',
  },
  {
    name: "another's key under our id",
    token: (_, other) => signToken({ ...other, id: 'k1' }),
    want: 'invalid',
  },
  { name: 'a key id that nobody has', token: (_, other) => signToken(other), want: 'invalid' },
  {
    name: 'a key id that is a path',
    token: (key) => signToken(key, {}, { kid: '../../../../dev/null' }),
    want: 'invalid',
  },
  {
    name: 'a key id that is a query',
    token: (key) => signToken(key, {}, { kid: "k1' OR '1'='1" }),
    want: 'invalid',
  },
  {
    name: 'a key id of every object',
    token: (key) => signToken(key, {}, { kid: '__proto__' }),
    want: 'invalid',
  },
  {
    name: 'a key id that is a list',
    token: (key) => signToken(key, {}, { kid: ['k1'] }),
    want: 'invalid',
  },
  {
    name: 'alg none',
    token: () => forged({ alg: 'none', kid: 'k1' }, validClaims()),
    want: 'invalid',
  },
  { name: 'alg None', token: () => forged({ alg: 'None' }, validClaims()), want: 'invalid' },
  { name: 'no alg', token: () => forged({ kid: 'k1' }, validClaims()), want: 'invalid' },
  {
    name: 'HS256 with the public key as the secret',
    token: (key) => {
      const head = `${encoded({ alg: 'HS256', kid: 'k1' })}.${encoded(validClaims())}`
      const secret = JSON.stringify(key.jwk)
      return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
    },
    want: 'invalid',
  },
  {
    name: 'a key that the token brings (jwk)',
    token: (_, other) => signToken(other, {}, { kid: undefined, jwk: other.jwk }),
    want: 'invalid',
  },
  {
    name: 'a key that the token points at (jku, x5u)',
    token: (_, other) =>
      signToken(
        other,
        {},
        { kid: 'k1', jku: 'http://127.0.0.1:9/keys', x5u: 'http://127.0.0.1:9/x' },
      ),
    want: 'invalid',
  },
  {
    name: 'an extension that must be understood',
    token: (key) =>
      signToken(key, {}, { crit: ['exp'], exp: 1 }).catch(() =>
        forged({ alg: 'ES256', kid: 'k1', crit: ['x'], x: 1 }, validClaims(), 'AA'),
      ),
    want: 'invalid',
  },
  {
    name: 'a token in a token',
    token: async (key) =>
      `${encoded({ alg: 'ES256', kid: 'k1', cty: 'JWT' })}.${Buffer.from(await signToken(key)).toString('base64url')}.AA`,
    want: 'invalid',
  },
  { name: 'an encrypted token', token: () => 'a.b.c.d.e', want: 'invalid' },
  {
    name: 'a logout token',
    token: (key) =>
      signToken(key, { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }),
    want: 'invalid',
  },
  {
    name: 'a type of logout tokens',
    token: (key) => signToken(key, {}, { typ: 'logout+jwt' }),
    want: 'invalid',
  },
  {
    name: 'a token of 20,000 characters',
    token: (key) => signToken(key, { x: 'x'.repeat(15_000) }),
    want: 'invalid',
  },
  {
    name: 'an audience that stands twice, ours last',
    token: (key) => signedText(key, `"aud":"https://else.example","aud":"${AUDIENCE}"`),
    want: 'good',
  },
  {
    name: 'an audience that stands twice, ours first',
    token: (key) => signedText(key, '"aud":"https://else.example"'),
    want: 'invalid',
  },
  {
    name: 'claims that are nested deep',
    token: (key) => signedText(key, `"x":${'['.repeat(4_000)}${']'.repeat(4_000)}`),
    want: 'good',
  },
  {
    name: 'no signature',
    token: async (key) => (await signToken(key)).replace(/[^.]+$/, ''),
    want: 'invalid',
  },
  {
    name: 'a signature of nothing',
    token: async (key) => (await signToken(key)).replace(/[^.]+$/, 'A'.repeat(86)),
    want: 'invalid',
  },
  { name: 'words', token: () => 'letmein', want: 'invalid' },
]

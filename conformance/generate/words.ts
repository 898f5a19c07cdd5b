/**
 * The small alphabets of the generators: few enough that policies and requests collide.
 *
 * @module
 */

/** The instant around which all dates lie. */
export const NOW = 1_795_262_400_000

export const ORIGINS: readonly string[] = [
  'https://app.example.com',
  'https://a.app.example.com',
  'https://example.com',
  'https://b.example.com:8443',
  'http://localhost:3000',
  'http://localhost',
  'https://partner.test',
  'https://foo.com',
  'https://bar.com',
  'https://my-app.foo_bar.test',
  'capacitor://app',
  'app://.',
  'app://-',
  'http://[::1]:90',
  'https://127.0.0.1:90',
  'https://dot.example.com.',
  'https://[::ffff:7f00:1]',
]

export const PATTERNS: readonly string[] = [
  'https://*.example.com',
  'https://*.app.example.com',
  'https://*.example.com:*',
  'https://*.partner.test:8443',
  'https://app.example.com:*',
  'http://localhost:*',
  'https://*--app.preview.example.com',
  'https://*-ab.preview.example.com:*',
  'https://*-ab.preview.example.com:8443',
]

export const HOSTS: readonly string[] = [
  'api.example.com',
  'globex.api.example.com',
  'acme.api.example.com',
  'nobody.api.example.com',
  'x.y.api.example.com',
  'www.example.com',
  'example.com',
  'other.test',
]

export const MATCH_HOSTS: readonly (string | null)[] = [
  null,
  null,
  null,
  'api.example.com',
  '*.api.example.com',
  '*.example.com',
  'other.test',
]

export const PATHS: readonly string[] = [
  '/**',
  '/',
  '/a',
  '/a/**',
  '/a/b',
  '/A',
  '/a/B/**',
  '/a/{x}',
  '/a/{x}/**',
  '/a/{x}/c',
  '/a/b/c',
  '/{x}/b',
  '/v1/**',
  '/v1/a',
  '/V2/a',
  '/{x}/a/**',
  '/t/{tenant}/**',
  '/t/{tenant}/a',
  '/{tenant}/o/**',
  '/a/{tenant}',
]

export const SEGMENTS: readonly string[] = [
  'a',
  'b',
  'c',
  'v1',
  'v2',
  'v3',
  'globex',
  'acme',
  'nobody',
  't',
  'B',
  'o',
]

export const METHODS: readonly string[] = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'patch',
  'PURGE',
]

/** Lists that never overlap, a covered HEAD included, so that two matches of one path cannot tie. */
export const MATCH_METHODS: readonly (readonly string[] | null)[] = [
  null,
  null,
  null,
  ['GET'],
  ['POST', 'PUT'],
  ['DELETE'],
  ['OPTIONS'],
]

export const REQUEST_HEADERS: readonly string[] = ['authorization', 'content-type', 'x-a', 'x-b']
export const EXPOSE_HEADERS: readonly string[] = ['etag', 'retry-after', 'x-a']
export const VERSIONS: readonly string[] = ['v1', 'v2']
export const ROLES: readonly string[] = ['admin', 'reader']
export const SCOPES: readonly string[] = ['read', 'write']
/** Two members for each way of naming them; names that only paths carry may have capitals. */
export const TENANTS: readonly string[] = ['acme', 'globex']
export const PATH_TENANTS: readonly string[] = ['ACME_1', 'globex']

/**
 * Generated descriptions of APIs, as values.
 *
 * @module
 */
import * as fc from 'fast-check'

export type Description = { readonly [key: string]: unknown }

const segment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('users', 'orders', 'v1', 'me', 'Users', 'a.b') },
  { weight: 4, arbitrary: fc.constantFrom('{id}', '{user-id}', '{name}') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{id}.json', '{x}{y}', 'a b', '{rest+}', '..', '', '%41', ';x'),
  },
)

const path = fc
  .tuple(
    fc.array(segment, { minLength: 0, maxLength: 4 }),
    fc.constantFrom('', '', '', '/', '?q=1'),
  )
  .map(([segments, end]) => `/${segments.join('/')}${end}`)

const schemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
  session: { type: 'apiKey', in: 'cookie', name: 'sid' },
  query: { type: 'apiKey', in: 'query', name: 'key' },
  certificate: { type: 'mutualTLS' },
}

const requirement = fc
  .uniqueArray(fc.constantFrom(...Object.keys(schemes), 'undeclared'), { maxLength: 2 })
  .map((names) => Object.fromEntries(names.map((name) => [name, []])))

const security = fc.array(requirement, { maxLength: 2 })

const headerName = fc.constantFrom(
  'X-Trace',
  'ETag',
  'Cookie',
  'Set-Cookie',
  'Accept',
  'Content-Length',
  'Access-Control-Allow-Origin',
  'not a token',
  '*',
  'Host',
)

const grant = fc.record(
  {
    origins: fc.constantFrom(['web'], ['partners'], ['web', 'partners']),
    credentials: fc.boolean(),
    exposeHeaders: fc.constant(['x-own']),
    maxAge: fc.constantFrom('5m', 60),
  },
  { requiredKeys: ['origins'] },
)

const mark = fc.record(
  {
    sensitivity: fc.constantFrom('internal', 'confidential'),
    authentication: fc.constantFrom('required', 'optional'),
    owner: fc.constant('team@example.com'),
    data: fc.constantFrom(['personal'], []),
    // One grant for each list: a later one may not give more (D9), which `check` would say of the draft.
    grants: fc.oneof(fc.constant([]), fc.tuple(grant)),
  },
  { requiredKeys: [] },
)

const operation = fc.record(
  {
    tags: fc.uniqueArray(fc.constantFrom('Users', 'orders & more', '例', '', 'users'), {
      maxLength: 2,
    }),
    security,
    parameters: fc.array(fc.record({ in: fc.constantFrom('header', 'query'), name: headerName }), {
      maxLength: 2,
    }),
    requestBody: fc.constantFrom(
      { content: { 'application/json': {} } },
      { content: { 'text/plain; charset=utf-8': {} } },
      { $ref: '#/components/requestBodies/json' },
    ),
    responses: fc.record({
      '200': fc.record({ headers: fc.dictionary(headerName, fc.constant({}), { maxKeys: 3 }) }),
    }),
    'x-marque': mark,
  },
  { requiredKeys: [] },
)

const method = fc.constantFrom(
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  'query',
)

const pathItem = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(method, operation, { maxKeys: 4 }) },
  { weight: 1, arbitrary: fc.constant({ $ref: '#/components/pathItems/one' }) },
)

const servers = fc.constantFrom(
  [{ url: 'https://api.example.com' }],
  [{ url: 'https://api.example.com/v3/' }],
  [
    {
      url: 'https://{region}.example.com',
      variables: { region: { default: 'eu', enum: ['us', 'eu'] } },
    },
  ],
  [{ url: 'https://a.example.com/one' }, { url: 'https://b.example.com/two' }],
  [{ url: '/relative' }],
  [{ url: 'http://localhost:3000/v1' }, { url: 'HTTPS://API.example.com:443/v1' }],
)

/** Descriptions that have no error of their own; some of what they say, a policy cannot. */
export const description: fc.Arbitrary<Description> = fc
  .record(
    {
      paths: fc.dictionary(path, pathItem, { maxKeys: 8 }),
      servers,
      security,
      'x-marque': fc.record(
        { sensitivity: fc.constantFrom('internal', 'confidential'), grants: fc.tuple(grant) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['paths'] },
  )
  .map((parts) => ({
    openapi: '3.2.0',
    info: { title: 'generated', version: '1' },
    ...parts,
    'x-marque': {
      ...parts['x-marque'],
      origins: {
        web: {
          allow: ['https://app.example.com'],
          owner: 'web@example.com',
          purpose: 'application',
        },
        partners: {
          allow: ['https://partner.example'],
          owner: 'sales@example.com',
          purpose: 'partners',
        },
      },
    },
    components: {
      securitySchemes: schemes,
      requestBodies: { json: { content: { 'application/json': {} } } },
      pathItems: { one: { get: { security: [{ bearer: [] }] } } },
    },
  }))

/** Descriptions that open operations to any website, with and without a login. */
export const openDescription: fc.Arbitrary<Description> = fc
  .tuple(
    description,
    fc.record(
      {
        sensitivity: fc.constantFrom('public', 'internal'),
        authentication: fc.constantFrom('required', 'optional'),
        grants: fc.constantFrom(
          [{ origins: ['*'] }],
          [{ origins: ['*'], requestHeaders: ['authorization'], exposeHeaders: ['etag'] }],
          [{ origins: ['web'] }],
        ),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([{ 'x-marque': own, ...parts }, mark]) => ({
    ...parts,
    'x-marque': { ...(own as Description), sensitivity: 'public', ...mark },
  }))

/** The same as bytes. */
export function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value, null, 1))
}

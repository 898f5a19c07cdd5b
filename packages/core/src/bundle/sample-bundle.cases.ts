import type { Bundle, Grant, Resource, Vector } from './bundle.ts'

/** A grant as the compiler writes one that says nothing but its origins. */
export const plainGrant: Grant = {
  exception: null,
  any: false,
  sets: ['web'],
  tenant: false,
  methods: ['GET'],
  requestHeaders: [],
  exposeHeaders: [],
  credentials: false,
  read: true,
  nullReach: false,
  websocket: false,
  timing: false,
  token: false,
  maxAge: 600,
  from: null,
  until: null,
  when: null,
}

export const plainResource: Resource = {
  name: 'plain',
  sensitivity: 'internal',
  enforce: 'headers',
  authentication: 'optional',
  isolate: false,
  match: [{ host: null, path: '/plain/**', methods: null, encodedSlash: 'separator' }],
  resourcePolicy: null,
  grants: [plainGrant],
}

const vector: Vector = {
  id: 'd6-not-cors',
  rule: 'D6',
  in: {
    request: { method: 'GET', url: 'https://api.example.com/', headers: [['Accept', '*/*']] },
    context: {
      tenant: null,
      apiVersion: 'v1',
      authenticatedAt: 0,
      roles: ['reader'],
      scopes: [],
      certificate: true,
      claims: { org: ['a', 1.5, { deep: null }] },
      token: { id: 't1', origin: 'https://a.example', tenant: null, resource: 'plain', until: 9 },
    },
    moment: {
      now: 1_700_000_000_000,
      leaseUntil: 1_700_000_001_000,
      lockdowns: [{ mode: 'public-only', scope: { tenant: 'globex' } }],
      revokedTokens: ['t0'],
    },
  },
  out: {
    kind: 'not-cors',
    reach: true,
    read: false,
    reason: 'not-cors',
    status: null,
    resource: null,
    grant: null,
    exception: null,
    tenant: null,
    headers: [],
    vary: ['Origin'],
    removes: [],
    detail: 'not checked',
  },
}

/**
 * A bundle that uses every key of the format.
 *
 * Resources: 0 account (restricted; exception, then a grant with everything), 1 assets (public, `*`), 2 hook (`nullReach`), 3 live
 * (WebSocket, tenants), 4 notes (confidential, patterns).
 */
export const sampleBundle: Bundle = {
  format: 'marque-bundle/1',
  environment: 'production',
  contact: 'api-support@example.com',
  self: ['https://api.example.com', 'https://{tenant}.api.example.com'],
  unmatched: 'block',
  context: {
    apiVersion: { path: '/{apiVersion}/**' },
    roles: { claim: 'roles' },
    scopes: { claim: '/auth/scopes' },
  },
  tenancy: { host: '{tenant}.api.example.com' },
  sets: {
    constructor: { exact: ['https://built.example'], patterns: [], until: null },
    'https://debug.partner.example': {
      exact: ['https://debug.partner.example'],
      patterns: [],
      until: null,
    },
    previews: {
      exact: ['http://localhost:3000'],
      patterns: ['https://*.preview.example.com', 'https://tools.example.com:*'],
      until: 1_800_000_000_000,
    },
    web: {
      exact: [
        'https://admin.example.com',
        'https://app.example.com',
        'https://app.example.com:8443',
      ],
      patterns: [],
      until: null,
    },
  },
  tenants: {
    globex: { exact: ['https://portal.globex.example'], patterns: [], until: null },
  },
  resources: [
    {
      ...plainResource,
      name: 'account',
      sensitivity: 'restricted',
      enforce: 'block',
      authentication: 'required',
      isolate: true,
      match: [
        {
          host: 'api.example.com',
          path: '/v1/account/**',
          methods: null,
          encodedSlash: 'separator',
        },
      ],
      resourcePolicy: 'same-origin',
      grants: [
        {
          ...plainGrant,
          exception: 'EX-2098-014',
          sets: ['https://debug.partner.example'],
          requestHeaders: ['marque-token'],
          token: true,
          from: 1_760_000_000_000,
          until: 1_770_000_000_000,
        },
        {
          ...plainGrant,
          sets: ['constructor', 'web'],
          methods: ['DELETE', 'GET', 'PATCH'],
          requestHeaders: ['authorization', 'content-type'],
          exposeHeaders: ['etag'],
          credentials: true,
          when: {
            apiVersion: ['v1', 'v2'],
            roles: ['reader'],
            scopes: ['account'],
            authenticatedWithin: 900_000,
            claims: { '/org~1id': '{tenant}', '/plans': ['a', 1.5, null] },
          },
        },
      ],
    },
    {
      ...plainResource,
      name: 'assets',
      sensitivity: 'public',
      match: [
        { host: '*.cdn.example.com', path: '/assets/**', methods: ['GET'], encodedSlash: 'data' },
        { host: null, path: '/assets/**', methods: ['GET'], encodedSlash: 'data' },
      ],
      resourcePolicy: 'cross-origin',
      grants: [
        {
          ...plainGrant,
          any: true,
          sets: [],
          requestHeaders: ['*', 'authorization'],
          exposeHeaders: ['*'],
          timing: true,
          maxAge: 86_400,
        },
      ],
    },
    {
      ...plainResource,
      name: 'hook',
      match: [{ host: null, path: '/hook', methods: ['POST'], encodedSlash: 'separator' }],
      grants: [{ ...plainGrant, methods: ['POST'], read: false, nullReach: true }],
    },
    {
      ...plainResource,
      name: 'live',
      match: [
        { host: null, path: '/{id}/live', methods: ['GET', 'POST'], encodedSlash: 'separator' },
      ],
      grants: [
        { ...plainGrant, sets: [], tenant: true, credentials: true, websocket: true, maxAge: 0 },
      ],
    },
    {
      ...plainResource,
      name: 'notes',
      sensitivity: 'confidential',
      match: [{ host: null, path: '/notes/{id}', methods: null, encodedSlash: 'separator' }],
      grants: [{ ...plainGrant, sets: ['previews'] }],
    },
  ],
  staleAfter: { public: null, internal: 86_400_000, confidential: 3_600_000, restricted: 0 },
  vectors: [vector],
}

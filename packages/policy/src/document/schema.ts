/**
 * The shape of a policy document: one zod schema that yields the types, the JSON Schema for editors and the reference page.
 *
 * Only shape is said here. What a text must look like (an origin, a date, a duration, a header name) and what may stand together is
 * judged afterwards, so that each mistake has a code of its own. Descriptions are read by people: they become hover texts.
 *
 * @module
 */
import * as z from 'zod'

const text = (description: string, ...examples: string[]): z.ZodString =>
  z.string().meta({ description, ...(examples.length > 0 && { examples }) })

/** Seconds as a number, or `30s`, `10m`, `2h`, `1d`. */
const duration = (
  description: string,
  ...examples: string[]
): z.ZodUnion<readonly [z.ZodString, z.ZodNumber]> =>
  z.union([z.string(), z.number()]).meta({ description, examples })

const sensitivity = z.enum(['public', 'internal', 'confidential', 'restricted'])

/** A list that says nothing when it is empty, so that leaving it out must be what is meant. */
const listed = (description: string, ...examples: string[][]): z.ZodArray<z.ZodString> =>
  z
    .array(z.string())
    .min(1)
    .meta({ description, ...(examples.length > 0 && { examples }) })

const originSet = z
  .strictObject({
    allow: listed(
      'Origins, `https://app.example.com`, and patterns: `https://*.example.com` (one or more labels), `http://localhost:*` (any port).',
      ['https://app.example.com', 'https://*.example.com'],
    ),
    owner: text(
      'Who answers for this trust: an e-mail address.',
      'web-platform@example.com',
    ).optional(),
    purpose: text('What these origins are for.', 'first-party applications').optional(),
    reviewBy: text('The day by which somebody looks at this again.', '2027-05-01').optional(),
    until: text(
      'The instant from which no layer trusts these origins any more, with an offset.',
      '2027-01-31T00:00:00Z',
    ).optional(),
    environments: listed(
      'The environments that know this set; all of them where this is left out.',
      ['staging'],
    ).optional(),
  })
  .meta({ description: 'A named list of origins with an owner, a purpose and dates.' })

const condition = z
  .strictObject({
    apiVersion: listed('The API version is one of these.').optional(),
    roles: listed('The user has one of these roles.').optional(),
    scopes: listed('The token has all of these scopes.').optional(),
    authenticatedWithin: duration('How old the login may be.', '15m').optional(),
    claims: z
      .record(z.string(), z.json())
      .optional()
      .meta({
        description:
          'Claims by JSON Pointer: equal to the value, or a list that holds it; a list here is a choice. `{origin}` and `{tenant}` stand for those of the request.',
        examples: [{ '/org_id': '{tenant}' }],
      }),
  })
  .meta({
    description:
      'What must hold of the request beside its origin. All parts that are named must hold.',
  })

const grantKeys = {
  methods: listed('The methods, by name; GET covers HEAD. Left out: GET.', [
    'GET',
    'POST',
  ]).optional(),
  requestHeaders: z
    .array(z.string())
    .optional()
    .meta({
      description:
        'The request headers that script may set; `*`, alone or beside `authorization`, only without credentials.',
      examples: [['content-type', 'authorization']],
    }),
  exposeHeaders: z
    .array(z.string())
    .optional()
    .meta({
      description:
        'The response headers that script may read beside the safelisted ones; `*` only without credentials.',
      examples: [['etag']],
    }),
  credentials: z
    .boolean()
    .optional()
    .meta({ description: 'Whether cookies and client certificates may travel. Left out: false.' }),
  read: z.boolean().optional().meta({
    description: 'false: the request may come, script never reads the answer. Left out: true.',
  }),
  nullReach: z.boolean().optional().meta({
    description: 'A POST with `Origin: null` may come to this one exact path; needs `read: false`.',
  }),
  websocket: z.boolean().optional().meta({
    description:
      'WebSockets may be opened; needs `credentials: true`, since cookies always travel.',
  }),
  timing: z
    .boolean()
    .optional()
    .meta({ description: 'Script may read resource timing (Timing-Allow-Origin).' }),
  token: z.boolean().optional().meta({
    description: 'Each actual request must carry an origin-bound token in `Marque-Token`.',
  }),
  maxAge: duration(
    'How long browsers may keep a preflight: seconds, or `30s`, `10m`, `2h`; at most 24h. Left out: 10m.',
    '10m',
    '2h',
  ).optional(),
  from: text(
    'The instant from which this holds, with an offset.',
    '2026-12-01T00:00:00Z',
  ).optional(),
  until: text(
    'The instant from which this no longer holds, with an offset.',
    '2027-01-31T00:00:00Z',
  ).optional(),
  when: condition.optional().meta({
    description:
      "What else must hold of the request; browsers' preflights can tell of the API version only.",
    examples: [{ roles: ['reader'] }],
  }),
} as const

const grant = z
  .strictObject({
    origins: listed(
      "Names of origin sets, `@tenant` for the directory of the request's tenant, or `*` alone for any origin. An origin written here has no owner.",
      ['web'],
      ['*'],
    ),
    ...grantKeys,
  })
  .meta({
    description: 'Which origins may do what with the resource. The first grant that fits decides.',
  })

const match = z
  .strictObject({
    host: text(
      'The host, or `*.` and a host; any host where this is left out.',
      'api.example.com',
      '*.api.example.com',
    ).optional(),
    path: text(
      'Literal segments, `{name}` for one segment, `**` last for anything below.',
      '/v1/account/**',
      '/v1/orders/{id}',
    ),
    methods: listed('Only these methods; all where this is left out.').optional(),
    encodedSlash: z.enum(['separator', 'data']).optional().meta({
      description: '`data`: the application keeps `%2F` inside a segment. Left out: `separator`.',
    }),
  })
  .meta({ description: 'Which requests belong to the resource.' })

const resource = z
  .strictObject({
    name: text('A name of its own, in decisions, logs and metrics.', 'account'),
    match: z.array(match).min(1).meta({
      description: 'One of these must fit. Of all resources the most specific match decides.',
    }),
    sensitivity: sensitivity.meta({
      description: 'What a leak would cost; it bounds what grants may say.',
    }),
    enforce: z.enum(['block', 'headers']).optional().meta({
      description:
        '`block`: a cross-origin request without a grant gets 403. `headers`: it is forwarded, and script may not read the answer.',
    }),
    owner: text('Who answers for the resource: an e-mail address.').optional(),
    data: z
      .array(z.string())
      .optional()
      .meta({ description: 'What it holds.', examples: [['personal', 'payment']] }),
    authentication: z.enum(['required', 'optional']).optional().meta({
      description: '`required`: the gateway answers 401 to requests without a valid login.',
    }),
    isolate: z.boolean().optional().meta({
      description:
        'Also block cross-site requests that carry no Origin (fetch metadata); implies `block`.',
    }),
    resourcePolicy: z
      .enum(['same-site', 'same-origin', 'cross-origin'])
      .optional()
      .meta({ description: 'Cross-Origin-Resource-Policy on each answer.' }),
    grants: z
      .array(grant)
      .meta({ description: 'Tried in this order; what no grant allows is not allowed.' }),
  })
  .meta({ description: 'A group of requests that are decided alike.' })

const exception = z
  .strictObject({
    id: text('A name of its own.', 'EX-2026-014'),
    origin: text('One exact origin.', 'https://debug.partner.example'),
    resource: text('The name of the resource.', 'account'),
    ...grantKeys,
    from: text(
      'The instant from which it holds, with an offset.',
      '2026-11-21T00:00:00Z',
    ).optional(),
    until: text('Its end, with an offset; required.', '2026-11-28T00:00:00Z'),
    purpose: text('Why it is needed.').optional(),
    requestedBy: text('Who asked for it: an e-mail address.').optional(),
    approvedBy: z
      .array(z.string())
      .optional()
      .meta({ description: 'Who agreed; never the one who asked.' }),
  })
  .meta({
    description: 'A time-bound grant for one origin, tried before the grants of its resource.',
  })

const member = originSet
  .omit({ environments: true })
  .extend({
    allow: z.array(z.string()).meta({
      description:
        'Origins of this tenant; patterns only where `limits.patterns` is true. Empty for a tenant that has none yet.',
      examples: [['https://portal.globex.example']],
    }),
  })
  .meta({ description: 'The origin directory of one tenant.' })

/** A fact from the request: exactly one of the three. */
const source = z
  .strictObject({
    claim: text(
      'A claim of the verified login: its name, or a JSON Pointer.',
      'roles',
      '/realm_access/roles',
    ).optional(),
    header: text('A request header; unknown at a preflight.', 'api-version').optional(),
    path: text(
      'A path pattern that holds the fact in braces; known at a preflight too.',
      '/{apiVersion}/**',
    ).optional(),
  })
  .meta({ description: 'Exactly one of `claim`, `header`, `path`.' })

/** The whole document. */
export const policySchema = z
  .strictObject({
    $schema: z
      .string()
      .optional()
      .meta({ description: 'The address of this schema, for editors.' }),
    version: z.literal(1).meta({ description: 'The version of the language.' }),
    self: z
      .union([z.array(z.string()).min(1), z.record(z.string(), z.array(z.string()).min(1))])
      .meta({
        description:
          'The public origins that this policy guards, or these by environment. Requests from them to themselves are never blocked. `{tenant}` may be the first label.',
        examples: [
          ['https://api.example.com'],
          { production: ['https://api.example.com'], staging: ['https://api.staging.example.com'] },
        ],
      }),
    contact: text(
      'Whom a denied developer may ask; the only address that leaves the policy.',
      'api-support@example.com',
    ).optional(),
    context: z
      .strictObject({
        roles: source
          .optional()
          .meta({ description: 'Where roles come from: a claim.', examples: [{ claim: 'roles' }] }),
        scopes: source.optional().meta({
          description: 'Where scopes come from: a claim.',
          examples: [{ claim: 'scope' }],
        }),
        apiVersion: source.optional().meta({
          description: 'Where the API version comes from: a path, a header or a claim.',
          examples: [{ path: '/{apiVersion}/**' }, { header: 'api-version' }],
        }),
      })
      .optional()
      .meta({ description: 'Where the values of conditions come from.' }),
    origins: z
      .record(z.string(), originSet)
      .optional()
      .meta({ description: 'The origin sets, by name.' }),
    resources: z
      .array(resource)
      .meta({ description: 'What is guarded, and who may do what with it.' }),
    tenants: z
      .strictObject({
        identify: z
          .strictObject({
            host: text(
              'A host whose first label is the tenant.',
              '{tenant}.api.example.com',
            ).optional(),
            path: text('A path pattern with the tenant as a segment.', '/t/{tenant}/**').optional(),
          })
          .meta({
            description:
              'By host, `{tenant}.api.example.com`, or by path, `/t/{tenant}/**`; never by a claim.',
          }),
        limits: z
          .strictObject({
            origins: z
              .int()
              .min(0)
              .optional()
              .meta({
                description: 'How many origins one tenant may list. Left out: 20.',
                examples: [20],
              }),
            patterns: z
              .boolean()
              .optional()
              .meta({ description: 'Whether tenants may list patterns. Left out: false.' }),
          })
          .optional()
          .meta({
            description:
              'How many origins each may list (20), and whether patterns are among them (no).',
          }),
        members: z
          .record(z.string(), member)
          .meta({ description: 'The origin directory of each tenant, by name.' }),
      })
      .optional()
      .meta({ description: 'Customers of the API, each with an origin directory of its own.' }),
    exceptions: z
      .array(exception)
      .optional()
      .meta({ description: 'Time-bound grants with request, purpose and approvals.' }),
    unmatched: z.enum(['headers', 'block']).optional().meta({
      description:
        'What happens to cross-origin requests that no resource matches. Left out: `block` once a resource is confidential or restricted.',
    }),
    limits: z
      .strictObject({
        exceptionDuration: duration(
          'How long an exception may last; at most and by default 30d.',
          '7d',
        ).optional(),
        credentialLifetime: z
          .strictObject({
            public: duration('How old a login may be for public resources.', '12h').optional(),
            internal: duration('How old a login may be for internal resources.', '12h').optional(),
            confidential: duration(
              'How old a login may be for confidential resources.',
              '1h',
            ).optional(),
            restricted: duration(
              'How old a login may be for restricted resources.',
              '15m',
            ).optional(),
          })
          .optional()
          .meta({
            description:
              'How old a login may be, by sensitivity, for every grant with credentials.',
            examples: [{ restricted: '15m' }],
          }),
      })
      .optional()
      .meta({ description: 'Bounds that hold for the whole policy.' }),
  })
  .meta({ title: 'Marque policy', description: 'One CORS policy for every layer.' })

/** A document whose shape is right; its texts may still be wrong. */
export type Policy = z.infer<typeof policySchema>
export type PolicyOriginSet = z.infer<typeof originSet>
export type PolicyResource = z.infer<typeof resource>
export type PolicyMatch = z.infer<typeof match>
export type PolicyGrant = z.infer<typeof grant>
export type PolicyException = z.infer<typeof exception>
export type PolicyCondition = z.infer<typeof condition>
export type PolicyFactSource = z.infer<typeof source>

/**
 * The shape of a policy document: one zod schema that yields the types, the JSON Schema for editors and the reference page.
 *
 * Only shape is said here. What a text must look like (an origin, a date, a duration, a header name) and what may stand together is
 * judged afterwards, so that each mistake has a code of its own. Descriptions are read by people: they become hover texts. Each key
 * has examples, and the tests hold every one of them to what `check` says.
 *
 * @module
 */
import * as z from 'zod'
import { type condition, exception, grant } from './schema-grants.ts'
import { anyNumber, duration, flag, listed, oneOf, said, text } from './schema-parts.ts'

const originSet = z
  .strictObject({
    allow: listed(
      'Origins, `https://app.example.com`, and patterns: `https://*.example.com` (one or more labels), `http://localhost:*` (any port).',
      { examples: [['https://app.example.com', 'https://*.example.com']], rules: ['D3'] },
    ),
    owner: text('Who answers for this trust: an e-mail address.', {
      examples: ['web-platform@example.com'],
    }).optional(),
    purpose: text('What these origins are for.', {
      examples: ['first-party applications'],
    }).optional(),
    reviewBy: text('The day by which somebody looks at this again.', {
      examples: ['2099-05-01'],
      rules: ['D12'],
    }).optional(),
    until: text('The instant from which no layer trusts these origins any more, with an offset.', {
      examples: ['2099-01-31T00:00:00Z'],
      rules: ['D12'],
    }).optional(),
    environments: listed(
      'The environments that know this set; all of them where this is left out.',
      { examples: [['staging']] },
    ).optional(),
  })
  .meta({ description: 'A named list of origins with an owner, a purpose and dates.' })

const match = z
  .strictObject({
    host: text('The host, or `*.` and a host; any host where this is left out.', {
      examples: ['api.example.com', '*.api.example.com'],
      rules: ['D2', 'D7'],
    }).optional(),
    path: text('Literal segments, `{name}` for one segment, `**` last for anything below.', {
      examples: ['/v1/account/**', '/v1/orders/{id}'],
      rules: ['D4', 'D5'],
    }),
    methods: listed('Only these methods; all where this is left out.', {
      examples: [['GET', 'POST']],
      rules: ['D7', 'D27'],
    }).optional(),
    encodedSlash: oneOf(
      {
        separator: '`%2F` is read as a slash too; where that leads elsewhere the path is ambiguous',
        data: 'the application keeps `%2F` inside a segment, and every proxy before it does too',
      },
      'What `%2F` in a path is. Left out: `separator`.',
      { examples: ['data'], default: 'separator', rules: ['D4'] },
    ).optional(),
  })
  .meta({ description: 'Which requests belong to the resource.' })

const resource = z
  .strictObject({
    name: text('A name of its own, in decisions, logs and metrics.', { examples: ['account'] }),
    match: z
      .array(match)
      .min(1)
      .meta(
        said('One of these must fit. Of all resources the most specific match decides.', {
          examples: [[{ host: 'api.example.com', path: '/v1/account/**' }]],
          rules: ['D7'],
        }),
      ),
    sensitivity: oneOf(
      {
        public: 'a leak costs nothing: everything may be granted, `*` too',
        internal: 'known origins only: no `*`',
        confidential: 'no `*`, and no pattern with credentials; ungranted requests are blocked',
        restricted:
          'no `*`, no patterns, no `read: false`, `maxAge` at most 10m, and each set has a `reviewBy`; ungranted requests are blocked',
      },
      'What a leak would cost; it bounds what grants may say.',
      { examples: ['internal'], rules: ['D8', 'D17'] },
    ),
    enforce: oneOf(
      {
        block: 'a cross-origin request without a grant gets 403 and never reaches the application',
        headers: 'it is forwarded, and script may not read the answer',
      },
      'What happens to a cross-origin request without a grant. Left out: `block` where the sensitivity is confidential or restricted, else `headers`.',
      { examples: ['block'], rules: ['D17'] },
    ).optional(),
    owner: text('Who answers for the resource: an e-mail address.', {
      examples: ['accounts@example.com'],
    }).optional(),
    data: anyNumber('What it holds.', { examples: [['personal', 'payment']] }).optional(),
    authentication: oneOf(
      {
        required: 'the gateway answers 401 to requests without a valid login',
        optional: 'requests without a login go on to the application',
      },
      'Whether a request needs a valid login. Left out: `optional`.',
      { examples: ['required'], default: 'optional', rules: ['D21'] },
    ).optional(),
    isolate: flag(
      'Also block cross-site requests that carry no Origin (fetch metadata); implies `block`. Left out: false.',
      { examples: [true], default: false, rules: ['D26'] },
    ).optional(),
    resourcePolicy: oneOf(
      {
        'same-site': 'pages of the same site may embed it',
        'same-origin': 'only pages of the API itself may embed it',
        'cross-origin': 'every page may embed it',
      },
      'Cross-Origin-Resource-Policy on each answer.',
      { examples: ['same-site'], rules: ['D22'] },
    ).optional(),
    grants: z.array(grant).meta(
      said('Tried in this order; what no grant allows is not allowed.', {
        examples: [[{ origins: ['web'], methods: ['GET', 'PATCH'], credentials: true }]],
        rules: ['D9'],
      }),
    ),
  })
  .meta({ description: 'A group of requests that are decided alike.' })

const member = originSet
  .omit({ environments: true })
  .extend({
    allow: anyNumber(
      'Origins of this tenant; patterns only where `limits.patterns` is true. Empty for a tenant that has none yet.',
      { examples: [['https://portal.globex.example']], rules: ['D15'] },
    ),
  })
  .meta({ description: 'The origin directory of one tenant.' })

/** A fact from the request: exactly one of the three. */
const source = z
  .strictObject({
    claim: text('A claim of the verified login: its name, or a JSON Pointer.', {
      examples: ['roles', '/realm_access/roles'],
      rules: ['D11'],
    }).optional(),
    header: text('A request header; unknown at a preflight.', {
      examples: ['api-version'],
      rules: ['D11'],
    }).optional(),
    path: text('A path pattern that holds the fact in braces; known at a preflight too.', {
      examples: ['/{apiVersion}/**'],
      rules: ['D11'],
    }).optional(),
  })
  .meta({ description: 'Exactly one of `claim`, `header`, `path`.' })

/** Editors strike these keys out; written all the same, they get a finding that says why (MQ-185). */
const refused = (from: string): z.ZodOptional<z.ZodString> =>
  z
    .string()
    .optional()
    .meta({ description: `Refused here: anybody could send ${from}.`, deprecated: true })

/** Where the identity of a user comes from. The other two keys have the same shape, and are never right. */
const identity = z
  .strictObject({
    claim: source.shape.claim,
    header: refused('the header'),
    path: refused('the path'),
  })
  .meta({ description: 'A claim of the verified login.' })

const context = z.strictObject({
  roles: identity
    .optional()
    .meta(
      said('Where roles come from: a claim.', { examples: [{ claim: 'roles' }], rules: ['D11'] }),
    ),
  scopes: identity
    .optional()
    .meta(
      said('Where scopes come from: a claim.', { examples: [{ claim: 'scope' }], rules: ['D11'] }),
    ),
  apiVersion: source.optional().meta(
    said('Where the API version comes from: a path, a header or a claim.', {
      examples: [{ path: '/{apiVersion}/**' }, { header: 'api-version' }],
      rules: ['D11'],
    }),
  ),
})

const tenants = z.strictObject({
  identify: z
    .strictObject({
      host: text('A host whose first label is the tenant.', {
        examples: ['{tenant}.api.example.com'],
        rules: ['D15'],
      }).optional(),
      path: text('A path pattern with the tenant as a segment.', {
        examples: ['/t/{tenant}/**'],
        rules: ['D15'],
      }).optional(),
    })
    .meta(
      said('By host, `{tenant}.api.example.com`, or by path, `/t/{tenant}/**`; never by a claim.', {
        examples: [{ host: '{tenant}.api.example.com' }, { path: '/t/{tenant}/**' }],
        rules: ['D15'],
      }),
    ),
  limits: z
    .strictObject({
      origins: z
        .int()
        .min(0)
        .optional()
        .meta(
          said('How many origins one tenant may list. Left out: 20.', {
            examples: [20],
            default: 20,
          }),
        ),
      patterns: flag('Whether tenants may list patterns. Left out: false.', {
        examples: [false],
        default: false,
      }).optional(),
    })
    .optional()
    .meta(
      said('How many origins each may list (20), and whether patterns are among them (no).', {
        examples: [{ origins: 50, patterns: false }],
      }),
    ),
  members: z.record(z.string(), member).meta(
    said('The origin directory of each tenant, by name.', {
      examples: [
        {
          globex: {
            allow: ['https://portal.globex.example'],
            owner: 'it@globex.example',
            purpose: 'customer portal',
          },
        },
      ],
      rules: ['D15'],
    }),
  ),
})

const loginAge = (
  sensitivity: string,
  example: string,
): z.ZodOptional<ReturnType<typeof duration>> =>
  duration(`How old a login may be for ${sensitivity} resources.`, {
    examples: [example],
    rules: ['D11'],
  }).optional()

const limits = z.strictObject({
  exceptionDuration: duration('How long an exception may last; at most and by default 30d.', {
    examples: ['7d'],
    default: '30d',
    rules: ['D16'],
  }).optional(),
  credentialLifetime: z
    .strictObject({
      public: loginAge('public', '12h'),
      internal: loginAge('internal', '12h'),
      confidential: loginAge('confidential', '1h'),
      restricted: loginAge('restricted', '15m'),
    })
    .optional()
    .meta(
      said('How old a login may be, by sensitivity, for every grant with credentials.', {
        examples: [{ restricted: '15m' }],
        rules: ['D11'],
      }),
    ),
})

/** The whole document. */
export const policySchema = z
  .strictObject({
    $schema: z
      .string()
      .optional()
      .meta(
        said('Where this schema is, for editors: `marque schema > policy-1.json` writes it.', {
          examples: ['./policy-1.json'],
        }),
      ),
    version: z.literal(1).meta(said('The version of the language.', { examples: [1] })),
    self: z
      .union([z.array(z.string()).min(1), z.record(z.string(), z.array(z.string()).min(1))])
      .meta(
        said(
          'The public origins that this policy guards, or these by environment. Requests from them to themselves are never blocked. `{tenant}` may be the first label.',
          {
            examples: [
              ['https://api.example.com'],
              {
                production: ['https://api.example.com'],
                staging: ['https://api.staging.example.com'],
              },
            ],
            rules: ['D6'],
          },
        ),
      ),
    contact: text('Whom a denied developer may ask; the only address that leaves the policy.', {
      examples: ['api-support@example.com'],
      rules: ['D19'],
    }).optional(),
    context: context.optional().meta(
      said('Where the values of conditions come from.', {
        examples: [{ roles: { claim: 'roles' }, apiVersion: { path: '/{apiVersion}/**' } }],
        rules: ['D11'],
      }),
    ),
    origins: z
      .record(z.string(), originSet)
      .optional()
      .meta(
        said('The origin sets, by name.', {
          examples: [
            {
              web: {
                allow: ['https://app.example.com'],
                owner: 'web-platform@example.com',
                purpose: 'first-party applications',
              },
            },
          ],
        }),
      ),
    resources: z.array(resource).meta(
      said('What is guarded, and who may do what with it.', {
        examples: [
          [
            {
              name: 'assets',
              match: [{ path: '/assets/**' }],
              sensitivity: 'public',
              grants: [{ origins: ['*'] }],
            },
          ],
        ],
        rules: ['D7', 'D8'],
      }),
    ),
    tenants: tenants.optional().meta(
      said('Customers of the API, each with an origin directory of its own.', {
        examples: [{ identify: { host: '{tenant}.api.example.com' }, members: {} }],
        rules: ['D15'],
      }),
    ),
    exceptions: z
      .array(exception)
      .optional()
      .meta(
        said('Time-bound grants with request, purpose and approvals.', {
          examples: [
            [
              {
                id: 'EX-2098-014',
                origin: 'https://debug.partner.example',
                resource: 'account',
                from: '2098-11-21T00:00:00Z',
                until: '2098-11-28T00:00:00Z',
                purpose: 'incident 4711, read-only',
                requestedBy: 'dev@example.com',
                approvedBy: ['lead@example.com', 'security@example.com'],
              },
            ],
          ],
          rules: ['D16'],
        }),
      ),
    unmatched: oneOf(
      {
        headers: 'they are forwarded, and script may not read the answer',
        block: 'they get 403 and never reach the application',
      },
      'What happens to cross-origin requests that no resource matches. Left out: `block` once a resource is confidential or restricted.',
      { examples: ['block'], rules: ['D8'] },
    ).optional(),
    limits: limits.optional().meta(
      said('Bounds that hold for the whole policy.', {
        examples: [{ exceptionDuration: '7d', credentialLifetime: { restricted: '15m' } }],
      }),
    ),
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

/**
 * The shape of a policy document: one zod schema that yields the types, the JSON Schema for editors and the reference page.
 *
 * It describes the shape only. The form of strings (an origin, a date, a duration, a header name) and combinations of keys are checked
 * afterwards, so that each mistake has a code of its own. Descriptions become hover texts in editors. Each key has examples, and the
 * tests run `check` on every one of them.
 *
 * @module
 */
import * as z from 'zod'
import { type condition, exception, grant } from './schema-grants.ts'
import { annotate, duration, flag, list, nonEmptyList, oneOf, string } from './schema-parts.ts'

const originSet = z
  .strictObject({
    allow: nonEmptyList(
      'Origins, `https://app.example.com`, and patterns: `https://*.example.com` (one or more labels), `https://*--app.preview.example.com` (the beginning of the first label), `http://localhost:*` (any port).',
      { examples: [['https://app.example.com', 'https://*.example.com']], rules: ['D3'] },
    ),
    owner: string('The people responsible for these origins: an e-mail address.', {
      examples: ['web-platform@example.com'],
    }).optional(),
    purpose: string('What these origins are for.', {
      examples: ['first-party applications'],
    }).optional(),
    reviewBy: string('The date of the next review.', {
      examples: ['2099-05-01'],
      rules: ['D12'],
    }).optional(),
    until: string('The instant from which no layer trusts these origins, with a UTC offset.', {
      examples: ['2099-01-31T00:00:00Z'],
      rules: ['D12'],
    }).optional(),
    environments: nonEmptyList('The environments that have this set (default: all).', {
      examples: [['staging']],
    }).optional(),
  })
  .meta({ description: 'A named list of origins with an owner, a purpose and dates.' })

const match = z
  .strictObject({
    host: string('The host, or `*.` and a host (default: any host).', {
      examples: ['api.example.com', '*.api.example.com'],
      rules: ['D2', 'D7'],
    }).optional(),
    path: string(
      'Literal segments, `{name}` for one segment, `**` at the end for everything below.',
      {
        examples: ['/v1/account/**', '/v1/orders/{id}'],
        rules: ['D4', 'D5'],
      },
    ),
    methods: nonEmptyList('Only requests with these methods (default: all).', {
      examples: [['GET', 'POST']],
      rules: ['D7', 'D27'],
    }).optional(),
    encodedSlash: oneOf(
      {
        separator:
          '`%2F` is also read as a slash; if that reading leads to another resource, the path is ambiguous',
        data: 'the application keeps `%2F` inside a segment, and every proxy before it does too',
      },
      'How `%2F` in a path is read (default: `separator`).',
      { examples: ['data'], default: 'separator', rules: ['D4'] },
    ).optional(),
  })
  .meta({ description: 'The requests that belong to the resource.' })

const resource = z
  .strictObject({
    name: string('A unique name, used in decisions, logs and metrics.', { examples: ['account'] }),
    match: z
      .array(match)
      .min(1)
      .meta(
        annotate(
          'A request belongs to the resource if one of these matches. The most specific match of all resources decides.',
          {
            examples: [[{ host: 'api.example.com', path: '/v1/account/**' }]],
            rules: ['D7'],
          },
        ),
      ),
    sensitivity: oneOf(
      {
        public: 'a leak costs nothing: everything can be granted, also to `*`',
        internal: 'known origins only: no `*`',
        confidential: 'no `*`, and no pattern with credentials; ungranted requests are blocked',
        restricted:
          'no `*`, no patterns, no `read: false`, `maxAge` at most 10m, and each set has a `reviewBy`; ungranted requests are blocked',
      },
      'The cost of a leak; it limits what grants may permit.',
      { examples: ['internal'], rules: ['D8', 'D17'] },
    ),
    enforce: oneOf(
      {
        block: 'a cross-origin request without a grant gets 403 and never reaches the application',
        headers: 'it is forwarded, and script cannot read the response',
      },
      'How cross-origin requests without a grant are handled (default: `block` for confidential and restricted resources, otherwise `headers`).',
      { examples: ['block'], rules: ['D17'] },
    ).optional(),
    owner: string('The people responsible for the resource: an e-mail address.', {
      examples: ['accounts@example.com'],
    }).optional(),
    data: list('The kinds of data that the resource contains.', {
      examples: [['personal', 'payment']],
    }).optional(),
    authentication: oneOf(
      {
        required: 'the gateway answers 401 to requests without a valid login',
        optional: 'requests without a login are forwarded to the application',
      },
      'Whether a request needs a valid login (default: `optional`).',
      { examples: ['required'], default: 'optional', rules: ['D21'] },
    ).optional(),
    isolate: flag(
      'Also block cross-site requests without an `Origin`, by fetch metadata; implies `block` (default: false).',
      { examples: [true], default: false, rules: ['D26'] },
    ).optional(),
    resourcePolicy: oneOf(
      {
        'same-site': 'pages of the same site may embed it',
        'same-origin': 'only pages of the API itself may embed it',
        'cross-origin': 'every page may embed it',
      },
      'The `Cross-Origin-Resource-Policy` header of each response.',
      { examples: ['same-site'], rules: ['D22'] },
    ).optional(),
    grants: z.array(grant).meta(
      annotate('Grants are tried in this order; what no grant permits is denied.', {
        examples: [[{ origins: ['web'], methods: ['GET', 'PATCH'], credentials: true }]],
        rules: ['D9'],
      }),
    ),
  })
  .meta({ description: 'A group of requests with the same rules.' })

const member = originSet
  .omit({ environments: true })
  .extend({
    allow: list(
      'Origins of this tenant; patterns only if `limits.patterns` is true. Empty for a tenant without origins.',
      { examples: [['https://portal.globex.example']], rules: ['D15'] },
    ),
  })
  .meta({ description: 'The origin directory of one tenant.' })

/** A fact from the request: exactly one of the three. */
const source = z
  .strictObject({
    claim: string('A claim of the verified login: its name, or a JSON Pointer.', {
      examples: ['roles', '/realm_access/roles'],
      rules: ['D11'],
    }).optional(),
    header: string('A request header; not available in a preflight.', {
      examples: ['api-version'],
      rules: ['D11'],
    }).optional(),
    path: string('A path pattern with the fact in braces; also available in a preflight.', {
      examples: ['/{apiVersion}/**'],
      rules: ['D11'],
    }).optional(),
  })
  .meta({ description: 'Exactly one of `claim`, `header`, `path`.' })

/** Editors show these keys as deprecated; using them is a finding (MQ-185). */
const refused = (from: string): z.ZodOptional<z.ZodString> =>
  z
    .string()
    .optional()
    .meta({ description: `Not allowed here: any client can set ${from}.`, deprecated: true })

/** The source of a user's identity. The other two keys have the same shape and are never allowed. */
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
      annotate('The source of roles: a claim.', { examples: [{ claim: 'roles' }], rules: ['D11'] }),
    ),
  scopes: identity.optional().meta(
    annotate('The source of scopes: a claim.', {
      examples: [{ claim: 'scope' }],
      rules: ['D11'],
    }),
  ),
  apiVersion: source.optional().meta(
    annotate('The source of the API version: a path, a header or a claim.', {
      examples: [{ path: '/{apiVersion}/**' }, { header: 'api-version' }],
      rules: ['D11'],
    }),
  ),
})

const tenants = z.strictObject({
  identify: z
    .strictObject({
      host: string('A host whose first label is the tenant.', {
        examples: ['{tenant}.api.example.com'],
        rules: ['D15'],
      }).optional(),
      path: z
        .union([z.string(), z.array(z.string()).min(1)])
        .meta(
          annotate(
            'A path pattern with the tenant as a segment, or several. All that fit a path must name the same tenant.',
            {
              examples: ['/t/{tenant}/**', ['/orgs/{tenant}/**', '/t/{tenant}/**']],
              rules: ['D15'],
            },
          ),
        )
        .optional(),
    })
    .meta(
      annotate(
        'How the tenant of a request is found: by host, `{tenant}.api.example.com`, or by path, `/t/{tenant}/**`; never by a claim. A match with `{tenant}` must lie below one of the paths.',
        {
          examples: [{ host: '{tenant}.api.example.com' }, { path: '/t/{tenant}/**' }],
          rules: ['D15'],
        },
      ),
    ),
  limits: z
    .strictObject({
      origins: z
        .int()
        .min(0)
        .optional()
        .meta(
          annotate('The maximum number of origins of one tenant (default: 20).', {
            examples: [20],
            default: 20,
          }),
        ),
      patterns: flag('Whether tenants may list patterns (default: false).', {
        examples: [false],
        default: false,
      }).optional(),
    })
    .optional()
    .meta(
      annotate('Limits on the origins of each tenant.', {
        examples: [{ origins: 50, patterns: false }],
      }),
    ),
  members: z.record(z.string(), member).meta(
    annotate('The origins of each tenant, by name.', {
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
  duration(`The maximum age of a login for ${sensitivity} resources.`, {
    examples: [example],
    rules: ['D11'],
  }).optional()

const limits = z.strictObject({
  exceptionDuration: duration('The maximum duration of an exception (default and maximum: 30d).', {
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
      annotate('The maximum age of a login by sensitivity, for every grant with credentials.', {
        examples: [{ restricted: '15m' }],
        rules: ['D11'],
      }),
    ),
})

const acknowledgement = z
  .strictObject({
    code: string('The code of the warning.', { examples: ['MQ-309'] }),
    at: string('The resource, set, tenant, exception or origin that the warning is about.', {
      examples: ['account', 'https://app.example.com'],
    }),
    why: string('Why the warning is accepted.', {
      examples: ['the mobile app sends this key, which is public'],
    }),
    by: string('Who accepted it: an e-mail address.', { examples: ['security@example.com'] }),
    until: string('The instant from which the warning is reported again, with a UTC offset.', {
      examples: ['2099-01-31T00:00:00Z'],
      rules: ['D12'],
    }),
  })
  .meta({
    description: 'A warning of `marque check` that is accepted for a time. Errors cannot be.',
  })

/** The whole document. */
export const policySchema = z
  .strictObject({
    $schema: z
      .string()
      .optional()
      .meta(
        annotate(
          'The location of this schema, for editors: `marque schema > policy-1.json` writes it.',
          {
            examples: ['./policy-1.json'],
          },
        ),
      ),
    version: z.literal(1).meta(annotate('The version of the policy language.', { examples: [1] })),
    self: z
      .union([z.array(z.string()).min(1), z.record(z.string(), z.array(z.string()).min(1))])
      .meta(
        annotate(
          'The public origins of the API, as a list or by environment. Requests from them to themselves are never blocked. `{tenant}` may be the first label.',
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
    contact: string(
      'The contact for developers whose requests are denied; the only address that responses contain.',
      {
        examples: ['api-support@example.com'],
        rules: ['D19'],
      },
    ).optional(),
    context: context.optional().meta(
      annotate('The sources of the values that conditions use.', {
        examples: [{ roles: { claim: 'roles' }, apiVersion: { path: '/{apiVersion}/**' } }],
        rules: ['D11'],
      }),
    ),
    origins: z
      .record(z.string(), originSet)
      .optional()
      .meta(
        annotate('The origin sets, by name.', {
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
      annotate('The resources of the API, and their grants.', {
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
      annotate('Customers of the API, each with its own list of origins.', {
        examples: [{ identify: { host: '{tenant}.api.example.com' }, members: {} }],
        rules: ['D15'],
      }),
    ),
    exceptions: z
      .array(exception)
      .optional()
      .meta(
        annotate('Time-bound grants with requester, purpose and approvals.', {
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
        headers: 'they are forwarded, and script cannot read the response',
        block: 'they get 403 and never reach the application',
      },
      'How cross-origin requests that match no resource are handled (default: `block` if a resource is confidential or restricted, otherwise `headers`).',
      { examples: ['block'], rules: ['D8'] },
    ).optional(),
    limits: limits.optional().meta(
      annotate('Limits for the whole policy.', {
        examples: [{ exceptionDuration: '7d', credentialLifetime: { restricted: '15m' } }],
      }),
    ),
    acknowledged: z
      .array(acknowledgement)
      .optional()
      .meta(
        annotate(
          'Warnings that are accepted until a date: `check` counts them and `--strict` passes. They have no effect on any decision.',
          {
            examples: [
              [
                {
                  code: 'MQ-309',
                  at: 'account',
                  why: 'preflights are expensive for the kiosks, which run Chromium',
                  by: 'security@example.com',
                  until: '2099-01-31T00:00:00Z',
                },
              ],
            ],
          },
        ),
      ),
  })
  .meta({ title: 'Marque policy', description: 'One CORS policy for every layer.' })

/** A document with a valid shape; its strings may still be invalid. */
export type Policy = z.infer<typeof policySchema>
export type PolicyOriginSet = z.infer<typeof originSet>
export type PolicyResource = z.infer<typeof resource>
export type PolicyMatch = z.infer<typeof match>
export type PolicyGrant = z.infer<typeof grant>
export type PolicyException = z.infer<typeof exception>
export type PolicyCondition = z.infer<typeof condition>
export type PolicyFactSource = z.infer<typeof source>

/**
 * The schema of grants, exceptions and conditions.
 *
 * @module
 */
import * as z from 'zod'
import { annotate, duration, flag, list, nonEmptyList, string } from './schema-parts.ts'

export const condition = z
  .strictObject({
    apiVersion: nonEmptyList('The API version is one of these.', {
      examples: [['v1', 'v2']],
      rules: ['D11'],
    }).optional(),
    roles: nonEmptyList('The user has one of these roles.', {
      examples: [['reader']],
      rules: ['D11'],
    }).optional(),
    scopes: nonEmptyList('The token has all of these scopes.', {
      examples: [['orders:read']],
      rules: ['D11'],
    }).optional(),
    authenticatedWithin: duration('The maximum age of the login.', {
      examples: ['15m'],
      rules: ['D11'],
    }).optional(),
    claims: z
      .record(z.string(), z.json())
      .optional()
      .meta(
        annotate(
          'Claims by JSON Pointer. A claim must equal the value, or be a list that contains it; a list of values means any of them. `{origin}` and `{tenant}` are replaced by those of the request.',
          {
            examples: [{ '/org_id': '{tenant}' }, { '/allowed-origins': '{origin}' }],
            rules: ['D11', 'D15'],
          },
        ),
      ),
  })
  .meta({
    description: 'Conditions on the request besides its origin. All of them must be satisfied.',
  })

const grantKeys = {
  methods: nonEmptyList('The permitted methods; GET includes HEAD (default: GET).', {
    examples: [['GET', 'POST']],
    default: ['GET'],
    rules: ['D7', 'D27'],
  }).optional(),
  requestHeaders: list(
    'The request headers that script may set; `*`, alone or with `authorization`, only without credentials (default: none).',
    { examples: [['content-type', 'authorization']], default: [], rules: ['D24', 'D27'] },
  ).optional(),
  exposeHeaders: list(
    'The response headers that script may read besides the CORS-safelisted ones; `*` only without credentials (default: none).',
    { examples: [['etag']], default: [], rules: ['D20'] },
  ).optional(),
  credentials: flag(
    'Whether requests may include cookies and client certificates (default: false).',
    {
      examples: [true],
      default: false,
      rules: ['D10', 'D13'],
    },
  ).optional(),
  read: flag(
    'Whether script may read the response; with false the request only reaches the application (default: true).',
    {
      examples: [false],
      default: true,
      rules: ['D14'],
    },
  ).optional(),
  nullReach: flag(
    'Whether a POST with `Origin: null` may reach this one exact path; requires `read: false` (default: false).',
    { examples: [false], default: false, rules: ['D14'] },
  ).optional(),
  websocket: flag(
    'Whether WebSockets may be opened; requires `credentials: true`, because browsers always send cookies (default: false).',
    { examples: [true], default: false, rules: ['D25'] },
  ).optional(),
  timing: flag('Whether script may read resource timing, `Timing-Allow-Origin` (default: false).', {
    examples: [true],
    default: false,
    rules: ['D22'],
  }).optional(),
  token: flag(
    'Whether each actual request needs an origin-bound token in `Marque-Token` (default: false).',
    { examples: [true], default: false, rules: ['D16'] },
  ).optional(),
  maxAge: duration(
    'How long browsers may cache a preflight: seconds, or `30s`, `10m`, `2h`; at most 24h (default: 10m).',
    { examples: ['10m', '2h', 300], default: '10m', rules: ['D18'] },
  ).optional(),
  from: string('The instant from which the grant applies, with a UTC offset.', {
    examples: ['2098-12-01T00:00:00Z'],
    rules: ['D12'],
  }).optional(),
  until: string('The instant from which the grant no longer applies, with a UTC offset.', {
    examples: ['2099-01-31T00:00:00Z'],
    rules: ['D12'],
  }).optional(),
  when: condition.optional().meta(
    annotate('Conditions on the request; in a preflight only the API version can be evaluated.', {
      examples: [{ roles: ['reader'] }],
      rules: ['D11'],
    }),
  ),
} as const

export const grant = z
  .strictObject({
    origins: nonEmptyList(
      "Names of origin sets, `@tenant` for the directory of the request's tenant, or only `*` for any origin. An origin nonEmptyList here has no owner.",
      { examples: [['web'], ['@tenant'], ['*']], rules: ['D9', 'D10', 'D15'] },
    ),
    ...grantKeys,
  })
  .meta({
    description:
      'What a set of origins may do with the resource. The first grant that fits decides.',
  })

export const exception = z
  .strictObject({
    id: string('A unique id.', { examples: ['EX-2098-014'], rules: ['D16'] }),
    origin: string('One exact origin.', {
      examples: ['https://debug.partner.example'],
      rules: ['D3', 'D16'],
    }),
    resource: string('The name of the resource.', { examples: ['account'], rules: ['D16'] }),
    ...grantKeys,
    from: string('The instant from which the exception applies, with a UTC offset.', {
      examples: ['2098-11-21T00:00:00Z'],
      rules: ['D12', 'D16'],
    }).optional(),
    until: string('The end of the exception, with a UTC offset.', {
      examples: ['2098-11-28T00:00:00Z'],
      rules: ['D12', 'D16'],
    }),
    purpose: string('Why the exception is needed.', {
      examples: ['incident 4711, read-only'],
    }).optional(),
    requestedBy: string('The requester: an e-mail address.', {
      examples: ['dev@example.com'],
    }).optional(),
    approvedBy: list('The approvers: e-mail addresses; never the requester.', {
      examples: [['lead@example.com', 'security@example.com']],
    }).optional(),
  })
  .meta({
    description: 'A time-bound grant for one origin, tried before the grants of its resource.',
  })

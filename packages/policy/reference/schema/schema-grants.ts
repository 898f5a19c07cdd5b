/**
 * The schema of grants, exceptions and conditions.
 *
 * @module
 */
import * as z from 'zod'
import { anyNumber, duration, flag, listed, said, text } from './schema-parts.ts'

export const condition = z
  .strictObject({
    apiVersion: listed('The API version is one of these.', {
      examples: [['v1', 'v2']],
      rules: ['D11'],
    }).optional(),
    roles: listed('The user has one of these roles.', {
      examples: [['reader']],
      rules: ['D11'],
    }).optional(),
    scopes: listed('The token has all of these scopes.', {
      examples: [['orders:read']],
      rules: ['D11'],
    }).optional(),
    authenticatedWithin: duration('How old the login may be.', {
      examples: ['15m'],
      rules: ['D11'],
    }).optional(),
    claims: z
      .record(z.string(), z.json())
      .optional()
      .meta(
        said(
          'Claims by JSON Pointer: equal to the value, or a list that holds it; a list here is a choice. `{origin}` and `{tenant}` stand for those of the request.',
          {
            examples: [{ '/org_id': '{tenant}' }, { '/allowed-origins': '{origin}' }],
            rules: ['D11', 'D15'],
          },
        ),
      ),
  })
  .meta({
    description:
      'What must hold of the request beside its origin. All parts that are named must hold.',
  })

const grantKeys = {
  methods: listed('The methods, by name; GET covers HEAD. Left out: GET.', {
    examples: [['GET', 'POST']],
    default: ['GET'],
    rules: ['D7', 'D27'],
  }).optional(),
  requestHeaders: anyNumber(
    'The request headers that script may set; `*`, alone or beside `authorization`, only without credentials. Left out: none.',
    { examples: [['content-type', 'authorization']], default: [], rules: ['D24', 'D27'] },
  ).optional(),
  exposeHeaders: anyNumber(
    'The response headers that script may read beside the safelisted ones; `*` only without credentials. Left out: none.',
    { examples: [['etag']], default: [], rules: ['D20'] },
  ).optional(),
  credentials: flag('Whether cookies and client certificates may travel. Left out: false.', {
    examples: [true],
    default: false,
    rules: ['D10', 'D13'],
  }).optional(),
  read: flag('false: the request may come, script never reads the answer. Left out: true.', {
    examples: [false],
    default: true,
    rules: ['D14'],
  }).optional(),
  nullReach: flag(
    'A POST with `Origin: null` may come to this one exact path; needs `read: false`. Left out: false.',
    { examples: [false], default: false, rules: ['D14'] },
  ).optional(),
  websocket: flag(
    'WebSockets may be opened; needs `credentials: true`, since cookies always travel. Left out: false.',
    { examples: [true], default: false, rules: ['D25'] },
  ).optional(),
  timing: flag('Script may read resource timing (Timing-Allow-Origin). Left out: false.', {
    examples: [true],
    default: false,
    rules: ['D22'],
  }).optional(),
  token: flag(
    'Each actual request must carry an origin-bound token in `Marque-Token`. Left out: false.',
    { examples: [true], default: false, rules: ['D16'] },
  ).optional(),
  maxAge: duration(
    'How long browsers may keep a preflight: seconds, or `30s`, `10m`, `2h`; at most 24h. Left out: 10m.',
    { examples: ['10m', '2h', 300], default: '10m', rules: ['D18'] },
  ).optional(),
  from: text('The instant from which this holds, with an offset.', {
    examples: ['2098-12-01T00:00:00Z'],
    rules: ['D12'],
  }).optional(),
  until: text('The instant from which this no longer holds, with an offset.', {
    examples: ['2099-01-31T00:00:00Z'],
    rules: ['D12'],
  }).optional(),
  when: condition
    .optional()
    .meta(
      said(
        "What else must hold of the request; browsers' preflights can tell of the API version only.",
        { examples: [{ roles: ['reader'] }], rules: ['D11'] },
      ),
    ),
} as const

export const grant = z
  .strictObject({
    origins: listed(
      "Names of origin sets, `@tenant` for the directory of the request's tenant, or `*` alone for any origin. An origin written here has no owner.",
      { examples: [['web'], ['@tenant'], ['*']], rules: ['D9', 'D10', 'D15'] },
    ),
    ...grantKeys,
  })
  .meta({
    description: 'Which origins may do what with the resource. The first grant that fits decides.',
  })

export const exception = z
  .strictObject({
    id: text('A name of its own.', { examples: ['EX-2098-014'], rules: ['D16'] }),
    origin: text('One exact origin.', {
      examples: ['https://debug.partner.example'],
      rules: ['D3', 'D16'],
    }),
    resource: text('The name of the resource.', { examples: ['account'], rules: ['D16'] }),
    ...grantKeys,
    from: text('The instant from which it holds, with an offset.', {
      examples: ['2098-11-21T00:00:00Z'],
      rules: ['D12', 'D16'],
    }).optional(),
    until: text('Its end, with an offset; required.', {
      examples: ['2098-11-28T00:00:00Z'],
      rules: ['D12', 'D16'],
    }),
    purpose: text('Why it is needed.', { examples: ['incident 4711, read-only'] }).optional(),
    requestedBy: text('Who asked for it: an e-mail address.', {
      examples: ['dev@example.com'],
    }).optional(),
    approvedBy: anyNumber('Who agreed; never the one who asked.', {
      examples: [['lead@example.com', 'security@example.com']],
    }).optional(),
  })
  .meta({
    description: 'A time-bound grant for one origin, tried before the grants of its resource.',
  })

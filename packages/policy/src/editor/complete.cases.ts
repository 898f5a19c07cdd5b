/** Texts with the cursor at `‸`, and what is offered there. */

export interface CompletionCase {
  readonly name: string
  readonly text: string
  /** The labels in order; only the first ones where the last is `…`. */
  readonly want: readonly string[]
  /** The text after the first one is taken, where it matters. */
  readonly becomes?: string
  readonly json?: boolean
  /** The name of the file, where it is no policy. */
  readonly file?: string
}

const HEAD = `version: 1
self:
  production: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: a@example.com, purpose: app }
  partners:
    allow:
      - https://portal.acme.example
`

const grant = (text: string, sensitivity = 'internal'): string => `${HEAD}resources:
  - name: account
    match: [{ path: /v1/** }]
    sensitivity: ${sensitivity}
    grants:
      - ${text}
exceptions: []
`

export const completionCases: readonly CompletionCase[] = [
  {
    name: 'an empty file: the keys of a policy, the required ones first',
    text: '‸',
    want: ['version', 'self', 'resources', '$schema', '…'],
    becomes: 'version: ',
  },
  {
    name: 'half a key, alone in the file',
    text: 'res‸',
    want: ['version', '…'],
    becomes: 'version: ',
  },
  {
    name: 'half a key above others: existing keys are not suggested',
    text: 'uns‸\nversion: 1\nself: [https://api.example.com]\n',
    want: ['resources', '$schema', 'contact', 'context', 'origins', '…'],
  },
  {
    name: 'a key that has its colon: the colon is not doubled',
    text: 'version: 1\ncontcat‸: a@example.com\n',
    want: ['self', 'resources', '$schema', 'contact', '…'],
    becomes: 'version: 1\nself: a@example.com\n',
  },
  {
    name: 'an empty line among the keys of a resource',
    text: `${HEAD}resources:\n  - name: account\n    ‸\n    match: [{ path: /v1/** }]\n    grants: []\n`,
    want: ['sensitivity', 'enforce', 'owner', 'data', 'authentication', '…'],
    becomes: `${HEAD}resources:\n  - name: account\n    sensitivity: \n    match: [{ path: /v1/** }]\n    grants: []\n`,
  },
  {
    name: 'an empty line at the end, indented as the keys of a grant',
    text: grant('origins: [web]\n        ‸').replace('exceptions: []\n', ''),
    want: ['methods', 'requestHeaders', '…'],
  },
  {
    name: 'after the dash of a new resource',
    text: `${HEAD}resources:\n  - ‸\n`,
    want: ['name', 'match', 'sensitivity', 'grants', 'enforce', '…'],
    becomes: `${HEAD}resources:\n  - name: \n`,
  },
  {
    name: 'below a key that holds a list of mappings: with the dash',
    text: `${HEAD}resources:\n  ‸\n`,
    want: ['name', '…'],
    becomes: `${HEAD}resources:\n  - name: \n`,
  },
  {
    name: 'below a key that holds a mapping',
    text: `${HEAD}limits:\n  ‸`,
    want: ['exceptionDuration', 'credentialLifetime'],
    becomes: `${HEAD}limits:\n  exceptionDuration: `,
  },
  {
    name: 'keys in braces that are not closed',
    text: `${HEAD}resources:\n  - name: account\n    match: [{ pa‸\n    grants: []\n`,
    want: ['path', 'host', 'methods', 'encodedSlash'],
    becomes: `${HEAD}resources:\n  - name: account\n    match: [{ path: \n    grants: []\n`,
  },
  {
    name: 'an enumerated value',
    text: `${HEAD}resources:\n  - name: account\n    sensitivity: ‸\n`,
    want: ['public', 'internal', 'confidential', 'restricted'],
    becomes: `${HEAD}resources:\n  - name: account\n    sensitivity: public\n`,
  },
  {
    name: 'half a value in quotes',
    text: `${HEAD}unmatched: "bl‸"\n`,
    want: ['headers', 'block'],
    becomes: `${HEAD}unmatched: "headers"\n`,
  },
  {
    name: 'true and false',
    text: grant('{ origins: [web], credentials: ‸ }'),
    want: ['true', 'false'],
    becomes: grant('{ origins: [web], credentials: true }'),
  },
  {
    name: 'the version',
    text: 'version: ‸',
    want: ['1'],
    becomes: 'version: 1',
  },
  {
    name: 'a duration',
    text: grant('{ origins: [web], maxAge: ‸ }'),
    want: ['10m', '2h'],
  },
  {
    name: 'the sets of the document in a grant, without those already listed, and no origin',
    text: grant('origins: [web, ‸]'),
    want: ['partners'],
    becomes: grant('origins: [web, partners]'),
  },
  {
    name: 'a set after an open bracket',
    text: grant('origins: [‸'),
    want: ['web', 'partners'],
    becomes: grant('origins: [web'),
  },
  {
    name: 'a set after a dash',
    text: grant('origins:\n          - ‸'),
    want: ['web', 'partners'],
    becomes: grant('origins:\n          - web'),
  },
  {
    name: 'a set where the list is missing: with brackets',
    text: grant('origins: ‸'),
    want: ['web', 'partners'],
    becomes: grant('origins: [web]'),
  },
  {
    name: 'a set where the list is missing, in a line of its own: with a dash',
    text: grant('origins:\n          ‸'),
    want: ['web', 'partners'],
    becomes: grant('origins:\n          - web'),
  },
  {
    name: '`*` where the resource is public and the grant has no credentials',
    text: grant('{ origins: [‸] }', 'public'),
    want: ['web', 'partners', '*'],
  },
  {
    name: 'no `*` with credentials',
    text: grant('{ origins: [‸], credentials: true }', 'public'),
    want: ['web', 'partners'],
  },
  {
    name: 'no `*` beside another origin',
    text: grant('{ origins: [web, ‸] }', 'public'),
    want: ['partners'],
  },
  {
    name: '`*` in its quotes',
    text: `resources:\n  - sensitivity: public\n    grants:\n      - origins: [‸]\n`,
    want: ['*'],
    becomes: `resources:\n  - sensitivity: public\n    grants:\n      - origins: ["*"]\n`,
  },
  {
    name: '`@tenant` where there are tenants',
    text: `${grant('{ origins: [‸] }')}tenants:\n`,
    want: ['web', 'partners', '@tenant'],
  },
  {
    name: 'the resource of an exception',
    text: `${grant('origins: [web]').replace('exceptions: []\n', '')}exceptions:\n  - id: EX-1\n    resource: ‸\n`,
    want: ['account'],
  },
  {
    name: 'methods that are not listed yet',
    text: grant('{ origins: [web], methods: [GET, P‸, DELETE] }'),
    want: ['HEAD', 'POST', 'PUT', 'PATCH'],
  },
  {
    name: 'request headers, and `*` where there are no credentials',
    text: grant('{ origins: [web], requestHeaders: [‸] }'),
    want: ['content-type', 'authorization', '…'],
  },
  {
    name: 'environments that the document names',
    text: `${HEAD}    owner: a\n    purpose: b\n    environments: [‸]\n`,
    want: ['production'],
  },
  {
    name: 'no origin: in a set',
    text: `${HEAD}      - ‸\n`,
    want: [],
  },
  { name: 'no origin: in `self`', text: 'version: 1\nself: [‸]\n', want: [] },
  {
    name: 'no origin: in an exception',
    text: 'exceptions:\n  - origin: ‸\n',
    want: [],
  },
  { name: 'no host', text: 'resources:\n  - match: [{ host: ‸ }]\n', want: [] },
  { name: 'nothing in a comment', text: 'version: 1\n# ‸\n', want: [] },
  { name: 'nothing after a value', text: 'version: 1 ‸\n', want: [] },
  { name: 'nothing for the name of a set', text: 'origins:\n  w‸\n', want: [] },
  {
    name: 'JSON: a key in quotes, and its colon',
    json: true,
    text: '{\n  "version": 1,\n  ‸\n}\n',
    want: ['self', 'resources', '…'],
    becomes: '{\n  "version": 1,\n  "self": \n}\n',
  },
  {
    name: 'JSON: half a key in an open quote',
    json: true,
    text: '{ "version": 1, "se‸\n}\n',
    want: ['self', '…'],
    becomes: '{ "version": 1, "self": \n}\n',
  },
  {
    name: 'JSON: a value in quotes',
    json: true,
    text: '{ "unmatched": ‸ }',
    want: ['headers', 'block'],
    becomes: '{ "unmatched": "headers" }',
  },
  {
    name: 'JSON: methods in a list',
    json: true,
    text: '{ "resources": [{ "grants": [{ "methods": ["GET", ‸] }] }] }',
    want: ['HEAD', '…'],
    becomes: '{ "resources": [{ "grants": [{ "methods": ["GET", "HEAD"] }] }] }',
  },
  {
    name: 'an unclosed bracket above does not swallow the rest',
    text: grant('origins: [web\n        methods: [GET\n        maxAge: ‸'),
    want: ['10m', '2h'],
  },
  {
    name: 'an unclosed quote above does not swallow the rest',
    text: grant('origins: ["web\n        maxAge: ‸'),
    want: ['10m', '2h'],
  },
  {
    name: 'half a word above a list is not a part of it',
    text: `${HEAD}resources:\n  - name: account\n    grants:\n      o‸\n      - origins: [web]\n`,
    want: ['origins', 'methods', '…'],
    becomes: `${HEAD}resources:\n  - name: account\n    grants:\n      - origins: \n      - origins: [web]\n`,
  },
  {
    name: 'F33: where an acknowledgement applies: resources and sets',
    text: `${grant('{ origins: [web] }')}acknowledged:\n  - { code: MQ-309, at: ‸ }\n`,
    want: ['account', 'web', 'partners'],
  },
  {
    name: 'nothing in a multi-line scalar',
    text: 'origins:\n  web:\n    environments: [staging\n      pro‸duction]\n',
    want: [],
  },
  {
    name: 'the keys of a policy test',
    file: 'policy.marque-test.yaml',
    text: 'policy: ./policy.yaml\ncases:\n  - name: a\n    ‸\n',
    want: ['url', 'expect', 'origin', 'method', '…'],
  },
  {
    name: 'the outcomes of a preflight in a policy test',
    file: 'policy.marque-test.yaml',
    text: 'cases:\n  - expect: { preflight: ‸ }\n',
    want: ['not-needed', 'granted', '…'],
  },
  {
    name: 'CRLF line endings',
    text: 'version: 1\r\nself: [https://api.example.com]\r\nunmatched: ‸\r\nresources: []\r\n',
    want: ['headers', 'block'],
    becomes:
      'version: 1\r\nself: [https://api.example.com]\r\nunmatched: headers\r\nresources: []\r\n',
  },
  {
    name: 'a byte order mark, and surrogate pairs',
    text: '\ufeffcontact: 💥💥\nunmatched: ‸',
    want: ['headers', 'block'],
    becomes: '\ufeffcontact: 💥💥\nunmatched: headers',
  },
]

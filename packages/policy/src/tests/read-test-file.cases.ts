import { fileWith } from './policies.cases.ts'

/** A test file, and its findings as `code path line:column`. */
export interface RefusedFile {
  readonly name: string
  readonly text: string
  readonly want: readonly string[]
}

const one = (name: string, line: string, ...want: readonly string[]): RefusedFile => ({
  name,
  text: fileWith(line, 'url: /a', 'expect: { reach: true }'),
  want,
})

export const refused: readonly RefusedFile[] = [
  { name: 'an empty file', text: '', want: ['MQ-190  1:1'] },
  { name: 'only a comment', text: '# later\n', want: ['MQ-190  1:1'] },
  { name: 'a list', text: '- a\n', want: ['MQ-190  1:1'] },
  { name: 'no list of cases', text: 'policy: p.yaml\n', want: ['MQ-121  1:1'] },
  {
    name: 'an empty list of cases',
    text: 'policy: p.yaml\ncases: []\n',
    want: ['MQ-190 /cases 2:8'],
  },
  {
    name: 'no policy',
    text: 'cases: [{ name: a, url: /a, expect: { reach: true } }]\n',
    want: ['MQ-121  1:1'],
  },
  { name: 'invalid YAML', text: 'policy: [', want: ['MQ-104 syntax /policy 1:9'] },
  {
    name: 'an unknown key of the file',
    text: `${fileWith('url: /a', 'expect: { reach: true }')}environment: staging\n`,
    want: ['MQ-120 /environment 7:1'],
  },
  one('an unknown key of a case', 'orgin: x', 'MQ-120 /cases/0/orgin 5:5'),
  {
    name: 'an unknown key of an expectation',
    text: fileWith('url: /a', 'expect: { reach: true, raed: false }'),
    want: ['MQ-120 /cases/0/expect/raed 6:28'],
  },
  {
    name: 'an empty expectation',
    text: fileWith('url: /a', 'expect: {}'),
    want: ['MQ-191 /cases/0/expect 6:13'],
  },
  {
    name: 'no expectation',
    text: fileWith('url: /a'),
    want: ['MQ-121 /cases/0 4:5'],
  },
  {
    name: 'an unknown reason',
    text: fileWith('url: /a', 'expect: { reason: origin-not-grantd }'),
    want: ['MQ-123 /cases/0/expect/reason 6:23'],
  },
  {
    name: 'a reason that only layers give',
    text: fileWith('url: /a', 'expect: { reason: rate-limited }'),
    want: ['MQ-123 /cases/0/expect/reason 6:23'],
  },
  {
    name: 'a reason that no preflight has',
    text: fileWith('url: /a', 'expect: { preflight: token-required }'),
    want: ['MQ-123 /cases/0/expect/preflight 6:26'],
  },
  {
    name: 'a string instead of a boolean',
    text: fileWith('url: /a', 'expect: { reach: yes }'),
    want: ['MQ-122 /cases/0/expect/reach 6:22'],
  },
  {
    name: 'a header in a list of an expectation that is no name, and one that is listed twice',
    text: fileWith(
      'url: /a',
      'expect: { exposeHeaders: ["e tag", "*"], requestHeaders: [x-a, X-A] }',
    ),
    want: [
      'MQ-169 /cases/0/expect/exposeHeaders/0 6:31',
      'MQ-179 /cases/0/expect/requestHeaders/1 6:68',
    ],
  },
  {
    name: 'a list of an expectation that is no list',
    text: fileWith('url: /a', 'expect: { exposeHeaders: etag, credentials: include }'),
    want: ['MQ-122 /cases/0/expect/exposeHeaders 6:30', 'MQ-122 /cases/0/expect/credentials 6:49'],
  },
  {
    name: 'a comparison that is a request too',
    text: fileWith('sameAs: ./p.accepted.json', 'url: /a', 'expect: { reach: true }'),
    want: ['MQ-120 /cases/0/url 6:5', 'MQ-120 /cases/0/expect 7:5'],
  },
  {
    name: 'a comparison with nothing',
    text: fileWith('sameAs: ""'),
    want: ['MQ-122 /cases/0/sameAs 5:13'],
  },
  {
    name: 'a comparison with the name of a request',
    text: `policy: p.yaml
cases:
  - { name: a, url: /a, expect: { reach: true } }
  - { name: a, sameAs: ./p.accepted.json }
  - { name: b, url: /b }
`,
    want: ['MQ-192 /cases/1/name 4:13', 'MQ-121 /cases/2 5:5'],
  },
  one(
    'credentials that are neither `omit` nor `include`',
    'credentials: true',
    'MQ-122 /cases/0/credentials 5:18',
  ),
  one('an invalid method', 'method: "GE T"', 'MQ-165 /cases/0/method 5:13'),
  one('a forbidden method', 'method: trace', 'MQ-166 /cases/0/method 5:13'),
  one(
    'a header that script cannot set',
    'requestHeaders: [Cookie]',
    'MQ-170 /cases/0/requestHeaders/0 5:22',
  ),
  one(
    'Fetch metadata from a page',
    'requestHeaders: { sec-fetch-site: cross-site }\n    origin: https://app.example.com',
    'MQ-170 /cases/0/requestHeaders/sec-fetch-site 5:23',
  ),
  one(
    'an invalid header name',
    'requestHeaders: { "a b": c }',
    'MQ-169 /cases/0/requestHeaders/a b 5:23',
  ),
  one('a duplicate header', 'requestHeaders: [x-a, X-A]', 'MQ-179 /cases/0/requestHeaders/1 5:27'),
  one(
    'a header value with a line break',
    'requestHeaders: { x-a: "a\\r\\nb" }',
    'MQ-196 /cases/0/requestHeaders/x-a 5:28',
  ),
  one('an origin with a path', 'origin: https://app.example.com/', 'MQ-193 /cases/0/origin 5:13'),
  one('an empty origin', 'origin: ""', 'MQ-193 /cases/0/origin 5:13'),
  one('a date instead of a time', 'now: 2098-11-22', 'MQ-173 /cases/0/now 5:10'),
  one(
    'a token without a resource',
    'context: { token: { origin: https://a.example, until: 2098-11-22T12:00:00Z } }',
    'MQ-121 /cases/0/context/token 5:23',
  ),
  one('an unknown fact', 'context: { role: [a] }', 'MQ-120 /cases/0/context/role 5:16'),
  {
    name: 'a url without a scheme',
    text: fileWith('url: a/b', 'expect: { reach: true }'),
    want: ['MQ-194 /cases/0/url 5:10'],
  },
  {
    name: 'a url of another scheme',
    text: fileWith('url: ftp://a.example/b', 'expect: { reach: true }'),
    want: ['MQ-194 /cases/0/url 5:10'],
  },
  {
    name: 'a url that starts with two slashes',
    text: fileWith('url: //a.example/b', 'expect: { reach: true }'),
    want: ['MQ-194 /cases/0/url 5:10'],
  },
  {
    name: 'a WebSocket with a method, headers and without cookies',
    text: fileWith(
      'url: wss://api.example.com/live',
      'method: POST',
      'requestHeaders: [x-a]',
      'credentials: omit',
      'expect: { reach: true }',
    ),
    want: [
      'MQ-195 /cases/0/method 6:13',
      'MQ-195 /cases/0/requestHeaders 7:21',
      'MQ-195 /cases/0/credentials 8:18',
    ],
  },
  {
    name: 'two cases with one name, and one with an empty name',
    text: `policy: p.yaml
cases:
  - { name: a, url: /a, expect: { reach: true } }
  - { name: a, url: /b, expect: { reach: true } }
  - { name: " ", url: /b, expect: { reach: true } }
`,
    want: ['MQ-192 /cases/1/name 4:13', 'MQ-192 /cases/2/name 5:13'],
  },
  {
    name: 'an invalid environment name',
    text: 'policy: p.yaml\nenv: Production!\ncases: [{ name: a, url: /a, expect: { reach: true } }]\n',
    want: ['MQ-180 /env 2:6'],
  },
  {
    name: 'all errors at once',
    text: `polcy: p.yaml
cases:
  - { name: a, url: a, method: TRACE, expect: {} }
`,
    want: [
      'MQ-120 /polcy 1:1',
      'MQ-121  1:1',
      'MQ-194 /cases/0/url 3:21',
      'MQ-166 /cases/0/method 3:32',
      'MQ-191 /cases/0/expect 3:47',
    ],
  },
]

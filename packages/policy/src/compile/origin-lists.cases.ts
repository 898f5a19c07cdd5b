/** Lists of origins, and what is left of them in a bundle. */
export interface OriginListCase {
  readonly name: string
  readonly allow: readonly string[]
  readonly exact: readonly string[]
  readonly patterns: readonly string[]
}

export const originListCases: readonly OriginListCase[] = [
  { name: 'nothing is nothing', allow: [], exact: [], patterns: [] },
  {
    name: 'exact origins are sorted by code units and stand once',
    allow: [
      'https://b.example',
      'https://a.example:8443',
      'https://a.example',
      'https://b.example',
    ],
    exact: ['https://a.example', 'https://a.example:8443', 'https://b.example'],
    patterns: [],
  },
  {
    name: 'a deeper pattern under a pattern goes (libraries, case 53)',
    allow: ['https://*.example.com', 'https://*.a.example.com'],
    exact: [],
    patterns: ['https://*.example.com'],
  },
  {
    name: 'exact origins under a pattern go, the apex stays',
    allow: [
      'https://example.com',
      'https://a.example.com',
      'https://a.b.example.com',
      'https://*.example.com',
    ],
    exact: ['https://example.com'],
    patterns: ['https://*.example.com'],
  },
  {
    name: 'a host that only ends alike stays',
    allow: ['https://badexample.com', 'https://*.example.com', 'https://*.badexample.com'],
    exact: ['https://badexample.com'],
    patterns: ['https://*.badexample.com', 'https://*.example.com'],
  },
  {
    name: 'another scheme stays',
    allow: ['http://a.example.com', 'http://*.a.example.com', 'https://*.example.com'],
    exact: ['http://a.example.com'],
    patterns: ['http://*.a.example.com', 'https://*.example.com'],
  },
  {
    name: 'another port stays, also under a pattern without one',
    allow: ['https://a.example.com:8443', 'https://*.a.example.com:8443', 'https://*.example.com'],
    exact: ['https://a.example.com:8443'],
    patterns: ['https://*.a.example.com:8443', 'https://*.example.com'],
  },
  {
    name: 'any port covers each port and none',
    allow: ['http://localhost', 'http://localhost:3000', 'http://localhost:*'],
    exact: [],
    patterns: ['http://localhost:*'],
  },
  {
    name: 'any port below a host covers the same patterns with one port',
    allow: [
      'https://*.example.com',
      'https://*.example.com:8443',
      'https://*.a.example.com:*',
      'https://*.example.com:*',
    ],
    exact: [],
    patterns: ['https://*.example.com:*'],
  },
  {
    name: 'any port on a host is covered by any port below a shorter one only',
    allow: ['https://a.example.com:*', 'https://*.example.com'],
    exact: [],
    patterns: ['https://*.example.com', 'https://a.example.com:*'],
  },
  {
    name: 'any port on a host goes under any port below a shorter one',
    allow: ['https://a.example.com:*', 'https://*.example.com:*'],
    exact: [],
    patterns: ['https://*.example.com:*'],
  },
  {
    name: 'any port on the apex stays beside any port below it',
    allow: ['https://example.com:*', 'https://*.example.com:*'],
    exact: [],
    patterns: ['https://*.example.com:*', 'https://example.com:*'],
  },
  {
    name: 'within a label, a longer end goes under a shorter one, and both under whole labels',
    allow: [
      'https://*-a-bb.example.com',
      'https://*-bb.example.com',
      'https://x-bb.example.com',
      'https://*-bb.deep.example.com',
      'https://*.deep.example.com',
    ],
    exact: [],
    patterns: ['https://*-bb.example.com', 'https://*.deep.example.com'],
  },
  {
    name: 'within a label, nothing of another label or end goes',
    allow: [
      'https://*-bb.example.com',
      'https://y.z.w-bb.example.com',
      'https://xbb.example.com',
      'https://*.x-bb.example.com',
    ],
    exact: ['https://xbb.example.com', 'https://y.z.w-bb.example.com'],
    patterns: ['https://*-bb.example.com', 'https://*.x-bb.example.com'],
  },
  {
    name: 'addresses are covered by any port only',
    allow: ['http://[::1]:9000', 'http://127.0.0.1:9000', 'http://[::1]:*', 'http://127.0.0.1:*'],
    exact: [],
    patterns: ['http://127.0.0.1:*', 'http://[::1]:*'],
  },
]

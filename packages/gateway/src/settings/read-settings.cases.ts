/** What is wrong with a gateway file, and where it is said. */
export const problemCases: readonly (readonly [
  name: string,
  text: string,
  path: string,
  message: RegExp,
])[] = [
  ['an empty file', '', '', /empty/],
  [
    'another version',
    'version: 2\npolicy: p.yaml\nupstreams: { a: { urls: [http://a] } }',
    '/version',
    /expected 1/,
  ],
  [
    'a key that is not known',
    'version: 1\npolicy: p.yaml\nupstream: x\nupstreams: { a: { urls: [http://a] } }',
    '',
    /`upstream` is not known/,
  ],
  [
    'no policy',
    'version: 1\nupstreams: { a: { urls: [http://a] } }',
    '',
    /one of `policy`, `bundle`, `control`/,
  ],
  [
    'two policies',
    'version: 1\npolicy: p\nbundle: { file: b, keys: [{ id: a, purpose: bundle, publicKey: k }] }\nupstreams: { a: { urls: [http://a] } }',
    '',
    /one of `policy`/,
  ],
  ['no upstream', 'version: 1\npolicy: p.yaml\nupstreams: {}', '/upstreams', /name an upstream/],
  [
    'an upstream with a path',
    'version: 1\npolicy: p.yaml\nupstreams: { a: { urls: [http://a/v1] } }',
    '/upstreams/a/urls/0',
    /paths are not rewritten/,
  ],
  [
    'an upstream with a password',
    'version: 1\npolicy: p.yaml\nupstreams: { a: { urls: ["http://u:p@a"] } }',
    '/upstreams/a/urls/0',
    /scheme, host and port/,
  ],
  [
    'several upstreams and no route',
    'version: 1\npolicy: p.yaml\nupstreams: { a: { urls: [http://a] }, b: { urls: [http://b] } }',
    '/upstreams',
    /`routes` must say/,
  ],
  [
    'a route to nowhere',
    'version: 1\npolicy: p.yaml\nupstreams: { a: { urls: [http://a] } }\nroutes: [{ upstream: b }]',
    '/routes/0/upstream',
    /there is no upstream `b`; there are a/,
  ],
  [
    'an address without a host',
    'version: 1\npolicy: p.yaml\nlisten: [{ address: ":8080" }]\nupstreams: { a: { urls: [http://a] } }',
    '/listen/0/address',
    /host and port/,
  ],
  [
    'a duration without a unit',
    'version: 1\npolicy: p.yaml\ndrain: "10"\nupstreams: { a: { urls: [http://a] } }',
    '/drain',
    /duration/,
  ],
  [
    'an issuer without algorithms',
    'version: 1\npolicy: p.yaml\nupstreams: { a: { urls: [http://a] } }\nauthentication: [{ issuer: i, audience: a, jwksUrl: "https://i/jwks" }]',
    '/authentication/0/algorithms',
    /no default/,
  ],
  [
    'an issuer without an audience',
    'version: 1\npolicy: p.yaml\nupstreams: { a: { urls: [http://a] } }\nauthentication: [{ issuer: i, jwksUrl: "https://i/jwks", algorithms: [ES256] }]',
    '/authentication/0/audience',
    /./,
  ],
  [
    'a shared secret as an algorithm',
    'version: 1\npolicy: p.yaml\nupstreams: { a: { urls: [http://a] } }\nauthentication: [{ issuer: i, audience: a, jwksUrl: "https://i/jwks", algorithms: [HS256] }]',
    '/authentication/0/algorithms/0',
    /./,
  ],
  [
    'an issuer that nobody can verify',
    'version: 1\npolicy: p.yaml\nupstreams: { a: { urls: [http://a] } }\nauthentication: [{ issuer: i, audience: a }]',
    '/authentication/0',
    /how a login is verified/,
  ],
]

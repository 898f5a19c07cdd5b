/** Lines that are refused, with the problem. */
export const refused: readonly {
  readonly name: string
  readonly line: string
  readonly id?: string
  readonly code: string
  /** JSON Pointer to the value. */
  readonly path: string
  readonly says: string
}[] = [
  { name: 'no JSON', line: 'GET /', code: 'SYNTAX', says: 'invalid JSON', path: '' },
  {
    name: 'half a document',
    line: '{"id":1,"method":"GET"',
    code: 'SYNTAX',
    says: 'invalid JSON',
    path: '',
  },
  { name: 'two documents', line: '{} {}', code: 'SYNTAX', says: 'invalid JSON', path: '' },
  { name: 'a list', line: '[]', code: 'SHAPE', says: 'must be an object', path: '' },
  { name: 'null', line: 'null', code: 'SHAPE', says: 'must be an object', path: '' },
  { name: 'a number', line: '1', code: 'SHAPE', says: 'must be an object', path: '' },
  {
    name: 'no method',
    line: '{"id":7,"url":"https://a","headers":[]}',
    id: '7',
    code: 'METHOD',
    path: '/method',
    says: '`method`',
  },
  {
    name: 'a method that is a number',
    line: '{"id":7,"method":1,"url":"https://a","headers":[]}',
    id: '7',
    code: 'METHOD',
    path: '/method',
    says: '`method`',
  },
  {
    name: 'an empty method',
    line: '{"method":"","url":"https://a","headers":[]}',
    code: 'METHOD',
    path: '/method',
    says: '`method`',
  },
  {
    name: 'no url',
    line: '{"method":"GET","headers":[]}',
    code: 'URL',
    path: '/url',
    says: '`url`',
  },
  {
    name: 'a url without scheme',
    line: '{"method":"GET","url":"/a","headers":[]}',
    code: 'URL',
    path: '/url',
    says: 'scheme',
  },
  {
    name: 'a url without authority',
    line: '{"method":"GET","url":"https:a","headers":[]}',
    code: 'URL',
    path: '/url',
    says: 'scheme',
  },
  {
    name: 'no headers',
    line: '{"method":"GET","url":"https://a"}',
    code: 'HEADERS',
    says: 'array of pairs',
    path: '/headers',
  },
  {
    name: 'headers that are an object',
    line: '{"method":"GET","url":"https://a","headers":{"Origin":"x"}}',
    code: 'HEADERS',
    says: 'array of pairs',
    path: '/headers',
  },
  {
    name: 'a header without value',
    line: '{"method":"GET","url":"https://a","headers":[["Origin"]]}',
    code: 'HEADERS',
    says: '`headers[0]`',
    path: '/headers/0',
  },
  {
    name: 'a header of three',
    line: '{"method":"GET","url":"https://a","headers":[["a","b"],["a","b","c"]]}',
    code: 'HEADERS',
    says: '`headers[1]`',
    path: '/headers/1',
  },
  {
    name: 'a header whose value is a number',
    line: '{"method":"GET","url":"https://a","headers":[["a",1]]}',
    code: 'HEADERS',
    says: '`headers[0]`',
    path: '/headers/0',
  },
  ...(
    [
      ['a list', '[]', '`context` must be an object'],
      ['a text', '"x"', '`context` must be an object'],
      ['a tenant that is a number', '{"tenant":1}', '`context.tenant`'],
      ['a version that is a number', '{"apiVersion":1}', '`context.apiVersion`'],
      [
        'a login that is no instant',
        '{"authenticatedAt":"yesterday"}',
        '`context.authenticatedAt`',
      ],
      ['a role that is a number', '{"roles":["a",1]}', '`context.roles`'],
      ['roles in one text', '{"roles":"a b"}', '`context.roles`'],
      ['scopes in one text', '{"scopes":"a b"}', '`context.scopes`'],
      ['claims in a list', '{"claims":[]}', '`context.claims`'],
      ['a token that is a text', '{"token":"ey"}', '`context.token`'],
      [
        'a token without an end',
        '{"token":{"id":"1","origin":"https://a","resource":"r"}}',
        '`context.token`',
      ],
      [
        'a token whose tenant is a number',
        '{"token":{"id":"1","origin":"o","resource":"r","until":1,"tenant":2}}',
        '`context.token`',
      ],
    ] as const
  ).map(([name, context, says]) => ({
    name: `context: ${name}`,
    line: `{"id":"x","method":"GET","url":"https://a","headers":[],"context":${context}}`,
    id: '"x"',
    code: 'CONTEXT',
    path: pathIn(says),
    says,
  })),
  ...(
    [
      ['a list', '[]', '`moment` must be an object'],
      ['a now that is none', '{"now":"noon"}', '`moment.now`'],
      ['a lease without an end', '{"leaseUntil":true}', '`moment.leaseUntil`'],
      ['lockdowns that are no list', '{"lockdowns":{}}', '`moment.lockdowns`'],
      [
        'a lockdown of an unknown mode',
        '{"lockdowns":[{"mode":"off","scope":{}}]}',
        '`moment.lockdowns`',
      ],
      ['a lockdown without scope', '{"lockdowns":[{"mode":"deny-all"}]}', '`moment.lockdowns`'],
      [
        'a scope that is a number',
        '{"lockdowns":[{"mode":"deny-all","scope":{"tenant":1}}]}',
        '`moment.lockdowns`',
      ],
      ['revoked tokens that are numbers', '{"revokedTokens":[1]}', '`moment.revokedTokens`'],
    ] as const
  ).map(([name, moment, says]) => ({
    name: `moment: ${name}`,
    line: `{"id":"x","method":"GET","url":"https://a","headers":[],"moment":${moment}}`,
    id: '"x"',
    code: 'MOMENT',
    path: pathIn(says),
    says,
  })),
  ...['"2098-11-21"', '"2026-02-30T00:00:00Z"', '1.5', 'true', '{}', '1e300'].map((now) => ({
    name: `now: ${now}`,
    line: `{"id":[1],"method":"GET","url":"https://a","headers":[],"now":${now}}`,
    id: '[1]',
    code: 'NOW',
    path: '/now',
    says: '`now` must be an instant',
  })),
]

/** Ids, and the text in which they come back. */
export const ids: readonly (readonly [written: string, given: string])[] = [
  ['1', '1'],
  ['-0.5', '-0.5'],
  ['"a\\"b"', '"a\\"b"'],
  ['null', 'null'],
  ['true', 'true'],
  ['[1,{"a":null}]', '[1,{"a":null}]'],
  ['12345678901234567890', '12345678901234567890'],
  ['9007199254740993', '9007199254740993'],
]

/** The pointer to the key that a message names: `/context/roles` for `context.roles`. */
function pathIn(message: string): string {
  return `/${message.split('`')[1]?.replace('.', '/') ?? ''}`
}

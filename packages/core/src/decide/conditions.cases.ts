import type { BundleContext, Condition } from '../bundle/bundle.ts'
import type { Context, HeaderLine, Json } from '../request.ts'

export interface ConditionCase {
  readonly name: string
  readonly when: Condition
  readonly sources?: BundleContext
  readonly context?: Context
  readonly headers?: readonly HeaderLine[]
  readonly tenant?: string
  readonly holds: boolean
}

/** The origin and the instant of every case. */
export const ORIGIN = 'https://app.example.com'
export const AT = 1_000_000

const claimed = (
  name: string,
  wanted: Json,
  claim: Json,
  holds: boolean,
  tenant?: string,
): ConditionCase => ({
  name: `claims: ${name}`,
  when: { claims: { '/x': wanted } },
  context: { claims: { x: claim } },
  holds,
  ...(tenant === undefined ? {} : { tenant }),
})

const pointed = (
  pointer: string,
  claims: { readonly [name: string]: Json },
  holds: boolean,
): ConditionCase => ({
  name: `pointer \`${pointer}\` in ${JSON.stringify(claims)}`,
  when: { claims: { [pointer]: 1 } },
  context: { claims },
  holds,
})

const login = (
  authenticatedAt: number | undefined,
  limit: number,
  holds: boolean,
): ConditionCase => ({
  name: `a login at ${authenticatedAt} within ${limit}`,
  when: { authenticatedWithin: limit },
  context: authenticatedAt === undefined ? {} : { authenticatedAt },
  holds,
})

const header = { apiVersion: { header: 'api-version' } }
const version = (
  name: string,
  holds: boolean,
  rest: Partial<ConditionCase> & { readonly sources: BundleContext },
): ConditionCase => ({
  name: `version: ${name}`,
  when: { apiVersion: ['v1', 'v2'] },
  holds,
  ...rest,
})

const READER: Condition = { roles: ['reader', 'writer'] }
const SCOPES: Condition = { scopes: ['read:a', 'read:b'] }
const byClaim = { roles: { claim: 'groups' }, scopes: { claim: 'scope' } }

export const conditionCases: readonly ConditionCase[] = [
  { name: 'no part', when: {}, holds: true },

  { name: 'roles: one of them', when: READER, context: { roles: ['writer', 'x'] }, holds: true },
  { name: 'roles: none of them', when: READER, context: { roles: ['x'] }, holds: false },
  { name: 'roles: no role', when: READER, context: { roles: [] }, holds: false },
  { name: 'roles: unknown', when: READER, context: {}, holds: false },
  { name: 'roles: a longer word', when: READER, context: { roles: ['readers'] }, holds: false },
  {
    name: 'roles: from a claim, a list',
    when: READER,
    sources: byClaim,
    context: { claims: { groups: ['reader'] } },
    holds: true,
  },
  {
    name: 'roles: from a claim, one string',
    when: READER,
    sources: byClaim,
    context: { claims: { groups: 'reader' } },
    holds: true,
  },
  {
    name: 'roles: one string is one role',
    when: READER,
    sources: byClaim,
    context: { claims: { groups: 'x reader' } },
    holds: false,
  },
  {
    name: 'roles: from a claim by pointer',
    when: READER,
    sources: { roles: { claim: '/realm/roles' } },
    context: { claims: { realm: { roles: ['reader'] } } },
    holds: true,
  },
  {
    name: 'roles: what the layer gives goes before the claim',
    when: READER,
    sources: byClaim,
    context: { roles: [], claims: { groups: ['reader'] } },
    holds: false,
  },
  {
    name: 'roles: a claim without a source has no effect',
    when: READER,
    context: { claims: { roles: ['reader'] } },
    holds: false,
  },
  {
    name: 'roles: a header is no source of them',
    when: READER,
    sources: { roles: { header: 'x-role' } },
    headers: [['x-role', 'reader']],
    holds: false,
  },
  {
    name: 'roles: a claim that is no list',
    when: READER,
    sources: byClaim,
    context: { claims: { groups: { reader: true } } },
    holds: false,
  },
  {
    name: 'roles: a claim that everybody inherits',
    when: { roles: ['Object'] },
    sources: { roles: { claim: 'constructor' } },
    context: { claims: {} },
    holds: false,
  },

  {
    name: 'scopes: all of them',
    when: SCOPES,
    context: { scopes: ['read:b', 'read:a', 'c'] },
    holds: true,
  },
  { name: 'scopes: one of them', when: SCOPES, context: { scopes: ['read:a'] }, holds: false },
  { name: 'scopes: unknown', when: SCOPES, holds: false },
  {
    name: 'scopes: from a claim, words',
    when: SCOPES,
    sources: byClaim,
    context: { claims: { scope: 'c read:b read:a' } },
    holds: true,
  },
  {
    name: 'scopes: from a claim, a list',
    when: SCOPES,
    sources: byClaim,
    context: { claims: { scope: ['read:a', 'read:b'] } },
    holds: true,
  },
  {
    name: 'scopes: words of a list are not split',
    when: SCOPES,
    sources: byClaim,
    context: { claims: { scope: ['read:a read:b'] } },
    holds: false,
  },

  login(AT, 0, true),
  login(AT - 1, 0, false),
  login(AT - 900, 900, true),
  login(AT - 901, 900, false),
  login(AT + 1, 900, false),
  login(Number.NaN, 900, false),
  login(undefined, 900, false),

  version('the path is judged elsewhere', true, {
    sources: { apiVersion: { path: '/{apiVersion}' } },
  }),
  version('one header line', true, { sources: header, headers: [['Api-Version', 'v2']] }),
  version('another value', false, { sources: header, headers: [['api-version', 'v3']] }),
  version('not trimmed', false, { sources: header, headers: [['api-version', ' v1']] }),
  version('two lines are none', false, {
    sources: header,
    headers: [
      ['api-version', 'v1'],
      ['api-version', 'v1'],
    ],
  }),
  version('two lines are none, whatever the layer says', false, {
    sources: header,
    headers: [
      ['api-version', 'v1'],
      ['api-version', 'v1'],
    ],
    context: { apiVersion: 'v1' },
  }),
  version('the header goes before the layer', false, {
    sources: header,
    headers: [['api-version', 'v3']],
    context: { apiVersion: 'v1' },
  }),
  version('without a header the version of the layer counts', true, {
    sources: header,
    context: { apiVersion: 'v1' },
  }),
  version('no version is known', false, { sources: header }),
  version('without a source the version of the layer counts', true, {
    sources: {},
    context: { apiVersion: 'v2' },
  }),
  version('without a source a header has no effect', false, {
    sources: {},
    headers: [['api-version', 'v1']],
  }),
  version('from a claim', true, {
    sources: { apiVersion: { claim: 'ver' } },
    context: { claims: { ver: 'v1' } },
  }),
  version('from a claim that is no string', false, {
    sources: { apiVersion: { claim: 'ver' } },
    context: { claims: { ver: ['v1'] } },
  }),
  version('the layer goes before the claim', false, {
    sources: { apiVersion: { claim: 'ver' } },
    context: { apiVersion: 'v3', claims: { ver: 'v1' } },
  }),
  version('a claim without claims', false, { sources: { apiVersion: { claim: 'ver' } } }),

  claimed('equal text', 'a', 'a', true),
  claimed('another text', 'a', 'b', false),
  claimed('a number is no text', 1, '1', false),
  claimed('numbers', 1.5, 1.5, true),
  claimed('true', true, true, true),
  claimed('true is not false', true, false, false),
  claimed('null', null, null, true),
  claimed('null is not false', null, false, false),
  claimed('null is no object', null, {}, false),
  claimed('no object is null', {}, null, false),
  claimed('a list holds it', 'a', ['b', 'a'], true),
  claimed('a list does not hold it', 'a', ['b'], false),
  claimed('an empty list', 'a', [], false),
  claimed('a choice of values', ['a', 'b'], 'b', true),
  claimed('none of the choice', ['a', 'b'], 'c', false),
  claimed('an empty choice', [], 'a', false),
  claimed('a choice, and a list that holds one', ['a', 'b'], ['x', 'b'], true),
  claimed('a choice, and a list that holds none', ['a', 'b'], ['x'], false),
  claimed('equal objects, in another order', { a: 1, b: [1] }, { b: [1], a: 1 }, true),
  claimed('an object with more', { a: 1 }, { a: 1, b: 2 }, false),
  claimed('an object with less', { a: 1, b: 2 }, { a: 1 }, false),
  claimed('an object with another key', { a: 1 }, { b: 1 }, false),
  claimed('an object with another value', { a: 1 }, { a: 2 }, false),
  claimed('an object with a null', { a: null }, { a: null }, true),
  claimed('an object without the null', { a: null }, { b: null }, false),
  claimed('lists within objects', { a: [1, 2] }, { a: [1, 2] }, true),
  claimed('shorter lists within objects', { a: [1, 2] }, { a: [1] }, false),
  claimed('longer lists within objects', { a: [1] }, { a: [1, 2] }, false),
  claimed('other lists within objects', { a: [1, 2] }, { a: [2, 1] }, false),
  claimed('a list that is no object', { a: [] }, { a: {} }, false),
  claimed('an object that is no list', { a: {} }, { a: [] }, false),
  claimed('a list with null', { a: [null] }, { a: [null] }, true),
  claimed('an inherited key', { a: 1 }, JSON.parse('{"__proto__": {"a": 1}}'), false),
  claimed('a text is no object', { '0': 'x' }, 'x', false),
  claimed('an object is no text', 'x', { '0': 'x' }, false),
  claimed('a number is no object', {}, 5, false),
  claimed('an object is no number', 5, {}, false),
  claimed('an object like a list', { a: [1] }, { a: { '0': 1, length: 1 } }, false),
  claimed('a list like an object', { a: { length: 1 } }, { a: [1] }, false),
  claimed('lists that begin alike', { a: [1, 2] }, { a: [1, 3] }, false),
  claimed('objects that are alike in part', { a: 1, b: 2 }, { a: 1, b: 3 }, false),
  claimed('an object in a list', { a: 1 }, [{ a: 1 }], true),
  claimed('the origin', '{origin}', ORIGIN, true),
  claimed('a list with the origin', '{origin}', ['x', ORIGIN], true),
  claimed('another origin', '{origin}', 'https://evil.test', false),
  claimed('the text itself is not the origin', '{origin}', '{origin}', false),
  claimed('the tenant', '{tenant}', 'acme', true, 'acme'),
  claimed('another tenant', '{tenant}', 'globex', false, 'acme'),
  claimed('no tenant', '{tenant}', '{tenant}', false),
  claimed('no tenant and null', '{tenant}', null, false),
  claimed('the tenant within a text', 'x{tenant}', 'xacme', false, 'acme'),
  claimed('the origin in a choice', ['x', '{origin}'], ORIGIN, true),

  pointed('/a/b', { a: { b: 1 } }, true),
  pointed('/a/b', { a: 1 }, false),
  pointed('/a/b', { a: null }, false),
  pointed('/a/b', { 'a/b': 1 }, false),
  pointed('/a~1b', { 'a/b': 1 }, true),
  pointed('/a~0b', { 'a~b': 1 }, true),
  pointed('/a~01b', { 'a~1b': 1 }, true),
  pointed('/', { '': 1 }, true),
  pointed('/a/', { a: { '': 1 } }, true),
  pointed('/a/0', { a: [1] }, true),
  pointed('/a/1', { a: [2, 1] }, true),
  pointed('/a/1', { a: [1] }, false),
  pointed('/a/00', { a: [1] }, false),
  pointed('/a/10', { a: [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1] }, true),
  pointed('/a/-', { a: [1] }, false),
  pointed('/a/x0', { a: [1] }, false),
  pointed('/a/0x', { a: [1] }, false),
  pointed('/a/length', { a: [2] }, false),
  pointed('/a/0/b', { a: [{ b: 1 }] }, true),
  pointed('/constructor', {}, false),
  pointed('/a/length', { a: 'x' }, false),
  pointed('a', { a: 1 }, false),
  pointed('', { '': 1 }, false),
  { name: 'claims: unknown', when: { claims: { '/x': 'a' } }, holds: false },
  {
    name: 'claims: all of them',
    when: { claims: { '/x': 'a', '/y': 'b' } },
    context: { claims: { x: 'a', y: 'b' } },
    holds: true,
  },
  {
    name: 'claims: one of them',
    when: { claims: { '/x': 'a', '/y': 'b' } },
    context: { claims: { x: 'a', y: 'c' } },
    holds: false,
  },

  ...(['roles', 'scopes', 'authenticatedWithin', 'claims', 'apiVersion', null] as const).map(
    (without): ConditionCase => ({
      name: `all parts together, ${without ?? 'nothing'} missing`,
      when: {
        apiVersion: ['v1'],
        roles: ['r'],
        scopes: ['s'],
        authenticatedWithin: 5,
        claims: { '/x': 1 },
      },
      context: {
        ...(without === 'apiVersion' ? {} : { apiVersion: 'v1' }),
        ...(without === 'roles' ? {} : { roles: ['r'] }),
        ...(without === 'scopes' ? {} : { scopes: ['s'] }),
        ...(without === 'authenticatedWithin' ? {} : { authenticatedAt: AT }),
        ...(without === 'claims' ? {} : { claims: { x: 1 } }),
      },
      holds: without === null,
    }),
  ),
]

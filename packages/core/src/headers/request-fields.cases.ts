import type { HeaderLine } from '../request.ts'
import type { RequestFields } from './request-fields.ts'

/** What a request without any line says. */
export const NO_FIELDS: RequestFields = {
  origins: 0,
  origin: '',
  requestMethods: 0,
  requestMethod: '',
  requestHeaders: null,
  cookie: false,
  authorization: false,
  hosts: 0,
  host: '',
  upgrade: false,
  protocolWebSocket: false,
}

export interface FieldsCase {
  readonly name: string
  readonly lines: readonly HeaderLine[]
  /** What differs from {@link NO_FIELDS}. */
  readonly says: Partial<RequestFields>
}

export const fieldsCases: readonly FieldsCase[] = [
  { name: 'nothing', lines: [], says: {} },
  {
    name: 'names as long as those that matter',
    lines: [
      ['date', 'https://a'],
      ['accept', 'https://a'],
      ['trailer', 'websocket'],
      ['upgradf', 'websocket'],
      ['hosu', 'a'],
      ['originn', 'https://a'],
      ['cookiee', 'a'],
      ['authorizatiom', 'a'],
      ['x-version', 'websocket'],
      [':protocoI', 'websocket'],
      ['user-agent', 'upgrade'],
      ['last-modified', 'yes'],
      ['accept-charset', 'cross-site'],
      ['content-length', 'same-site'],
      ['access-control-request-metho_', 'PUT'],
      ['access-control-request-header_', 'x-a'],
    ],
    says: {},
  },
  {
    name: 'an Origin in any case of its name',
    lines: [['oRiGiN', 'https://a.example']],
    says: { origins: 1, origin: 'https://a.example' },
  },
  {
    name: 'an Origin is not trimmed',
    lines: [['origin', ' https://a.example']],
    says: { origins: 1, origin: ' https://a.example' },
  },
  {
    name: 'two Origin lines: the first, and their number',
    lines: [
      ['origin', 'https://a.example'],
      ['Origin', 'https://b.example'],
    ],
    says: { origins: 2, origin: 'https://a.example' },
  },
  {
    name: 'an empty Origin is none',
    lines: [
      ['origin', ''],
      ['origin', ' \t '],
      ['origin', 'https://b.example'],
    ],
    says: { origins: 1, origin: 'https://b.example' },
  },
  {
    name: 'NBSP is something',
    lines: [['origin', '\u00a0']],
    says: { origins: 1, origin: '\u00a0' },
  },
  { name: 'a cookie', lines: [['Cookie', 'a=1']], says: { cookie: true } },
  {
    name: 'blank credentials are none',
    lines: [
      ['cookie', '\t'],
      ['authorization', '  '],
    ],
    says: {},
  },
  {
    name: 'a cookie behind a blank one',
    lines: [
      ['cookie', ''],
      ['cookie', 'a'],
      ['cookie', ''],
    ],
    says: { cookie: true },
  },
  {
    name: 'an Authorization',
    lines: [
      ['AUTHORIZATION', 'Basic x'],
      ['authorization', ''],
    ],
    says: { authorization: true },
  },
  { name: 'a Host', lines: [['HOST', 'a.example']], says: { hosts: 1, host: 'a.example' } },
  {
    name: 'Host lines count even when they are empty',
    lines: [
      ['host', ''],
      ['host', 'b.example'],
      ['host', 'c.example'],
    ],
    says: { hosts: 3, host: '' },
  },
  {
    name: 'a requested method, in its own case',
    lines: [['Access-Control-Request-Method', 'patch']],
    says: { requestMethods: 1, requestMethod: 'patch' },
  },
  {
    name: 'several requested methods, blank ones aside',
    lines: [
      ['access-control-request-method', ''],
      ['access-control-request-method', 'PUT'],
      ['access-control-request-method', 'GET'],
    ],
    says: { requestMethods: 2, requestMethod: 'PUT' },
  },
  {
    name: 'requested headers, all lines',
    lines: [
      ['Access-Control-Request-Headers', 'x-a'],
      ['access-control-request-headers', ''],
      ['access-control-request-headers', 'x-b, x-c'],
    ],
    says: { requestHeaders: ['x-a', '', 'x-b, x-c'] },
  },
  {
    name: 'requested headers that are empty are there',
    lines: [['access-control-request-headers', '']],
    says: { requestHeaders: [''] },
  },
  { name: 'an Upgrade', lines: [['UPGRADE', 'h2c']], says: { upgrade: true } },
  {
    name: 'an extended CONNECT',
    lines: [[':protocol', 'websocket']],
    says: { protocolWebSocket: true },
  },
  {
    name: 'another protocol, or another case',
    lines: [
      [':protocol', 'connect-udp'],
      [':protocol', 'WebSocket'],
      [':Protocol', 'websocket'],
    ],
    says: {},
  },
]

/** Lists of Connection, and whether they hold `upgrade`. */
export const tokenCases: readonly (readonly [
  name: string,
  lines: readonly string[],
  holds: boolean,
])[] = [
  ['alone', ['upgrade'], true],
  ['in another case', ['UpGrade'], true],
  ['among others', ['keep-alive, Upgrade ,x'], true],
  ['with padding', ['\t  upgrade\t '], true],
  ['on the second line', ['keep-alive', 'upgrade'], true],
  ['on a list of 1024 characters', ['upgrade'.padEnd(1024)], true],
  ['on a longer one too', [`${'x'.repeat(9000)}, upgrade`], true],
  ['behind a longer one', ['x'.repeat(1025), 'upgrade'], true],
  ['no line', [], false],
  ['an empty line', [''], false],
  ['a longer word', ['upgrades'], false],
  ['the end of a word', ['x-upgrade'], false],
  ['two words', ['up grade'], false],
  ['a version behind it', ['upgrade/13'], false],
  ['an NBSP before it', ['\u00a0upgrade'], false],
]

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
  siteLines: 0,
  site: '',
  mode: '',
  dest: '',
  fromOtherSite: false,
  connectionUpgrade: false,
  upgradeWebSocket: false,
  protocolWebSocket: false,
  versions: 0,
  version: '',
}

export interface FieldsCase {
  readonly name: string
  readonly lines: readonly HeaderLine[]
  /** What differs from {@link NO_FIELDS}. */
  readonly says: Partial<RequestFields>
}

const list1024 = `upgrade${' '.repeat(1017)}`

export const fieldsCases: readonly FieldsCase[] = [
  { name: 'nothing', lines: [], says: {} },
  {
    name: 'names of the same length as those that matter',
    lines: [
      ['date', 'https://a'],
      ['accept', 'https://a'],
      ['trailer', 'websocket'],
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
  {
    name: 'a WebSocket handshake',
    lines: [
      ['Connection', 'keep-alive, Upgrade'],
      ['Upgrade', 'WebSocket'],
    ],
    says: { connectionUpgrade: true, upgradeWebSocket: true },
  },
  {
    name: 'tokens of lists with padding',
    lines: [
      ['connection', '\t  upgrade\t '],
      ['upgrade', 'h2c, websocket ,x'],
    ],
    says: { connectionUpgrade: true, upgradeWebSocket: true },
  },
  {
    name: 'other upgrades, and tokens that only hold the word',
    lines: [
      ['connection', 'upgrades'],
      ['connection', 'x-upgrade'],
      ['connection', 'up grade'],
      ['upgrade', 'websockets'],
      ['upgrade', 'websocket/13'],
      ['upgrade', 'upgrade'],
    ],
    says: {},
  },
  {
    name: 'a list of 1024 characters is looked into',
    lines: [['connection', list1024]],
    says: { connectionUpgrade: true },
  },
  { name: 'a longer one is not', lines: [['connection', `${list1024} `]], says: {} },
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
  {
    name: 'fetch metadata of another site',
    lines: [
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', 'navigate'],
      ['Sec-Fetch-Dest', 'document'],
    ],
    says: {
      siteLines: 1,
      site: 'cross-site',
      mode: 'navigate',
      dest: 'document',
      fromOtherSite: true,
    },
  },
  {
    name: 'fetch metadata of the same site',
    lines: [['sec-fetch-site', 'same-site']],
    says: { siteLines: 1, site: 'same-site', fromOtherSite: true },
  },
  {
    name: 'fetch metadata of the same origin',
    lines: [['sec-fetch-site', 'same-origin']],
    says: { siteLines: 1, site: 'same-origin' },
  },
  {
    name: 'any line of another site counts',
    lines: [
      ['sec-fetch-site', 'none'],
      ['sec-fetch-site', 'cross-site'],
      ['sec-fetch-site', 'none'],
    ],
    says: { siteLines: 3, site: 'none', fromOtherSite: true },
  },
  { name: 'a version without a source', lines: [['api-version', 'v1']], says: {} },
]

/** With `api-version` as the source of the API version. */
export const versionCases: readonly FieldsCase[] = [
  { name: 'none', lines: [['api-versio', 'v1']], says: {} },
  { name: 'one', lines: [['Api-Version', 'v1']], says: { versions: 1, version: 'v1' } },
  { name: 'not this name', lines: [['api-versiom', 'v1']], says: {} },
  {
    name: 'several: the first, and their number',
    lines: [
      ['api-version', ''],
      ['api-version', 'v2'],
    ],
    says: { versions: 2, version: '' },
  },
]

/** Answers by which an application could reach another client than the one that asked, or say what is not its own to say. */
export interface EnemyAnswer {
  readonly name: string
  /** Written as the answer to the first request. */
  readonly bytes: string
  /** The connection ends behind it. */
  readonly ends?: true
  /** Written a little later, while nobody asks. */
  readonly later?: string
  readonly method?: string
  readonly status: number
  /** The whole body that the client gets, where it is the application's. */
  readonly body?: string
  readonly hasNot?: readonly RegExp[]
}

const OK = 'HTTP/1.1 200 OK\r\n'
const BODY = 'content-length: 2\r\n\r\nok'
const EVIL = 'HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\ncontent-length: 4\r\n\r\nevil'
const WITH_EVIL = `content-length: ${EVIL.length}\r\n\r\n${EVIL}`
const coded = (coding: string): string =>
  `${OK}transfer-encoding: ${coding}\r\n\r\n2\r\nok\r\n0\r\n\r\n`

const behind: readonly EnemyAnswer[] = [
  {
    name: 'a second answer in one piece with the first',
    bytes: OK + BODY + EVIL,
    status: 200,
    body: 'ok',
  },
  {
    name: 'a second answer while nobody asks',
    bytes: OK + BODY,
    later: EVIL,
    status: 200,
    body: 'ok',
  },
  {
    name: 'half a second answer',
    bytes: `${OK}${BODY}HTTP/1.1 200 OK\r\nx-a:`,
    status: 200,
    body: 'ok',
  },
  {
    name: 'garbage behind its answer',
    bytes: `${OK}${BODY}\0\x01garbage`,
    status: 200,
    body: 'ok',
  },
  { name: 'more than its length', bytes: `${OK}${BODY}more`, status: 200, body: 'ok' },
  { name: 'a body to HEAD', method: 'HEAD', bytes: OK + WITH_EVIL, status: 200, body: '' },
  {
    name: 'a body with 204',
    bytes: `HTTP/1.1 204 No Content\r\n${WITH_EVIL}`,
    status: 204,
    body: '',
  },
  {
    name: 'a body with 304',
    bytes: `HTTP/1.1 304 Not Modified\r\n${WITH_EVIL}`,
    status: 304,
    body: '',
  },
  {
    name: 'chunks with 204',
    bytes: 'HTTP/1.1 204 No Content\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    status: 204,
    body: '',
  },
  {
    name: 'an answer behind the last chunk',
    bytes: coded('chunked') + EVIL,
    status: 200,
    body: 'ok',
  },
]

const framing: readonly EnemyAnswer[] = [
  { name: 'chunks in another case', bytes: coded('Chunked'), status: 200, body: 'ok' },
  {
    name: 'chunk extensions',
    bytes: `${OK}transfer-encoding: chunked\r\n\r\n2;a=b\r\nok\r\n0\r\n\r\n`,
    status: 200,
    body: 'ok',
    hasNot: [/a=b/],
  },
  ...[
    'gzip, chunked',
    'gzip',
    'chunked, identity',
    'chunked\r\ntransfer-encoding: chunked',
    'x',
    '',
  ].map((coding) => ({
    name: `the coding ${JSON.stringify(coding)}`,
    bytes: coded(coding),
    ends: true as const,
    status: 502,
  })),
  ...[
    '2\r\ncontent-length: 2',
    '2, 2',
    '+2',
    '0x2',
    '-2',
    '2.0',
    '2 2',
    '18446744073709551618',
  ].map((length) => ({
    name: `the length ${JSON.stringify(length)}`,
    bytes: `${OK}content-length: ${length}\r\n\r\nok`,
    status: 502,
  })),
  {
    name: 'a length before a space and the colon',
    bytes: `${OK}content-length : 2\r\n\r\nok`,
    status: 502,
  },
  {
    name: 'HTTP/1.0 kept alive without a length',
    bytes: 'HTTP/1.0 200 OK\r\nconnection: keep-alive\r\n\r\nok',
    ends: true,
    status: 200,
    body: 'ok',
  },
]

const splitting: readonly EnemyAnswer[] = [
  {
    name: 'a folded line',
    bytes: `${OK}X-A: 1\r\n Access-Control-Allow-Origin: *\r\n${BODY}`,
    status: 502,
  },
  {
    name: 'a bare LF',
    bytes: `${OK}x-a: 1\nAccess-Control-Allow-Origin: *\r\n${BODY}`,
    status: 502,
  },
  {
    name: 'a bare CR',
    bytes: `${OK}x-a: 1\rAccess-Control-Allow-Origin: *\r\n${BODY}`,
    status: 502,
  },
  {
    name: 'a bare CR in the reason',
    bytes: `HTTP/1.1 200 OK\rAccess-Control-Allow-Origin: *\r\n${BODY}`,
    status: 502,
  },
  { name: 'NUL in a value', bytes: `${OK}x-a: 1\0\r\n${BODY}`, status: 502 },
  {
    name: 'a reason that is no text',
    bytes: `HTTP/1.1 200 \xe9\x01\r\n${BODY}`,
    status: 200,
    body: 'ok',
    hasNot: [/\xe9/],
  },
  {
    name: 'its permission before a space and the colon',
    bytes: `${OK}access-control-allow-origin : *\r\n${BODY}`,
    status: 502,
  },
  { name: 'a line without a name', bytes: `${OK}: *\r\n${BODY}`, status: 502 },
  {
    name: 'a Connection that names the permission away',
    bytes: `${OK}connection: access-control-allow-origin, vary, content-length, set-cookie\r\nset-cookie: a=1\r\n${BODY}`,
    status: 200,
    body: 'ok',
  },
  ...['000', '099', '100', '199', '20', '2000', 'abc'].map((status) => ({
    name: `the status ${status}`,
    bytes: `HTTP/1.1 ${status} Odd\r\n${BODY}`,
    status: 502,
  })),
  { name: 'the status 999', bytes: `HTTP/1.1 999 Odd\r\n${BODY}`, status: 999, body: 'ok' },
  {
    name: 'hundreds of interim answers',
    bytes: `${'HTTP/1.1 103 Early Hints\r\naccess-control-allow-origin: *\r\ncontent-length: 9\r\n\r\n'.repeat(300)}${OK}${BODY}`,
    status: 200,
    body: 'ok',
    hasNot: [/103/],
  },
]

export const enemyAnswers: readonly EnemyAnswer[] = [...behind, ...framing, ...splitting]

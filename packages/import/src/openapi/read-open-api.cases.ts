import { GOOD_API } from '../catalogue/examples.ts'

const HEAD = 'openapi: 3.1.0\ninfo: { title: a, version: "1" }\nsecurity: []\n'

/** Invalid and incomplete descriptions, and their findings: code, line, column. */
export const badCases: readonly (readonly [
  name: string,
  text: string | Uint8Array,
  ...found: readonly string[],
])[] = [
  ['nothing', '', 'MQ-801 1:1'],
  ['only space', ' \n\t\n', 'MQ-801 1:1'],
  ['bytes that are not UTF-8', new Uint8Array([0x61, 0x3a, 0xfc]), 'MQ-801 1:1'],
  ['UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0]), 'MQ-801 1:1'],
  ['more than 128 MiB', new Uint8Array(134_217_729).fill(0x61), 'MQ-801 1:1'],
  ['YAML of more than 24 MiB', new Uint8Array(25_165_825).fill(0x61), 'MQ-801 1:1'],
  ['a text', 'hello', 'MQ-805 1:1'],
  ['a list', '[1]', 'MQ-805 1:1'],
  ['only a comment', '# nothing\n', 'MQ-805 1:1'],
  ['Swagger 1', 'swagger: "1.2"\npaths: {}\n', 'MQ-805 1:1'],
  ['OpenAPI 4', 'openapi: 4.0.0\n', 'MQ-805 1:1'],
  ['half a version', 'openapi: "3"\n', 'MQ-805 1:1'],
  ['a bracket that is not closed', 'openapi: [', 'MQ-802 1:11'],
  ['a tab as indentation', `${HEAD}paths:\n\t/a: {}\n`, 'MQ-802 5:1'],
  ['JSON that is cut off', '{"openapi": "3.1.0", "paths": {"/a": {', 'MQ-802 1:39'],
  ['two documents', `${HEAD}---\n${HEAD}`, 'MQ-802 4:1'],
  ['a key twice', `${HEAD}paths: {}\npaths: {}\n`, 'MQ-803 5:1'],
  [
    'a key twice in JSON',
    `{"openapi": "3.1.0",\n"security": [], "security": [], "paths": {}}`,
    'MQ-803 2:17',
  ],
  [
    'nesting by indentation',
    Array.from({ length: 500 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
    'MQ-804 1:1',
  ],
  ['nesting by brackets', `a: ${'['.repeat(300)}${']'.repeat(300)}`, 'MQ-804 1:1'],
  ['a million brackets', '['.repeat(1_000_000), 'MQ-804 1:1'],
  ['lists in lists on one line', `${'- '.repeat(50_000)}a`, 'MQ-804 1:1'],
  ['paths that are a list', `${HEAD}paths: []\n`, 'MQ-806 4:1'],
  ['a path item that is a text', `${HEAD}paths: { /a: hello }\n`, 'MQ-806 4:10'],
  ['an operation that is a list', `${HEAD}paths: { /a: { get: [] } }\n`, 'MQ-806 4:16'],
  ['a reference to a file', `${HEAD}paths: { /a: { $ref: b.yaml } }\n`, 'MQ-807 4:16'],
  [
    'a reference to a host',
    `${HEAD}paths: { /a: { $ref: "https://a.example/b#/c" } }\n`,
    'MQ-807 4:16',
  ],
  ['a reference to nothing', `${HEAD}paths: { /a: { $ref: "#/components/x" } }\n`, 'MQ-808 4:16'],
  ['a reference to an anchor', `${HEAD}paths: { /a: { $ref: "#x" } }\n`, 'MQ-808 4:16'],
  ['a reference with a bad escape', `${HEAD}paths: { /a: { $ref: "#/%" } }\n`, 'MQ-808 4:16'],
  [
    'references in a circle',
    `${HEAD}paths: { /a: { $ref: "#/paths/~1b" }, /b: { $ref: "#/paths/~1a" } }\n`,
    'MQ-808 4:10',
    'MQ-808 4:39',
  ],
  ['an alias of nothing', `${HEAD}paths: *nope\n`, 'MQ-806 4:1', 'MQ-802 4:8'],
  [
    'an alias in what it names',
    `${HEAD}paths: { /a: &a { get: { x-marque: { grants: [{ origins: [web], when: *a }] } } } }\n`,
    'MQ-804 1:1',
  ],
  [
    'a server with an undeclared variable',
    `${HEAD}servers: [{ url: "https://{nope}.example" }]\npaths: {}\n`,
    'MQ-830 4:13',
  ],
  [
    'a server of another scheme',
    `${HEAD}servers: [{ url: "mqtt://a.example" }]\npaths: {}\n`,
    'MQ-812 4:13',
  ],
  ['TRACE', `${HEAD}paths: { /a: { trace: {} } }\n`, 'MQ-816 4:16'],
  [
    'a method that is no token',
    `${HEAD}paths: { /a: { additionalOperations: { "a b": {} } } }\n`,
    'MQ-816 4:40',
  ],
  ['x-marque that is a text', `${HEAD}x-marque: yes please\npaths: {}\n`, 'MQ-813 4:1'],
  ['an unknown key of x-marque', `${HEAD}x-marque: { orgins: {} }\npaths: {}\n`, 'MQ-813 4:13'],
  [
    'x-marque with origins at an operation',
    `${HEAD}paths: { /a: { get: { x-marque: { origins: {} } } } }\n`,
    'MQ-813 4:35',
  ],
  [
    'a sensitivity that is none',
    `${HEAD}x-marque: { sensitivity: secret }\npaths: {}\n`,
    'MQ-813 4:13',
  ],
  ['grants that are a mapping', `${HEAD}x-marque: { grants: {} }\npaths: {}\n`, 'MQ-813 4:13'],
  ['a grant that is a text', `${HEAD}x-marque: { grants: [web] }\npaths: {}\n`, 'MQ-813 4:22'],
  [
    'a grant without origins',
    `${HEAD}x-marque: { grants: [{ credentials: true }] }\npaths: {}\n`,
    'MQ-813 4:22',
  ],
  [
    'a grant with methods, which operations have',
    `${HEAD}x-marque: { grants: [{ origins: [web], methods: [GET] }] }\npaths: {}\n`,
    'MQ-813 4:40',
  ],
  [
    'credentials that are a text',
    `${HEAD}x-marque: { grants: [{ origins: [web], credentials: "yes" }] }\npaths: {}\n`,
    'MQ-813 4:40',
  ],
  [
    'a set that is a list',
    `${HEAD}x-marque: { origins: { web: [https://a.example] } }\npaths: {}\n`,
    'MQ-813 4:24',
  ],
  [
    'a set without origins',
    `${HEAD}x-marque: { origins: { web: { owner: a@b.example } } }\npaths: {}\n`,
    'MQ-813 4:24',
  ],
  ['data that is a number', `${HEAD}x-marque: { data: 1 }\npaths: {}\n`, 'MQ-813 4:13'],
]

/** Documents that are fine. */
export const goodCases: readonly (readonly [name: string, text: string])[] = [
  ['the smallest', GOOD_API],
  ['a byte order mark', `\ufeff${GOOD_API}`],
  ['CRLF', GOOD_API.replaceAll('\n', '\r\n')],
  ['a version as a number', GOOD_API.replace('3.1.0', '3.1')],
  ['3.0', GOOD_API.replace('3.1.0', '3.0.4')],
  ['3.2', GOOD_API.replace('3.1.0', '3.2.0')],
  [
    'numbers as keys',
    GOOD_API.replace('responses: {}', 'responses: { 200: { description: fine } }'),
  ],
  [
    'an anchor used twice',
    `${HEAD}servers: [{ url: https://a.example }]\npaths: { /a: &a { get: {} }, /b: *a }\n`,
  ],
  ['no paths', 'openapi: 3.1.0\ninfo: { title: a, version: "1" }\nwebhooks: {}\n'],
  ['extensions among paths', `${HEAD}paths: { x-note: [] }\n`],
]

/**
 * Source files with options of CORS libraries, and what is read from them.
 *
 * @module
 */
import type { CorsOptions } from './cors-options.ts'

/** A file, the findings as `code line`, and part of the options; null if none can be read. */
export interface OptionsCase {
  readonly name: string
  readonly file?: string
  readonly library?: 'cors' | 'fastify' | 'hono' | 'koa'
  readonly text: string
  readonly findings: readonly string[]
  readonly want: Partial<Omit<CorsOptions, 'library'>> | null
}

const A = 'https://app.example.com'

export const optionsCases: readonly OptionsCase[] = [
  {
    name: 'JSON',
    file: 'cors.json',
    text: `{ "origin": ["${A}"], "methods": "GET,PUT,POST", "allowedHeaders": "Content-Type, X-A", "credentials": true, "maxAge": 600 }`,
    findings: [],
    want: {
      origins: [A],
      paths: ['/**'],
      methods: ['GET', 'PUT', 'POST'],
      requestHeaders: ['content-type', 'x-a'],
      credentials: true,
      maxAge: 600,
    },
  },
  {
    name: 'JSON with comments and trailing commas',
    file: 'cors.json5',
    text: `// options\n{ origin: '${A}', methods: ['GET', 'POST'], allowedHeaders: ['x-a',], }`,
    findings: [],
    want: { origins: [A], requestHeaders: ['x-a'] },
  },
  {
    name: 'a TypeScript module with a type, `satisfies` and a constant list',
    file: 'cors.ts',
    text: `import type { CorsOptions } from 'cors'
const TRUSTED = ['${A}', 'https://b.example'] as const
export default { origin: [...TRUSTED], allowedHeaders: [] } satisfies CorsOptions
`,
    findings: [],
    want: { origins: [A, 'https://b.example'], requestHeaders: [] },
  },
  {
    name: 'module.exports, an expression and a template',
    text: `const base = { allowedHeaders: ['x-a'] }
module.exports = { ...base, methods: 'GET,POST', origin: \`${A}\`, maxAge: 10 * 60 }`,
    findings: [],
    want: { origins: [A], requestHeaders: ['x-a'], maxAge: 600 },
  },
  {
    name: 'one configuration that is used twice',
    text: `const cors = require('cors')
const options = { origin: '${A}', allowedHeaders: ['x-a'] }
app.options('*', cors(options))
app.use(cors(options))`,
    findings: [],
    want: { origins: [A], paths: ['/**'] },
  },
  {
    name: 'routes',
    text: `import cors from 'cors'
const options = { origin: '${A}', allowedHeaders: ['x-a'] }
app.use('/api', cors(options))
app.get('/orders/:id', cors(options), handler)`,
    findings: [],
    want: { paths: ['/api/**', '/orders/{id}'] },
  },
  {
    name: 'a path that is not plain',
    text: `import cors from 'cors'\napp.use(/api/, cors({ origin: '${A}', allowedHeaders: [] }))`,
    findings: ['MQ-860 2'],
    want: null,
  },
  {
    name: 'Fastify, registered with import()',
    text: `await app.register(import('@fastify/cors'), { origin: '${A}', allowedHeaders: [] })`,
    findings: [],
    want: { origins: [A], methods: ['GET', 'POST'] },
  },
  {
    name: 'Hono',
    text: `import { cors } from 'hono/cors'
app.use('/api/*', cors({ origin: '${A}', allowHeaders: ['x-a'], exposeHeaders: ['ETag', 'Content-Length'] }))`,
    findings: [],
    want: { paths: ['/api/**'], requestHeaders: ['x-a'], exposeHeaders: ['etag'] },
  },
  {
    name: 'a function, a variable of the environment, and a spread of what is imported',
    text: `import cors from 'cors'
import { more } from './more.js'
app.use(cors({
  ...more,
  origin: [process.env.ORIGIN, (origin) => true, '${A}'],
  methods: ['GET', 'POST'],
}))`,
    findings: ['MQ-861 4', 'MQ-861 4', 'MQ-861 4', 'MQ-861 4', 'MQ-861 5', 'MQ-861 5'],
    want: { origins: [A], credentials: false, requestHeaders: [], methods: ['GET', 'POST'] },
  },
  {
    name: 'keys before a spread may be replaced by it',
    text: `import cors from 'cors'
import { more } from './more.js'
app.use(cors({ origin: '*', ...more }))`,
    findings: Array.from({ length: 6 }, () => 'MQ-861 3'),
    want: { origins: [], methods: ['GET'] },
  },
  {
    name: 'a constant that other code changes is not read',
    text: `import cors from 'cors'
const list = ['${A}']
const options = { origin: list, methods: ['GET', 'POST'], allowedHeaders: [] }
list.push(process.argv[2])
app.use(cors(options))`,
    findings: ['MQ-861 3'],
    want: { origins: [] },
  },
  {
    name: 'a constant that a parameter hides is not read',
    text: `import cors from 'cors'
const list = ['${A}']
export const middleware = ({ list }) => cors({ origin: list, methods: ['GET', 'POST'], allowedHeaders: [] })`,
    findings: ['MQ-861 3'],
    want: { origins: [] },
  },
  {
    name: 'options that are assigned to are not read',
    text: `import cors from 'cors'
const options = { origin: '${A}' }
options.credentials = true
app.use(cors(options))`,
    findings: ['MQ-860 1', 'MQ-861 4'],
    want: null,
  },
  {
    name: 'a function of the request in place of options',
    text: `import cors from 'cors'\napp.use(cors((request, callback) => callback(null, { origin: true })))`,
    findings: ['MQ-860 1', 'MQ-861 2'],
    want: null,
  },
  {
    name: 'two configurations',
    text: `import cors from 'cors'
app.use('/a', cors({ origin: '${A}' }))
app.use('/b', cors())`,
    findings: ['MQ-860 2'],
    want: null,
  },
  {
    name: 'any origin, reflected with cookies',
    text: `import cors from 'cors'\napp.use(cors({ origin: true, credentials: true, allowedHeaders: [] }))`,
    findings: ['MQ-862 2'],
    want: { origins: [] },
  },
  {
    name: 'the default origin of Koa with cookies is reflected',
    text: `import cors from '@koa/cors'\napp.use(cors({ credentials: true, allowHeaders: ['x-a'] }))`,
    findings: ['MQ-862 2'],
    want: { origins: [] },
  },
  {
    name: '`*` with cookies: browsers refuse them',
    text: `import cors from 'cors'\napp.use(cors({ origin: '*', credentials: true, allowedHeaders: ['*'] }))`,
    findings: ['MQ-863 2', 'MQ-870 2'],
    want: { origins: 'any', credentials: false, requestHeaders: [] },
  },
  {
    name: 'no options at all',
    text: `import cors from 'cors'\napp.use(cors())`,
    findings: ['MQ-863 2', 'MQ-865 2'],
    want: { origins: 'any', requestHeaders: ['content-type'] },
  },
  {
    name: 'origins that never match, `null`, and a public suffix',
    text: `import cors from 'cors'
app.use(cors({
  origin: [
    '${A}/',
    'HTTPS://app.example.com',
    'null',
    '*',
    /^https:\\/\\/.+\\.github\\.io$/,
    /example\\.com$/,
    'http://localhost:3000',
  ],
  allowedHeaders: [],
}))`,
    findings: ['MQ-871 2', 'MQ-868 4', 'MQ-868 5', 'MQ-868 6', 'MQ-868 7', 'MQ-868 8', 'MQ-864 9'],
    want: { origins: ['http://localhost:3000'] },
  },
  {
    name: 'cookies over http are not granted',
    text: `import cors from 'cors'
app.use(cors({ origin: ['http://a.example', '${A}'], credentials: true, allowedHeaders: [] }))`,
    findings: ['MQ-870 2'],
    want: { withoutCredentials: ['http://a.example'], credentials: true },
  },
  {
    name: 'methods in lower case, OPTIONS, and headers that script cannot set',
    text: `import cors from 'cors'
app.use(cors({
  origin: '${A}',
  methods: 'GET,POST,put,OPTIONS',
  allowedHeaders: ['Origin', 'X-A', 'not a name'],
}))`,
    findings: ['MQ-870 4', 'MQ-870 4', 'MQ-870 5', 'MQ-870 5'],
    want: { methods: ['GET', 'POST'], requestHeaders: ['x-a'] },
  },
  {
    name: 'options of another library, and unknown ones',
    text: `import cors from 'cors'
app.use(cors({ origin: '${A}', allowedHeaders: [], allowHeaders: ['x-a'], optionsSuccessStatus: 200 }))`,
    findings: ['MQ-869 2', 'MQ-867 2'],
    want: { requestHeaders: [] },
  },
  {
    name: 'a library that the file does not name',
    file: 'cors.json',
    text: '{ "origin": "*", "allowMethods": ["GET", "POST"], "allowHeaders": ["x-a"] }',
    findings: ['MQ-860 1'],
    want: null,
  },
  {
    name: 'a library that the command line names',
    file: 'cors.json',
    library: 'hono',
    text: '{ "origin": "*", "allowMethods": ["GET", "POST"], "allowHeaders": ["x-a"] }',
    findings: ['MQ-863 1'],
    want: { origins: 'any', methods: ['GET', 'POST'] },
  },
  {
    name: 'options within a configuration',
    file: 'config.json',
    text: `{ "port": 80, "cors": { "origin": "${A}", "methods": "GET,POST", "allowedHeaders": [] } }`,
    findings: [],
    want: { origins: [A] },
  },
  {
    name: 'Nest, and an object that is none',
    text: `await fetch(url, { credentials: 'include', headers: {} })
app.enableCors({ origin: '${A}', allowedHeaders: [] })`,
    findings: [],
    want: { origins: [A] },
  },
  {
    name: 'an object of another program',
    text: "export const request = { credentials: 'include', headers: {}, methods: [] }",
    findings: ['MQ-860 1'],
    want: null,
  },
  { name: 'a syntax error', text: 'app.use(\n  cors({', findings: ['MQ-860 2'], want: null },
  { name: 'another program', text: 'export const a = 1', findings: ['MQ-860 1'], want: null },
  { name: 'an empty file', text: '', findings: ['MQ-860 1'], want: null },
]

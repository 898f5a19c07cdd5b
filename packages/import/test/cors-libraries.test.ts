/** Options of the libraries: what a browser may read by the library itself, and by the policy drafted from the options. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { answerHeaders, decide, type Engine, prepare } from '@marque/core'
import { compile, load } from '@marque/policy'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type CorsLibrary,
  type CorsOptions,
  draftFromCors,
  LIBRARIES,
  readCorsOptions,
  writeDraft,
} from '../src/index.ts'
import { type Answer, type PageRequest, reads, serve } from './cors-libraries.ts'

const SELF = ['https://api.example.com']
const now = Date.UTC(2098, 10, 22)

/** An object as source code. */
function sourceOf(value: unknown): string {
  if (value instanceof RegExp) return value.toString()
  if (Array.isArray(value)) return `[${value.map(sourceOf).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, one]) => `${key}: ${sourceOf(one)}`)
      .join(', ')} }`
  return value === undefined ? 'undefined' : JSON.stringify(value)
}

function fileOf(library: CorsLibrary, options: object | undefined): string {
  const argument = options === undefined ? '' : sourceOf(options)
  const call =
    library.name === 'fastify'
      ? `app.register(cors, ${argument || '{}'})`
      : `app.use(cors(${argument}))`
  const imported = library.name === 'hono' ? '{ cors }' : 'cors'
  return `import ${imported} from '${library.module}'\n${call}\n`
}

const ORIGINS = [
  'https://app.example.com',
  'https://admin.example.com',
  'https://a.b.example.com',
  'http://app.example.com',
  'https://attacker.example',
  'http://localhost:3000',
]

const REQUESTS: readonly PageRequest[] = ORIGINS.flatMap((origin) =>
  ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) =>
    [[], ['content-type'], ['x-a'], ['authorization', 'x-a']].flatMap((headers) =>
      [false, true].map((credentials) => ({ origin, method, headers, credentials })),
    ),
  ),
)

/** Answers each request once: the answers of a library depend on nothing else. */
function once(answer: Answer): Answer {
  const known = new Map<string, ReturnType<Answer>>()
  return (method, headers) => {
    const key = JSON.stringify([method, headers])
    const result = known.get(key) ?? answer(method, headers)
    known.set(key, result)
    return result
  }
}

/** What the engine answers. */
function answerOf(engine: Engine): Answer {
  return async (method, headers) => {
    const lines = Object.entries(headers).map(([name, value]) => [name, value] as const)
    const decision = decide(
      engine,
      { method, url: 'https://api.example.com/x', headers: lines },
      { tenant: null },
      { now },
    )
    const kept = decision.reach ? answerHeaders(decision, []) : decision.headers
    return { status: decision.status ?? 200, headers: kept }
  }
}

/** Findings that explain why the library lets script read, and the policy does not: one for each part of the request that differs. */
function causes(options: CorsOptions, page: PageRequest): readonly string[] {
  const any = options.origins === 'any'
  if (!any && !options.methods.includes(page.method)) return ['MQ-866', 'MQ-870', 'MQ-861']
  const named = (name: string): boolean =>
    options.requestHeaders.includes(name) ||
    (options.requestHeaders.includes('*') && name !== 'authorization')
  if (!page.headers.every(named)) return ['MQ-865', 'MQ-870']
  if (any) return ['MQ-866', 'MQ-870', 'MQ-863']
  return ['MQ-862', 'MQ-864', 'MQ-868', 'MQ-870', 'MQ-871', 'MQ-861']
}

const origin = fc.oneof(
  fc.constantFrom<unknown>(
    ...ORIGINS.slice(0, 4),
    'https://app.example.com/',
    'HTTPS://app.example.com',
    'null',
    '*',
    true,
    false,
    null,
    '',
    'http://localhost:3000',
    /^https:\/\/.+\.example\.com$/,
    /\.example\.com$/,
    /^https:\/\/(app|admin)\.example\.com$/,
    /^https:\/\/[a-z]+\.example\.com$/i,
  ),
)
const methods = fc.subarray(['GET', 'POST', 'PUT', 'put', 'PATCH', 'OPTIONS', 'HEAD', '*'])
const names = fc.subarray(['Content-Type', 'X-A', 'authorization', '*', 'Cookie'])
const listOrText = (list: fc.Arbitrary<readonly string[]>): fc.Arbitrary<unknown> =>
  fc.oneof(
    list,
    list.map((one) => one.join(',')),
  )

function optionsOf(library: CorsLibrary): fc.Arbitrary<object> {
  const nameOf = (option: string): string =>
    [...library.options].find(([, one]) => one === option)?.[0] ?? option
  return fc
    .record(
      {
        origin: fc.oneof(origin, fc.array(origin, { maxLength: 3 })),
        methods: library.methodText ? listOrText(methods) : methods,
        allowedHeaders: library.name === 'hono' ? names : listOrText(names),
        exposedHeaders: library.name === 'hono' ? names : listOrText(names),
        credentials: fc.constantFrom<unknown>(true, false, 'true', 1),
        maxAge: fc.constantFrom<unknown>(0, 5, 600, 864_000, '60'),
      },
      { requiredKeys: [] },
    )
    .map((options) =>
      Object.fromEntries(Object.entries(options).map(([key, value]) => [nameOf(key), value])),
    )
}

/** The folder of an installed package, by the file that it is imported by. */
function findPackage(name: string): string {
  const file = createRequire(import.meta.url).resolve(name)
  return file.slice(0, file.indexOf(`node_modules/${name}/`) + `node_modules/${name}/`.length)
}

test('the versions described are the installed ones', () => {
  for (const { module, version } of LIBRARIES) {
    const name = module === 'hono/cors' ? 'hono' : module
    const manifest = join(findPackage(name), 'package.json')
    expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({ name, version })
  }
})

for (const library of LIBRARIES) {
  const compare = async (options: object | undefined): Promise<void> => {
    const source = fileOf(library, options)
    const read = readCorsOptions(new TextEncoder().encode(source), 'app.ts', {
      self: SELF,
      library: null,
    })
    if (read.options === null) throw new Error(`${source}${JSON.stringify(read.findings)}`)
    const answers = {
      self: SELF,
      contact: null,
      owner: 'a@example.com',
      schema: 's',
      file: 'app.ts',
    }
    const text = writeDraft(draftFromCors(read.options, answers))
    const { bundle, findings } = compile(load(text, 'p.yaml'), { environment: 'production', now })
    const errors = findings.filter(({ severity }) => severity === 'error')
    expect(errors, `${source}\n${text}`).toEqual([])
    if (bundle === null) throw new Error(text)
    const drafted = once(answerOf(prepare(bundle)))
    const codes = read.findings.map(({ code }) => code)
    const server = await serve(library.name, options)
    const today = once(server.answer)
    try {
      for (const page of REQUESTS) {
        const [now, then] = [await reads(today, page), await reads(drafted, page)]
        const where = `${source}${JSON.stringify(page)}\n${text}\n${codes.join(' ')}`
        if (then) expect(now, `the policy grants more:\n${where}`).toBe(true)
        if (now && !then) {
          const named = causes(read.options, page).some((code) => codes.includes(code as 'MQ-861'))
          expect(named, `nothing names the difference:\n${where}`).toBe(true)
        }
      }
    } finally {
      await server.close()
    }
  }

  test(`${library.module}: without options`, async () => {
    await compare(undefined)
    await compare({})
  })

  test(`${library.module}: a policy grants what the options grant, or a finding says why not`, async () => {
    await fc.assert(fc.asyncProperty(optionsOf(library), compare), { numRuns: 25 })
  })
}

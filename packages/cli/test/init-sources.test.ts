/** `marque init` from OpenAPI documents, options of CORS libraries and recorded traffic, in a process of its own. */

import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { marque } from '@marque/testkit/processes'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { API, initFolder } from './init-folder.ts'

const { path, at, run, read } = initFolder()

describe('from a description', () => {
  test('a policy without grants, and what to do next', async () => {
    writeFileSync(at('api.json'), API)
    const { exit, stdout, stderr } = await run('--from', 'api.json')
    expect([exit, stdout]).toEqual([0, ''])
    expect(stderr).toContain('1 resource without a grant')
    expect(stderr).toContain('marque check --openapi api.json policy.yaml')
    expect(read()).toContain('/v1/orders')
    expect(read()).toContain('grants: []')
  })

  test('origins that a person names are granted, and the drafted policy agrees with the description', async () => {
    writeFileSync(at('api.json'), API)
    expect(
      await run(
        '--from',
        'api.json',
        '--origin',
        'https://app.example.com',
        '--owner',
        'a@example.com',
      ),
    ).toMatchObject({ exit: 0 })
    expect(read()).toContain('- origins: [web]')
    const checked = await marque(['check', '--strict', '--openapi', 'api.json', 'policy.yaml'], {
      cwd: path(),
    })
    expect(checked).toMatchObject({ exit: 0 })
  })

  test('F10: a login that `x-marque` opens to any origin: `check` agrees with `init`', async () => {
    const open =
      '"x-marque":{"sensitivity":"public","grants":[{"origins":["*"],"requestHeaders":["authorization"]}]}'
    writeFileSync(
      at('api.json'),
      API.replace('"get":{}', `"get":{"security":[{"login":[]}],${open}}`).replace(
        '"security"',
        '"components":{"securitySchemes":{"login":{"type":"http","scheme":"bearer"}}},"security"',
      ),
    )
    const { exit, stderr } = await run('--from', 'api.json')
    expect(exit).toBe(0)
    expect(stderr).toContain('MQ-835')
    const checked = await marque(['check', '--openapi', 'api.json', 'policy.yaml'], {
      cwd: path(),
    })
    expect(checked.exit).toBe(0)
    expect(checked.stdout).toContain('MQ-835')
  })

  test('F12: a description in several files, in its folder and below', async () => {
    mkdirSync(at('spec/paths'), { recursive: true })
    writeFileSync(at('spec/api.json'), API.replace('{"get":{}}', '{"$ref":"paths/orders.yaml"}'))
    writeFileSync(at('spec/paths/orders.yaml'), 'get: {}\nput: []\n')
    writeFileSync(at('outside.yaml'), 'get: {}\n')
    const { exit, stderr } = await run('--from', 'spec/api.json')
    expect(exit).toBe(0)
    expect(stderr).toContain('spec/paths/orders.yaml')
    expect(read()).toContain('/v1/orders')
    // A link that leads out of the folder is not followed.
    rmSync(at('spec/paths/orders.yaml'))
    symlinkSync('../../outside.yaml', at('spec/paths/orders.yaml'))
    const linked = await run('--from', 'spec/api.json', 'other.yaml')
    expect(linked.exit).toBe(3)
    expect(linked.stderr).toContain('outside of the folder')
  })

  test('two descriptions, which `check` takes too', async () => {
    writeFileSync(at('a.json'), API)
    writeFileSync(at('b.json'), API.replace('api.example.com', 'billing.example.com'))
    const { exit, stderr } = await run('--from', 'a.json', '--from', 'b.json')
    expect(exit).toBe(0)
    expect(stderr).toContain('marque check --openapi a.json --openapi b.json policy.yaml')
    expect(read()).toContain('host: billing.example.com')
    const checked = await marque(
      ['check', '--strict', '--openapi', 'a.json', '--openapi', 'b.json', 'policy.yaml'],
      { cwd: path() },
    )
    expect(checked.exit).toBe(0)
    // The first of them alone says nothing about the resources of the other.
    const first = await marque(['check', '--strict', '--openapi', 'a.json', 'policy.yaml'], {
      cwd: path(),
    })
    expect(first.exit).toBe(0)
  })

  test('F13: a loopback origin exists in development only', async () => {
    writeFileSync(at('api.json'), API)
    const { exit } = await run(
      ...['--from', 'api.json', '--owner', 'a@example.com', '--origin', 'https://app.example.com'],
      ...['--origin', 'http://localhost:3000'],
    )
    expect(exit).toBe(0)
    expect(parse(read())).toMatchObject({
      origins: {
        web: { allow: ['https://app.example.com'] },
        development: { allow: ['http://localhost:3000'], environments: ['development'] },
      },
      resources: [{ grants: [{ origins: ['web', 'development'] }] }],
    })
  })

  test('from stdin', async () => {
    const { exit } = await marque(['init', '--from', '-'], { cwd: path(), stdin: API })
    expect(exit).toBe(0)
  })

  const refused: readonly (readonly [name: string, text: string, exit: number, says: string])[] = [
    ['Swagger 1', 'swagger: "1.2"', 3, 'MQ-805'],
    ['a reference to a missing file', API.replace('{"get":{}}', '{"$ref":"b.yaml"}'), 3, 'MQ-807'],
    [
      'no public origin',
      API.replace('https://api.example.com/v1', '/v1'),
      64,
      '--self https://api.example.com',
    ],
    [
      'a set with an origin that is none',
      API.replace(
        '"security"',
        '"x-marque":{"origins":{"web":{"allow":["https://a.example/"],"owner":"a@b.example","purpose":"x"}}},"security"',
      ),
      3,
      'MQ-140',
    ],
    [
      'any origin on what is not public',
      API.replace(
        '"get":{}',
        '"get":{"x-marque":{"sensitivity":"internal","grants":[{"origins":["*"]}]}}',
      ),
      3,
      'was not written',
    ],
  ]
  for (const [name, text, code, says] of refused) {
    test(`${name} is refused`, async () => {
      writeFileSync(at('api.yaml'), text)
      const { exit, stdout, stderr } = await run('--from', 'api.yaml')
      expect([exit, stdout]).toEqual([code, ''])
      expect(stderr).toContain(says)
      expect(existsSync(at('policy.yaml'))).toBe(false)
    })
  }

  test('a description that is not there is a failure', async () => {
    expect(await run('--from', 'nope.yaml')).toMatchObject({ exit: 1 })
  })

  test('what is hostile in a description does not reach the terminal', async () => {
    writeFileSync(
      at('api.json'),
      API.replace('/orders', '/a\\u001b[31m{x}y').replace('Orders', 'a\\u001b[2J'),
    )
    const { exit, stderr } = await run('--from', 'api.json')
    expect(exit).toBe(0)
    expect(stderr).not.toContain('\u001b')
    expect(read()).not.toContain('\u001b')
  })
})

describe('from the options of a CORS library', () => {
  const flags = ['--self', 'https://api.example.com', '--owner', 'web@example.com']
  const write = (options: string): void =>
    writeFileSync(at('app.js'), `import cors from 'cors'\napp.use(cors(${options}))\n`)

  test('F13: a policy that grants the same', async () => {
    write(
      "{ origin: 'https://app.example.com', methods: ['GET', 'POST'], allowedHeaders: ['x-a'] }",
    )
    expect(await run('--from-cors', 'app.js', ...flags)).toMatchObject({ exit: 0, stdout: '' })
    expect(parse(read())).toMatchObject({
      resources: [{ grants: [{ origins: ['web'], methods: ['GET', 'POST'] }] }],
    })
    const checked = await marque(['check', '--strict', 'policy.yaml'], { cwd: path() })
    expect(checked).toMatchObject({ exit: 0 })
  })

  test('F13: any origin with cookies is a loud finding, and is not granted', async () => {
    write('{ origin: true, credentials: true }')
    const { exit, stderr } = await run('--from-cors', 'app.js', ...flags)
    expect(exit).toBe(3)
    expect(stderr).toContain('error[MQ-862]')
    expect(read()).toContain('grants: []')
  })

  test('F13: without an owner the draft is written, and its error is shown', async () => {
    write("{ origin: 'https://app.example.com' }")
    const { exit, stderr } = await run('--from-cors', 'app.js', ...flags.slice(0, 2))
    expect(exit).toBe(3)
    expect(stderr).toContain('error[MQ-401]')
    expect(read()).toContain('# Add `owner`')
  })

  test('F13: the file is never run', async () => {
    writeFileSync(
      at('app.js'),
      "import cors from 'cors'\nimport { writeFileSync } from 'node:fs'\nwriteFileSync('ran', '')\napp.use(cors())\n",
    )
    await run('--from-cors', 'app.js', ...flags)
    expect(readdirSync(path())).toEqual(['app.js', 'policy-1.json', 'policy.yaml'])
  })

  test('without options, nothing is written', async () => {
    writeFileSync(at('app.js'), 'export const a = 1')
    const { exit, stderr } = await run('--from-cors', 'app.js', ...flags)
    expect(exit).toBe(3)
    expect(stderr).toContain('MQ-860')
    expect(readdirSync(path())).toEqual(['app.js'])
  })
})

describe('from recorded traffic', () => {
  const flags = ['--self', 'https://api.example.com', '--owner', 'web@example.com']
  const recording = (origin: string): string =>
    JSON.stringify({
      log: {
        entries: [
          {
            request: {
              method: 'GET',
              url: 'https://api.example.com/v1/orders/1001?token=canary-query',
              headers: [
                { name: 'Origin', value: origin },
                { name: 'Authorization', value: 'Bearer canary-login' },
                { name: 'X-Trace', value: 'canary-header' },
              ],
            },
            response: {
              status: 200,
              headers: [{ name: 'Access-Control-Allow-Origin', value: '*' }],
              content: { text: 'canary-body' },
            },
          },
        ],
      },
    })

  test('F13: a policy that grants what was seen, without its secrets', async () => {
    writeFileSync(at('a.har'), recording('https://app.example.com'))
    writeFileSync(at('b.har'), recording('null'))
    const { exit, stdout, stderr } = await run(
      '--from-har',
      'a.har',
      '--from-har',
      'b.har',
      ...flags,
    )
    expect([exit, stdout]).toEqual([0, ''])
    expect(stderr).toContain('`null` is left out (1 request)')
    expect(read() + stderr).not.toContain('canary')
    expect(read()).toContain('path: "/v1/orders/{id}" }] # requests: GET 1')
    expect(parse(read())).toMatchObject({
      resources: [
        {
          grants: [
            { origins: ['web'], methods: ['GET'], requestHeaders: ['authorization', 'x-trace'] },
          ],
        },
        { name: 'api', grants: [] },
      ],
    })
    const checked = await marque(['check', '--strict', 'policy.yaml'], { cwd: path() })
    expect(checked).toMatchObject({ exit: 0 })
  })

  test('F13: a damaged recording is an error with its position, and its text is not shown', async () => {
    writeFileSync(at('a.har'), `${recording('https://app.example.com').slice(0, -3)}"canary-end`)
    const { exit, stderr } = await run('--from-har', 'a.har', ...flags)
    expect(exit).toBe(3)
    expect(stderr).toMatch(/MQ-872[\s\S]*a\.har:1:\d+/)
    expect(stderr).not.toContain('canary')
    expect(readdirSync(path())).toEqual(['a.har'])
  })
})

describe('from logs', () => {
  const flags = ['--self', 'https://api.example.com', '--owner', 'web@example.com']
  const line = (origin: string, allowed: string): string =>
    `${JSON.stringify({ method: 'GET', path: '/v1/orders/1001?token=canary', status: 200, origin, allow_origin: allowed })}\n`
  const good = line('https://app.example.com', 'https://app.example.com').repeat(2)
  const evil = line('https://evil.example', '').repeat(10_000)

  test('F12: a policy from a file, a compressed file and stdin, without the origin that an attacker wrote', async () => {
    writeFileSync(at('a.log'), `${good}${evil}`)
    writeFileSync(at('b.log.gz'), Buffer.concat([gzipSync(good), gzipSync(evil)]))
    const from = ['--from-log', 'a.log', '--from-log', 'b.log.gz', '--from-log', '-']
    const { exit, stdout, stderr } = await marque(['init', ...from, ...flags], {
      cwd: path(),
      stdin: `${good}not a line of a log`,
    })
    expect([exit, stdout]).toEqual([0, ''])
    expect(read()).toContain('- https://app.example.com # 6 requests')
    expect(read()).not.toContain('evil')
    expect(stderr).toContain('`https://evil.example` is left out (20000 requests)')
    expect(stderr).toContain('1 line in another format')
    expect(read() + stderr).not.toContain('canary')
  })

  test('F12: a log without origins is an error that shows the lines to add, and nothing is written', async () => {
    writeFileSync(
      at('a.log'),
      '192.0.2.1 - - [30/Nov/2026:12:00:00 +0000] "GET /v1/orders HTTP/1.1" 200 612 "-" "curl/8.14"\n',
    )
    const { exit, stderr } = await run('--from-log', 'a.log', ...flags)
    expect(exit).toBe(3)
    expect(stderr).toContain('error[MQ-881]')
    expect(stderr).toContain('log_format cors escape=json')
    expect(stderr).toContain('LogFormat')
    expect(readdirSync(path())).toEqual(['a.log'])
  })

  test('F12: a damaged compressed file is an error', async () => {
    writeFileSync(at('a.log.gz'), gzipSync(evil).subarray(0, 200))
    const { exit, stderr } = await run('--from-log', 'a.log.gz', ...flags)
    expect(exit).toBe(1)
    expect(stderr).toContain('cannot read `a.log.gz`')
  })

  test('F12: a format without origins is a usage error', async () => {
    const { exit, stderr } = await run(
      '--from-log',
      'a.log',
      '--log-format',
      '$request $status',
      ...flags,
    )
    expect(exit).toBe(64)
    expect(stderr).toContain('$http_origin')
  })

  test('F12: an origin that a person names is granted what it did', async () => {
    writeFileSync(at('a.log'), line('https://app.example.com', '*'))
    const origin = ['--origin', 'https://app.example.com']
    const { exit } = await run('--from-log', 'a.log', ...origin, ...flags)
    expect(exit).toBe(0)
    expect(parse(read())).toMatchObject({
      origins: { web: { allow: ['https://app.example.com'] } },
    })
  })
})

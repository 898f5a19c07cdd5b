/** `marque init`, in a process of its own. */

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type CommandOutcome, marque, temporaryFolder } from '@marque/testkit/processes'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'

let place: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  place = temporaryFolder({})
})
afterEach(() => place.remove())

const run = (...args: readonly string[]): Promise<CommandOutcome> =>
  marque(['init', ...args], { cwd: place.path })
const read = (name = 'policy.yaml'): string => readFileSync(place.at(name), 'utf8')

const API = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  servers: [{ url: 'https://api.example.com/v1' }],
  security: [],
  paths: { '/orders': { get: {} } },
})

describe('without a terminal', () => {
  test('it does not prompt, and names the missing option', async () => {
    const { exit, stdout, stderr } = await run()
    expect([exit, stdout]).toEqual([64, ''])
    expect(stderr).toContain('`--self` is missing')
    for (const flag of ['--self', '--origin', 'credentials', '--owner', '--path', '--yes']) {
      expect(stderr).toContain(flag)
    }
    expect(readdirSync(place.path)).toEqual([])
  })

  test('flags are enough, and the policy passes the check', async () => {
    const { exit, stdout, stderr } = await run(
      ...[
        '--self',
        'https://api.example.com',
        '--origin',
        'https://app.example.com',
        '--origin',
        'https://admin.example.com',
      ],
      ...['--credentials', '--owner', 'web@example.com', '--contact', 'api@example.com'],
      ...['--path', '/status=public', '--path', '/v1/account/**=confidential'],
    )
    expect([exit, stdout]).toEqual([0, ''])
    expect(stderr).toContain('marque check policy.yaml')
    expect(read()).toMatch(/^# yaml-language-server: \$schema=\.\/policy-1\.json\n/)
    const checked = await marque(['check', '--strict', 'policy.yaml'], { cwd: place.path })
    expect(checked).toMatchObject({ exit: 0 })
    expect(checked.stdout).toContain('3 resources, 2 origins, 2 grants')
    expect(readdirSync(place.path)).toEqual(['policy-1.json', 'policy.yaml'])
  })

  test('F13: each origin has what its flag says, the least by default, and a loopback origin only in development', async () => {
    const { exit, stderr } = await run(
      ...['--self', 'https://api.example.com', '--owner', 'web@example.com'],
      ...['--origin', 'https://app.example.com'],
      ...['--origin', 'https://admin.example.com GET DELETE /v1/account/** credentials'],
      ...['--origin', 'https://partner.example.org send-only /v1/events sales@example.com'],
      ...['--origin', 'http://localhost:3000', '--path', '/v1/account/**=confidential', '--yes'],
    )
    expect([exit, stderr]).toEqual([0, expect.stringContaining('3 resources, 4 origin sets')])
    const { origins, resources } = parse(read()) as {
      readonly origins: { readonly [name: string]: object }
      readonly resources: readonly { readonly name: string; readonly grants: unknown }[]
    }
    expect(origins).toMatchObject({
      app: { allow: ['https://app.example.com'], owner: 'web@example.com' },
      admin: { allow: ['https://admin.example.com'] },
      'partner-example-org': { owner: 'sales@example.com' },
      development: { allow: ['http://localhost:3000'], environments: ['development'] },
    })
    const reading = { origins: ['app', 'development'], methods: ['GET'] }
    expect(resources.map(({ name, grants }) => [name, grants])).toEqual([
      ['confidential', [{ origins: ['admin'], methods: ['DELETE', 'GET'], credentials: true }]],
      ['events', [reading, { origins: ['partner-example-org'], methods: ['POST'], read: false }]],
      ['api', [reading]],
    ])
    for (const environment of ['production', 'development']) {
      const args = ['check', '--strict', 'policy.yaml', '--env', environment]
      expect(await marque(args, { cwd: place.path })).toMatchObject({ exit: 0 })
    }
  })

  test('F13: an origin without an owner is refused, and the help says what to add', async () => {
    for (const more of [[], ['--yes']]) {
      const { exit, stderr } = await run(
        ...['--self', 'https://api.example.com', '--origin', 'https://app.example.com', ...more],
      )
      expect(exit).toBe(64)
      expect(stderr).toContain('`--owner` is missing')
      expect(stderr).toContain('add `--owner team@example.com`')
      expect(readdirSync(place.path)).toEqual([])
    }
  })

  test('F13: what `check --strict` reports of a draft is printed', async () => {
    const { exit, stderr } = await run(
      ...['--self', 'https://api.example.com', '--owner', 'web@example.com'],
      ...['--origin', 'http://app.example.com'],
    )
    const checked = await marque(['check', '--strict', 'policy.yaml'], { cwd: place.path })
    expect(exit).toBe(0)
    const codes = (text: string): readonly string[] => text.match(/(?<=warning\[)MQ-\d+/g) ?? []
    expect(codes(checked.stdout)).not.toEqual([])
    expect(codes(stderr)).toEqual(codes(checked.stdout))
  })

  test('only the origin of the API: a policy that trusts nobody', async () => {
    expect(await run('--self', 'https://api.example.com', 'cors.yaml')).toMatchObject({ exit: 0 })
    expect(read('cors.yaml')).toContain('grants: []')
    expect(await marque(['check', 'cors.yaml'], { cwd: place.path })).toMatchObject({ exit: 0 })
  })
})

const wrong: readonly (readonly [args: string, says: string])[] = [
  ['--self https://api.example.com/', 'expected an origin'],
  ['--self api.example.com', 'expected an origin'],
  ['--self ftp://api.example.com', 'must use https:'],
  ['--self https://a.example --origin *', 'only for public paths'],
  ['--self https://a.example --origin https://A.example', 'in lower case'],
  [
    '--self https://a.example --origin https://b.example --owner somebody',
    'expected an e-mail address',
  ],
  ["--self https://a.example --origin 'https://b.example get' --yes", 'write `GET`'],
  ["--self https://a.example --origin 'https://b.example TRACE' --yes", 'never send the method'],
  ["--self https://a.example --origin 'https://b.example cookie' --yes", 'cannot set the header'],
  ["--self https://a.example --origin 'https://b.example a,b' --yes", 'is not a method, a header'],
  ["--self https://a.example --origin 'https://b.example /a/**/b' --yes", 'path pattern'],
  ["--from a.yaml --origin 'https://b.example GET'", 'the description decides'],
  ['--self https://a.example --path /a', 'expected `=public` or `=confidential`'],
  ['--self https://a.example --path a=public', 'starts with `/`'],
  ['--self https://a.example --path /a=secret', 'expected `=public` or `=confidential`'],
  ['--self https://a.example --credentials --yes', 'requires `--origin`'],
  ['--update', '`--update` requires `--from`'],
  ['--from-cors a.js', '`--self` is missing'],
  ['--from-cors a.js --from b.yaml', '`--from` cannot be combined with `--from-cors`'],
  ['--from-har a.har', '`--self` is missing'],
  ['--from-har a.har --from-cors b.js', '`--from-cors` cannot be combined with `--from-har`'],
  ['--library koa', '`--library` requires `--from-cors`'],
  ['--from a.yaml --path /a=public', 'cannot be combined with'],
  ['--ci github --self https://a.example', 'cannot be combined with'],
  ['--ci jenkins', 'Allowed choices are github, gitlab'],
  ['--self https://a.example policy.json', 'use a .yaml file'],
]

/** Words of a command line; single quotes keep spaces. */
const wordsOf = (line: string): readonly string[] =>
  (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''))

describe('incorrect usage writes nothing', () => {
  for (const [args, says] of wrong) {
    test(args, async () => {
      const { exit, stdout, stderr } = await run(...wordsOf(args))
      expect([exit, stdout]).toEqual([64, ''])
      expect(stderr).toContain(says)
      expect(readdirSync(place.path)).toEqual([])
    })
  }
})

describe('a file that is there', () => {
  const flags = ['--self', 'https://api.example.com']

  test('is not written over', async () => {
    writeFileSync(place.at('policy.yaml'), 'mine')
    const { exit, stderr } = await run(...flags)
    expect(exit).toBe(1)
    expect(stderr).toContain('already exists')
    expect(stderr).toContain('= help: use another file')
    expect(read()).toBe('mine')
  })

  test('nor is what a link without a target would name', async () => {
    symlinkSync('elsewhere.yaml', place.at('policy.yaml'))
    expect(await run(...flags)).toMatchObject({ exit: 1 })
    expect(readdirSync(place.path)).toEqual(['policy.yaml'])
  })

  test('of two that start at once, one writes', async () => {
    const outcomes = await Promise.all([run(...flags), run(...flags), run(...flags)])
    expect(outcomes.map(({ exit }) => exit).sort()).toEqual([0, 1, 1])
    expect(readdirSync(place.path)).toEqual(['policy-1.json', 'policy.yaml'])
  })
})

describe('a wrong answer that only the language sees', () => {
  test('is shown, and nothing is written', async () => {
    const { exit, stderr } = await run(
      '--self',
      'https://api.example.com',
      '--origin',
      'https://*.co.uk',
      '--owner',
      'a@example.com',
    )
    expect(exit).toBe(3)
    expect(stderr).toContain('MQ-201')
    expect(readdirSync(place.path)).toEqual([])
  })
})

describe('from a description', () => {
  test('a policy without grants, and what to do next', async () => {
    writeFileSync(place.at('api.json'), API)
    const { exit, stdout, stderr } = await run('--from', 'api.json')
    expect([exit, stdout]).toEqual([0, ''])
    expect(stderr).toContain('1 resource without a grant')
    expect(stderr).toContain('marque check --openapi api.json policy.yaml')
    expect(read()).toContain('/v1/orders')
    expect(read()).toContain('grants: []')
  })

  test('origins that a person names are granted, and the drafted policy agrees with the description', async () => {
    writeFileSync(place.at('api.json'), API)
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
      cwd: place.path,
    })
    expect(checked).toMatchObject({ exit: 0 })
  })

  test('F10: a login that `x-marque` opens to any origin: `check` agrees with `init`', async () => {
    const open =
      '"x-marque":{"sensitivity":"public","grants":[{"origins":["*"],"requestHeaders":["authorization"]}]}'
    writeFileSync(
      place.at('api.json'),
      API.replace('"get":{}', `"get":{"security":[{"login":[]}],${open}}`).replace(
        '"security"',
        '"components":{"securitySchemes":{"login":{"type":"http","scheme":"bearer"}}},"security"',
      ),
    )
    const { exit, stderr } = await run('--from', 'api.json')
    expect(exit).toBe(0)
    expect(stderr).toContain('MQ-835')
    const checked = await marque(['check', '--openapi', 'api.json', 'policy.yaml'], {
      cwd: place.path,
    })
    expect(checked.exit).toBe(0)
    expect(checked.stdout).toContain('MQ-835')
  })

  test('F12: a description in several files, in its folder and below', async () => {
    mkdirSync(place.at('spec/paths'), { recursive: true })
    writeFileSync(
      place.at('spec/api.json'),
      API.replace('{"get":{}}', '{"$ref":"paths/orders.yaml"}'),
    )
    writeFileSync(place.at('spec/paths/orders.yaml'), 'get: {}\nput: []\n')
    writeFileSync(place.at('outside.yaml'), 'get: {}\n')
    const { exit, stderr } = await run('--from', 'spec/api.json')
    expect(exit).toBe(0)
    expect(stderr).toContain('spec/paths/orders.yaml')
    expect(read()).toContain('/v1/orders')
    // A link that leads out of the folder is not followed.
    rmSync(place.at('spec/paths/orders.yaml'))
    symlinkSync('../../outside.yaml', place.at('spec/paths/orders.yaml'))
    const linked = await run('--from', 'spec/api.json', 'other.yaml')
    expect(linked.exit).toBe(3)
    expect(linked.stderr).toContain('outside of the folder')
  })

  test('two descriptions, which `check` takes too', async () => {
    writeFileSync(place.at('a.json'), API)
    writeFileSync(place.at('b.json'), API.replace('api.example.com', 'billing.example.com'))
    const { exit, stderr } = await run('--from', 'a.json', '--from', 'b.json')
    expect(exit).toBe(0)
    expect(stderr).toContain('marque check --openapi a.json --openapi b.json policy.yaml')
    expect(read()).toContain('host: billing.example.com')
    const checked = await marque(
      ['check', '--strict', '--openapi', 'a.json', '--openapi', 'b.json', 'policy.yaml'],
      { cwd: place.path },
    )
    expect(checked.exit).toBe(0)
    // The first of them alone says nothing about the resources of the other.
    const first = await marque(['check', '--strict', '--openapi', 'a.json', 'policy.yaml'], {
      cwd: place.path,
    })
    expect(first.exit).toBe(0)
  })

  test('F13: a loopback origin exists in development only', async () => {
    writeFileSync(place.at('api.json'), API)
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
    const { exit } = await marque(['init', '--from', '-'], { cwd: place.path, stdin: API })
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
      writeFileSync(place.at('api.yaml'), text)
      const { exit, stdout, stderr } = await run('--from', 'api.yaml')
      expect([exit, stdout]).toEqual([code, ''])
      expect(stderr).toContain(says)
      expect(existsSync(place.at('policy.yaml'))).toBe(false)
    })
  }

  test('a description that is not there is a failure', async () => {
    expect(await run('--from', 'nope.yaml')).toMatchObject({ exit: 1 })
  })

  test('what is hostile in a description does not reach the terminal', async () => {
    writeFileSync(
      place.at('api.json'),
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
    writeFileSync(place.at('app.js'), `import cors from 'cors'\napp.use(cors(${options}))\n`)

  test('F13: a policy that grants the same', async () => {
    write(
      "{ origin: 'https://app.example.com', methods: ['GET', 'POST'], allowedHeaders: ['x-a'] }",
    )
    expect(await run('--from-cors', 'app.js', ...flags)).toMatchObject({ exit: 0, stdout: '' })
    expect(parse(read())).toMatchObject({
      resources: [{ grants: [{ origins: ['web'], methods: ['GET', 'POST'] }] }],
    })
    const checked = await marque(['check', '--strict', 'policy.yaml'], { cwd: place.path })
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
      place.at('app.js'),
      "import cors from 'cors'\nimport { writeFileSync } from 'node:fs'\nwriteFileSync('ran', '')\napp.use(cors())\n",
    )
    await run('--from-cors', 'app.js', ...flags)
    expect(readdirSync(place.path)).toEqual(['app.js', 'policy-1.json', 'policy.yaml'])
  })

  test('without options, nothing is written', async () => {
    writeFileSync(place.at('app.js'), 'export const a = 1')
    const { exit, stderr } = await run('--from-cors', 'app.js', ...flags)
    expect(exit).toBe(3)
    expect(stderr).toContain('MQ-860')
    expect(readdirSync(place.path)).toEqual(['app.js'])
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
    writeFileSync(place.at('a.har'), recording('https://app.example.com'))
    writeFileSync(place.at('b.har'), recording('null'))
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
    const checked = await marque(['check', '--strict', 'policy.yaml'], { cwd: place.path })
    expect(checked).toMatchObject({ exit: 0 })
  })

  test('F13: a damaged recording is an error with its position, and its text is not shown', async () => {
    writeFileSync(
      place.at('a.har'),
      `${recording('https://app.example.com').slice(0, -3)}"canary-end`,
    )
    const { exit, stderr } = await run('--from-har', 'a.har', ...flags)
    expect(exit).toBe(3)
    expect(stderr).toMatch(/MQ-872[\s\S]*a\.har:1:\d+/)
    expect(stderr).not.toContain('canary')
    expect(readdirSync(place.path)).toEqual(['a.har'])
  })
})

describe('brought up to date', () => {
  beforeEach(async () => {
    writeFileSync(place.at('api.json'), API)
    await run('--from', 'api.json')
  })
  const update = (): Promise<CommandOutcome> => run('--update', '--from', 'api.json')

  test('with nothing new, the file is not touched', async () => {
    chmodSync(place.at('policy.yaml'), 0o444)
    const before = statSync(place.at('policy.yaml'))
    const { exit, stderr } = await update()
    expect(exit).toBe(0)
    expect(stderr).toContain('not changed')
    const after = statSync(place.at('policy.yaml'))
    expect([after.mtimeMs, after.ino]).toEqual([before.mtimeMs, before.ino])
  })

  test('F11: with another API, whose server is added to `self`', async () => {
    writeFileSync(place.at('b.json'), API.replace('api.example.com', 'billing.example.com'))
    const { exit, stderr } = await run('--update', '--from', 'b.json')
    expect(exit).toBe(0)
    expect(stderr).toContain('https://billing.example.com added to `self`')
    expect(read()).toContain('self: [https://api.example.com, "https://billing.example.com"]')
    expect(read()).toContain('host: billing.example.com')
    expect(stderr).not.toContain('MQ-821')
  })

  test('at an address of its own, nothing is added', async () => {
    writeFileSync(place.at('b.json'), API.replace('api.example.com', 'internal.example.com'))
    const { exit, stderr } = await run(
      '--update',
      '--from',
      'b.json',
      '--self',
      'https://api.example.com',
    )
    expect(exit).toBe(0)
    expect(stderr).toContain('not changed')
  })

  test('with a new endpoint, it has one resource more, and keeps its mode', async () => {
    chmodSync(place.at('policy.yaml'), 0o640)
    const before = read()
    writeFileSync(
      place.at('api.json'),
      API.replace('"paths":{', '"paths":{"/invoices":{"get":{}},'),
    )
    const { exit, stderr } = await update()
    expect(exit).toBe(0)
    expect(stderr).toContain('1 resource added:\n  invoices')
    expect(read().startsWith(before)).toBe(true)
    expect(statSync(place.at('policy.yaml')).mode & 0o777).toBe(0o640)
    expect((await update()).stderr).toContain('not changed')
  })

  test('with what the check refuses, it is not changed', async () => {
    const before = read().replace(
      'origins: {}',
      'origins:\n  web: { allow: [http://app.example.com], owner: a@example.com, purpose: app }',
    )
    writeFileSync(place.at('policy.yaml'), before)
    const grants = '{"grants":[{"origins":["web"],"credentials":true}]}'
    const added = `"paths":{"/invoices":{"get":{"x-marque":${grants}}},`
    writeFileSync(place.at('api.json'), API.replace('"paths":{', added))
    const { exit, stderr } = await update()
    expect(exit, stderr).toBe(3)
    expect(stderr).toContain('was not changed, because it would be invalid')
    expect(read()).toBe(before)
  })

  test('with an endpoint that is gone, the resource is marked', async () => {
    writeFileSync(place.at('api.json'), API.replace('/orders', '/others'))
    const { exit, stderr } = await update()
    expect(exit).toBe(0)
    expect(stderr).toContain('MQ-821')
    expect(read()).toContain('# marque: this resource matches no endpoint')
  })

  test('a policy with errors is refused and stays', async () => {
    writeFileSync(place.at('policy.yaml'), 'version: 2\n')
    expect(await update()).toMatchObject({ exit: 3 })
    expect(read()).toBe('version: 2\n')
  })

  test('a policy that is not there is a failure', async () => {
    const { exit, stderr } = await run('--update', '--from', 'api.json', 'other.yaml')
    expect(exit).toBe(1)
    expect(stderr).toContain('cannot read `other.yaml`')
  })
})

test('a folder that cannot be written to is a failure', async () => {
  mkdirSync(place.at('file'))
  writeFileSync(join(place.at('file'), 'x'), '')
  const { exit, stderr } = await run('--self', 'https://api.example.com', 'file/x/policy.yaml')
  expect(exit).toBe(1)
  expect(stderr).toContain('cannot write')
})

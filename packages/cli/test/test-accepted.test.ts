import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { marque, type TemporaryFolder, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readXml } from '../src/findings/xml.cases.ts'

const NOW = '2098-11-21T12:00:00Z'

const POLICY = `version: 1
self:
  production: [https://api.example.com]
  staging: [https://api.staging.example]
contact: help@example.com
tenants:
  identify: { path: "/t/{tenant}/**" }
  members:
    acme: { allow: [https://acme.example], owner: a@acme.example, purpose: its portal, reviewBy: 2099-05-01 }
origins:
  web: { allow: [https://app.example.com], owner: w@example.com, purpose: the application, reviewBy: 2099-05-01 }
  partner:
    allow: [https://portal.partner.example]
    owner: p@example.com
    purpose: its portal
    reviewBy: 2099-05-01
    until: 2099-03-31T00:00:00Z
context: { roles: { claim: roles } }
resources:
  - name: account
    match: [{ path: /account/** }]
    sensitivity: restricted
    enforce: block
    authentication: required
    grants:
      - { origins: [web], methods: [GET], requestHeaders: [x-csrf-token], exposeHeaders: [etag], credentials: true, maxAge: 600 }
  - name: orders
    match: [{ path: /orders/** }]
    sensitivity: internal
    enforce: block
    grants:
      - { origins: [partner], methods: [GET], until: 2098-12-31T00:00:00Z }
      - { origins: [web], methods: [POST], when: { roles: [clerk] } }
  - name: tenant
    match: [{ path: "/t/{tenant}/**" }]
    sensitivity: internal
    grants: [{ origins: ["@tenant"], methods: [GET] }]
`

const folders: TemporaryFolder[] = []
afterAll(() => {
  for (const folder of folders) folder.remove()
})

/** A folder with a policy and what `test --init` writes for it. */
async function initialised(...args: readonly string[]) {
  const folder = temporaryFolder({ 'policy.yaml': POLICY })
  folders.push(folder)
  const run = (...rest: readonly string[]) =>
    marque(['test', '--now', NOW, ...rest], { cwd: folder.path })
  const init = await run('--init', ...args, 'policy.yaml')
  expect([init.exit, init.stdout]).toEqual([0, ''])
  const edit = (text: string, by: string): void => {
    expect(POLICY).toContain(text)
    writeFileSync(folder.at('policy.yaml'), POLICY.replace(text, by))
  }
  return { folder, run, edit, init }
}

let one: Awaited<ReturnType<typeof initialised>>
beforeAll(async () => {
  one = await initialised()
})

test('`--init` writes the accepted bundle, in canonical form, and a test file that passes', async () => {
  const { folder, run, init } = one
  expect(init.stderr).toMatch(
    /^marque: wrote policy\.marque-test\.yaml with \d+ cases, and policy\.accepted\.json; /,
  )
  const compiled = await marque(['compile', 'bundle', 'policy.yaml', '--now', NOW], {
    cwd: folder.path,
  })
  expect(readFileSync(folder.at('policy.accepted.json'), 'utf8')).toBe(compiled.stdout)
  expect((await run('policy.yaml')).exit).toBe(0)
})

const wider: readonly (readonly [name: string, text: string, by: string, told: string])[] = [
  [
    'an origin joins the set that reads a restricted resource with cookies',
    'allow: [https://app.example.com]',
    'allow: [https://app.example.com, https://evil.example]',
    '`https://evil.example` joins `web`',
  ],
  [
    'another set is granted another resource',
    '      - { origins: [partner], methods: [GET], until',
    '      - { origins: [web], methods: [GET] }\n      - { origins: [partner], methods: [GET], until',
    '`orders`: new grant for `web`: GET',
  ],
  ['a request header', '[x-csrf-token]', '[x-csrf-token, x-shop]', 'x-shop'],
  ['an exposed header', '[etag]', '[etag, x-total]', 'x-total'],
  [
    'credentials',
    'methods: [GET], until',
    'methods: [GET], credentials: true, until',
    'credentials',
  ],
  ['a method', 'origins: [web], methods: [GET]', 'origins: [web], methods: [GET, PUT]', 'PUT'],
  [
    'an origin of a tenant',
    'allow: [https://acme.example]',
    'allow: [https://acme.example, https://b.acme.example]',
    'https://b.acme.example',
  ],
  [
    'a tenant',
    '    acme: {',
    '    zeta: { allow: [https://zeta.example], owner: z@zeta.example, purpose: its portal, reviewBy: 2099-05-01 }\n    acme: {',
    'https://zeta.example',
  ],
  [
    'a pattern',
    'allow: [https://portal.partner.example]',
    'allow: ["https://*.partner.example"]',
    'https://*.partner.example',
  ],
  [
    '`enforce: headers`',
    'sensitivity: internal\n    enforce: block',
    'sensitivity: internal\n    enforce: headers',
    'enforce',
  ],
  ['a condition that goes', ', when: { roles: [clerk] }', '', 'clerk'],
  ['a later end of a grant', 'until: 2098-12-31T00', 'until: 2099-01-31T00', '2099-01-31'],
  [
    'a later end of a set',
    'until: 2098-12-31T00:00:00Z }',
    'until: 2099-03-31T00:00:00Z }',
    '2099-03-31',
  ],
  [
    'a match',
    '[{ path: /orders/** }]',
    '[{ path: /orders/** }, { path: /invoices/** }]',
    '/invoices/**',
  ],
  [
    'an own origin',
    '[https://api.example.com]',
    '[https://api.example.com, https://b.example.com]',
    'https://b.example.com',
  ],
]

describe('F4: a change that lets anybody do more fails, and the failure names it', () => {
  test.each(wider)('%s', async (_, text, by, told) => {
    const { folder, run, edit } = one
    edit(text, by)
    const { exit, stdout } = await run('policy.yaml')
    expect(stdout).toContain('✗ the policy permits exactly what policy.accepted.json permits')
    expect(stdout).toMatch(/^ {3}▲▼? wider/m)
    expect(stdout.replace(/\s+/g, ' ')).toContain(told)
    expect(stdout).toContain('`marque test --accept policy.marque-test.yaml`')
    expect(exit).toBe(1)
    writeFileSync(folder.at('policy.yaml'), POLICY)
  })
})

describe('F4: the cases of `--init` fail as well', () => {
  test.each([
    ['a request header', '[x-csrf-token]', '[x-csrf-token, x-shop]', 'requestHeaders'],
    ['an exposed header', '[etag]', '[etag, x-total]', 'exposeHeaders'],
  ])('%s', async (_, text, by, key) => {
    const { folder, run, edit } = one
    edit(text, by)
    const { stdout } = await run('policy.yaml', '--filter', 'web: GET account, with credentials')
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      new RegExp(`${key} expected \\[.*\\], got \\[.*\\]: unexpected x-`),
    )
    writeFileSync(folder.at('policy.yaml'), POLICY)
  })
})

describe('other changes', () => {
  const lines: readonly (readonly [name: string, text: string, by: string, exit: number])[] = [
    [
      'less is not the same: a change back would pass',
      'methods: [GET], until',
      'methods: [HEAD], until',
      1,
    ],
    [
      'a sensitivity decides during an incident',
      'sensitivity: restricted',
      'sensitivity: confidential',
      1,
    ],
    ['`maxAge` lets nobody do more: each request is decided', 'maxAge: 600', 'maxAge: 60', 0],
    ['an owner is not part of the bundle', 'owner: w@example.com', 'owner: x@example.com', 0],
    ['a contact permits nothing', 'contact: help@example.com', 'contact: cors@example.com', 0],
  ]
  test.each(lines)('%s', async (_, text, by, exit) => {
    const { folder, run, edit } = one
    edit(text, by)
    expect((await run('policy.yaml')).exit).toBe(exit)
    writeFileSync(folder.at('policy.yaml'), POLICY)
  })
})

test('each format tells the difference, the cause first', async () => {
  const { folder, run, edit } = one
  edit('methods: [GET], until', 'methods: [GET, PUT], until')
  const cause = '▲ wider  `orders`: grant for `partner` also allows `PUT`'
  const github = await run('policy.yaml', '--format', 'github')
  expect(github.stdout.split('\n')).toHaveLength(2)
  expect(github.stdout).toMatch(
    /^::error file=policy\.marque-test\.yaml,line=8,col=5,title=marque test%3A the policy permits/,
  )
  expect(github.stdout).toContain(cause)
  const junit = await run('policy.yaml', '--format', 'junit')
  expect(readXml(junit.stdout).filter((tag) => tag === '<failure')).toHaveLength(1)
  expect(junit.stdout).toContain(cause)
  const json = JSON.parse((await run('policy.yaml', '--format', 'json')).stdout)
  expect(json.failed).toBe(1)
  expect(json.files[0].comparisons).toMatchObject([
    {
      passed: false,
      accepted: 'policy.accepted.json',
      verdict: 'wider',
      problem: null,
      causes: [{ what: '`orders`: grant for `partner` also allows `PUT`' }],
    },
  ])
  writeFileSync(folder.at('policy.yaml'), POLICY)
})

describe('--accept', () => {
  test('shows the difference, rewrites the bundle, and leaves nothing beside it', async () => {
    const { folder, run, edit } = await initialised()
    edit('[etag]', '[etag, x-total]')
    const accepted = await run('--accept', 'policy.yaml')
    expect(accepted.exit).toBe(0)
    expect(accepted.stdout).toContain('▲ wider  `account`: grant for `web`')
    expect(accepted.stderr).toContain('marque: wrote policy.accepted.json\n')
    expect(accepted.stderr).toContain('run `marque test`')
    expect(readdirSync(folder.path).sort()).toEqual([
      'policy.accepted.json',
      'policy.marque-test.yaml',
      'policy.yaml',
    ])
    expect((await run('policy.yaml', '--filter', 'the policy permits exactly')).exit).toBe(0)
    const again = await run('--accept')
    expect([again.exit, again.stdout]).toEqual([0, ''])
    expect(again.stderr).toContain('marque: policy.accepted.json is up to date\n')
  })

  test('refuses a policy with errors, and an invalid test file', async () => {
    const { folder, run, edit } = await initialised()
    const before = readFileSync(folder.at('policy.accepted.json'), 'utf8')
    edit('allow: [https://app.example.com]', 'allow: ["https://*.github.io"]')
    const refused = await run('--accept', 'policy.yaml')
    expect(refused.exit).toBe(3)
    expect(refused.stdout).toContain('MQ-201')
    writeFileSync(folder.at('policy.yaml'), POLICY)
    writeFileSync(
      folder.at('policy.marque-test.yaml'),
      `${readFileSync(folder.at('policy.marque-test.yaml'), 'utf8')}unknown: 1\n`,
    )
    expect((await run('--accept', 'policy.yaml')).exit).toBe(3)
    expect(readFileSync(folder.at('policy.accepted.json'), 'utf8')).toBe(before)
  })

  test('a bundle that is missing or damaged is an error that says what to do', async () => {
    const { folder, run } = await initialised()
    const accepted = folder.at('policy.accepted.json')
    const good = readFileSync(accepted, 'utf8')
    const failures: readonly (readonly [text: string | null, says: RegExp, accepts: number])[] = [
      [null, /the accepted bundle `policy\.accepted\.json` does not exist/, 0],
      [
        good.replace('"unmatched"', '"unmatchd"'),
        /the accepted bundle `policy\.accepted\.json` is invalid: /,
        0,
      ],
      [good.slice(0, 200), /is invalid: |is not a bundle/, 0],
      ['<<<<<<< main\n', /`policy\.accepted\.json` is not a bundle/, 1],
      ['', /`policy\.accepted\.json` is not a bundle/, 1],
    ]
    for (const [text, says, accepts] of failures) {
      if (text === null) rmSync(accepted)
      else writeFileSync(accepted, text)
      const { exit, stdout } = await run('policy.yaml')
      expect(exit).toBe(1)
      expect(stdout.replace(/\s+/g, ' ')).toMatch(says)
      expect(stdout.replace(/\s+/g, ' ')).toMatch(
        /= fix: restore it from version control; or .*`marque test --accept`/,
      )
      const accept = await run('--accept', 'policy.yaml')
      if (text?.startsWith('{') !== true) expect(accept.exit).toBe(accepts)
      if (accept.exit === 0) expect(readFileSync(accepted, 'utf8')).toBe(good)
      else expect(readFileSync(accepted, 'utf8')).toBe(text)
    }
  })

  test('never replaces what is not a bundle, such as the policy', async () => {
    const { folder, run } = await initialised()
    const file = folder.at('policy.marque-test.yaml')
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('./policy.accepted.json', './policy.yaml'),
    )
    const { exit, stderr } = await run('--accept', 'policy.yaml')
    expect([exit, stderr]).toEqual([1, expect.stringContaining('`policy.yaml` is not a bundle')])
    expect(readFileSync(folder.at('policy.yaml'), 'utf8')).toBe(POLICY)
  })

  test('other options with it, and no case with `sameAs`, are incorrect usage', async () => {
    const { folder, run } = await initialised()
    for (const options of [
      ['--init'],
      ['--watch'],
      ['--coverage'],
      ['--filter', 'x'],
      ['--env', 'staging'],
      ['--format', 'json'],
      ['--min-coverage', '3'],
    ]) {
      expect((await run('--accept', ...options, 'policy.yaml')).exit).toBe(64)
    }
    writeFileSync(
      folder.at('policy.marque-test.yaml'),
      'policy: ./policy.yaml\ncases: [{ name: a, url: /a, expect: { reach: true } }]\n',
    )
    const none = await run('--accept', 'policy.yaml')
    expect([none.exit, none.stderr]).toEqual([64, expect.stringContaining('`sameAs`')])
  })
})

describe('environments', () => {
  test('each has files of its own', async () => {
    const { folder, run, edit } = await initialised('--env', 'staging')
    expect(existsSync(folder.at('policy.staging.marque-test.yaml'))).toBe(true)
    expect((await run('--init', 'policy.yaml')).exit).toBe(0)
    expect((await run('policy.yaml')).exit).toBe(0)
    // An edit that concerns only one of them.
    edit('staging: [https://api.staging.example]', 'staging: [https://b.staging.example]')
    const { exit, stdout } = await run('policy.yaml')
    expect(exit).toBe(1)
    expect(stdout).toContain('✗ policy.staging.marque-test.yaml')
    expect(stdout).toContain('✓ policy.marque-test.yaml')
    const accepted = await run('--accept', 'policy.yaml')
    expect(accepted.stderr).toContain('wrote policy.staging.accepted.json')
    expect(accepted.stderr).toContain('policy.accepted.json is up to date')
  })

  test('`--env` with the bundle of another environment fails, and says so', async () => {
    const { exit, stdout } = await one.run('--env', 'staging', 'policy.yaml')
    expect(exit).toBe(1)
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'the accepted bundle `policy.accepted.json` is for the environment `production`, and the policy is tested for `staging`',
    )
  })

  test('two environments cannot share a bundle', async () => {
    const { folder, run } = await initialised()
    const text = readFileSync(folder.at('policy.marque-test.yaml'), 'utf8')
    writeFileSync(folder.at('s.marque-test.yaml'), text.replace('env: production', 'env: staging'))
    const { exit, stderr } = await run('--accept', 'policy.yaml')
    expect(exit).toBe(1)
    expect(stderr).toContain('for the environment `production`')
  })
})

test('`--init` writes both files or none', async () => {
  const { folder, run } = await initialised()
  rmSync(folder.at('policy.marque-test.yaml'))
  const refused = await run('--init', 'policy.yaml')
  expect(refused.exit).toBe(1)
  expect(refused.stderr).toContain('`policy.accepted.json` already exists and is not overwritten')
  expect(existsSync(folder.at('policy.marque-test.yaml'))).toBe(false)
})

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { marque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readXml } from '../src/findings/xml.cases.ts'
import { BAD, GOOD } from './policies.cases.ts'

const CASES = `policy: ./good.yaml
now: 2098-11-21T12:00:00Z
cases:
  - name: the app reads
    origin: https://app.example.com
    url: /v1/account/me
    credentials: include
    expect: { preflight: not-needed, read: true }
  - name: the app changes
    origin: https://app.example.com
    method: PATCH
    url: /v1/account/me
    requestHeaders: [content-type]
    credentials: include
    expect: { preflight: granted, read: true }
  - name: a stranger reads nothing
    origin: https://stranger.invalid
    url: /v1/account/me
    expect: { read: false, reason: origin-not-granted }
`
/** Fails in its second case; its names and headers are somebody's attempt at the reader. */
const HOSTILE = CASES.replace(
  'name: the app changes',
  'name: "]]><x a=\\"1\\">&\\e[31m%0A::error::\\n\\u0007"',
).replace('preflight: granted, read: true', 'preflight: granted, read: false')

const files = temporaryFolder({
  'good.yaml': GOOD,
  'bad.yaml': BAD,
  'good.marque-test.yaml': CASES,
})
const at = (name: string): string => join(files.path, name)
beforeAll(() => {
  for (const folder of ['hostile', 'refused', 'broken', 'other', 'other/node_modules', 'none'])
    mkdirSync(at(folder))
  writeFileSync(at('hostile/h.marque-test.yaml'), HOSTILE.replace('./good', '../good'))
  writeFileSync(at('refused/r.marque-test.yaml'), CASES.replace('./good', '../bad'))
  writeFileSync(
    at('broken/b.marque-test.yaml'),
    CASES.replace('url:', 'ulr:').replace('./good', '../good'),
  )
  writeFileSync(at('other/o.marque-test.yml'), CASES.replace('./good.yaml', './nowhere.yaml'))
  writeFileSync(at('other/node_modules/n.marque-test.yaml'), CASES)
})
afterAll(() => files.remove())

const run = (...args: string[]) => marque(['test', ...args], { cwd: files.path })

describe('which files are run', () => {
  test('a policy runs the test files in its folder', async () => {
    const { exit, stdout, stderr } = await run('good.yaml')
    expect([exit, stderr]).toEqual([0, ''])
    expect(stdout).toBe(
      '✓ good.marque-test.yaml: 3 cases passed (good.yaml, production)\n\n' +
        'good.yaml for production: coverage 1 of 1 grant and 1 of 1 origin set\n',
    )
  })

  test('a test file runs itself', async () => {
    expect((await run('good.marque-test.yaml')).exit).toBe(0)
    expect((await run(at('good.marque-test.yaml'))).exit).toBe(0)
  })

  test('a folder is searched, and what npm installed is not', async () => {
    const { stdout } = await run('--format', 'json', '.')
    const names = JSON.parse(stdout).files.map(({ file }: { file: string }) => file)
    expect(names).toEqual([
      'broken/b.marque-test.yaml',
      'good.marque-test.yaml',
      'hostile/h.marque-test.yaml',
      'other/o.marque-test.yml',
      'refused/r.marque-test.yaml',
    ])
    expect((await run('--format', 'json')).stdout).toBe(stdout)
  })

  test('a folder with a policy must have a test of that policy, as the policy itself', async () => {
    const folder = temporaryFolder({ 'policy.yaml': GOOD, 'good.yaml': GOOD })
    const cwd = folder.path
    try {
      const none = await marque(['test', '.'], { cwd })
      expect(none).toMatchObject({ exit: 64, stdout: '' })
      expect(none.stderr).toContain('no test file found for `policy.yaml`')
      expect(none.stderr).toContain('run `marque test --init policy.yaml` to create one')
      writeFileSync(join(cwd, 'good.marque-test.yaml'), CASES)
      const other = await marque(['test', '.'], { cwd })
      expect(other).toMatchObject({ exit: 64 })
      expect(other.stderr).toContain('no test file found for `policy.yaml`')
      expect(await marque(['test', '--init', '.'], { cwd })).toMatchObject({ exit: 0 })
      expect(await marque(['test', '.'], { cwd })).toMatchObject({ exit: 0, stderr: '' })
    } finally {
      folder.remove()
    }
  })

  test('test files of another policy in the folder are skipped', async () => {
    const { exit, stderr } = await run('bad.yaml')
    expect(exit).toBe(64)
    expect(stderr).toContain('no test file found for `bad.yaml`')
    expect(stderr).toContain('marque test --init bad.yaml')
  })

  test('a policy without tests fails even if another one has tests', async () => {
    const { exit, stdout, stderr } = await run('good.yaml', 'bad.yaml')
    expect(exit).toBe(64)
    expect(stdout).toContain('3 cases passed')
    expect(stderr).toContain('no test file found for `bad.yaml`')
  })

  test('two policies of one folder each run their own tests', async () => {
    const two = temporaryFolder({
      'a.yaml': GOOD,
      'b.yaml': GOOD,
      'a.marque-test.yaml': CASES.replace('good', 'a'),
      'b.marque-test.yaml': CASES.replace('good', 'b'),
      'c.marque-test.yaml': CASES.replace('good', 'c'),
    })
    const { exit, stdout } = await marque(['test', 'a.yaml', 'b.yaml'], { cwd: two.path })
    two.remove()
    expect(exit).toBe(0)
    expect(stdout.match(/^✓ .*$/gm)).toEqual([
      '✓ a.marque-test.yaml: 3 cases passed (a.yaml, production)',
      '✓ b.marque-test.yaml: 3 cases passed (b.yaml, production)',
    ])
  })

  test('no test file is an error', async () => {
    const { exit, stdout, stderr } = await run('none')
    expect([exit, stdout]).toEqual([64, ''])
    expect(stderr).toContain('marque test --init')
  })

  test('a missing file', async () => {
    const { exit, stderr } = await run('nowhere.yaml')
    expect([exit, stderr]).toEqual([
      1,
      'marque: cannot read `nowhere.yaml`: no such file or directory (ENOENT)\n',
    ])
  })

  test('a missing policy', async () => {
    const { exit, stdout } = await run('other/o.marque-test.yml')
    expect(exit).toBe(1)
    expect(stdout).toContain('no case was run: cannot read `other/nowhere.yaml`')
  })
})

describe('a wrong change of the policy', () => {
  const changes: readonly (readonly [name: string, from: string, to: string])[] = [
    ['another origin', 'https://app.example.com]', 'https://app.example.org]'],
    ['a method less', 'methods: [GET, PATCH]', 'methods: [GET]'],
    ['no credentials', 'credentials: true', 'credentials: false'],
    ['no header', '        requestHeaders: [content-type]\n', ''],
    ['another path', '/v1/account/**', '/v2/account/**'],
  ]
  for (const [name, from, to] of changes) {
    test(`${name} makes a case fail`, async () => {
      expect(GOOD).toContain(from)
      const changed = temporaryFolder({
        'good.yaml': GOOD.replace(from, to),
        'good.marque-test.yaml': CASES,
      })
      const { exit, stdout } = await marque(['test', 'good.yaml'], { cwd: changed.path })
      changed.remove()
      expect(exit).toBe(1)
      expect(stdout).toContain('✗ good.marque-test.yaml: ')
    })
  }

  test('somebody let in makes a case fail too', async () => {
    const changed = temporaryFolder({
      'good.yaml': GOOD.replace(
        'https://app.example.com]',
        'https://app.example.com, https://stranger.invalid]',
      ),
      'good.marque-test.yaml': CASES,
    })
    const { exit, stdout } = await marque(['test', 'good.yaml'], { cwd: changed.path })
    changed.remove()
    expect(exit).toBe(1)
    expect(stdout).toContain(
      [
        '✗ a stranger reads nothing',
        '   ── good.marque-test.yaml:16:5',
        '   read     expected false, got true',
        '   reason   expected origin-not-granted, got granted',
        '   because  allowed by a grant (resource account)',
        '            grant 0 of `account` decides, good.yaml:14:9',
      ].join('\n'),
    )
  })
})

describe('invalid files', () => {
  test('with an invalid policy no case is run', async () => {
    const { exit, stdout } = await run('refused')
    expect(exit).toBe(3)
    expect(stdout).toContain('error[MQ-201]')
    expect(stdout).toContain('bad.yaml: 2 errors')
    expect(stdout).toContain('no case was run: the policy `bad.yaml` is invalid')
  })

  test('with an invalid test file no case is run, and its findings have locations', async () => {
    const { exit, stdout } = await run('broken')
    expect(exit).toBe(3)
    expect(stdout).toContain('┌─ broken/b.marque-test.yaml:4:5')
    expect(stdout).toContain('did you mean `url`?')
    expect(stdout).toContain('no case was run: the test file is invalid')
  })

  test('github and junit say so too', async () => {
    const github = await run('--format', 'github', 'refused', 'broken')
    expect(github.exit).toBe(3)
    expect(github.stdout).toContain('::error file=bad.yaml,line=5,col=13,title=MQ-201')
    expect(github.stdout).toContain(
      '::error file=broken/b.marque-test.yaml,line=6,col=5,title=MQ-120',
    )
    const junit = await run('--format', 'junit', 'refused', 'broken')
    expect(junit.exit).toBe(3)
    expect(junit.stdout).toContain('tests="2" failures="0" errors="2"')
    expect(junit.stdout).toContain('bad.yaml:5:13: error MQ-201')
    readXml(junit.stdout)
  })
})

describe('formats', () => {
  test('json has everything, in one document', async () => {
    const { exit, stdout } = await run('--format', 'json', 'hostile')
    expect(exit).toBe(1)
    const document = JSON.parse(stdout)
    expect(Object.keys(document)).toEqual(['files', 'policies', 'passed', 'failed', 'refused'])
    expect([document.passed, document.failed, document.refused]).toEqual([2, 1, 0])
    const [file] = document.files
    expect(file.cases[0]).toMatchObject({ name: 'the app reads', passed: true, step: null })
    expect(file.cases[1]).toMatchObject({
      line: 9,
      column: 5,
      now: '2098-11-21T12:00:00.000Z',
      passed: false,
      got: {
        preflight: 'granted',
        reach: true,
        read: true,
        reason: 'granted',
        resource: 'account',
      },
      differences: [{ key: 'read', expected: false, got: true }],
      because: 'allowed by a grant (resource account)',
    })
    expect(document.policies).toMatchObject([
      {
        policy: 'good.yaml',
        coverage: { grants: [{ resource: 'account', grant: 0, line: 14, cases: 2 }] },
      },
    ])
  })

  test('junit is well-formed whatever a case is called', async () => {
    const { stdout } = await run('--format', 'junit', 'hostile')
    const tags = readXml(stdout)
    expect(tags.filter((tag) => tag === '<testcase')).toHaveLength(3)
    expect(tags.filter((tag) => tag === '<failure')).toHaveLength(1)
    expect(tags).not.toContain('<x')
    expect(stdout).toContain('tests="3" failures="1" errors="0"')
  })

  test('a workflow command stays one whatever a case is called', async () => {
    const { stdout } = await run('--format', 'github', 'hostile')
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(
      /^::error file=hostile\/h\.marque-test\.yaml,line=9,col=5,title=marque test%3A /,
    )
    expect(lines[0]).toContain('%250A%3A%3Aerror%3A%3A␊␇::read: expected false, got true%0A')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come.
    expect(lines[0]).not.toMatch(/[\u0000-\u001f\u007f]/)
  })

  test('control characters in names are escaped', async () => {
    const { stdout } = await run('hostile')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come.
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
  })

  test('a format that is not known', async () => {
    expect((await run('--format', 'tap', 'good.yaml')).exit).toBe(64)
  })
})

describe('options', () => {
  test('--filter ignores case, and omits the coverage', async () => {
    const { exit, stdout } = await run('--filter', 'STRANGER', 'good.yaml')
    expect([exit, stdout]).toEqual([
      0,
      '✓ good.marque-test.yaml: 1 case passed (good.yaml, production)\n',
    ])
    const none = await run('--filter', 'nobody', 'good.yaml')
    expect(none.exit).toBe(64)
    expect(none.stderr).toContain('no case matches `--filter nobody`')
    expect((await run('--filter', 'a', '--min-coverage', '1', 'good.yaml')).exit).toBe(64)
  })

  test('--min-coverage fails below and passes at the bound', async () => {
    const partly = temporaryFolder({
      'good.yaml': GOOD.replace(
        'resources:',
        `  idle: { allow: [https://idle.example], owner: i@example.com, purpose: nobody tests it, reviewBy: 2099-05-01 }
resources:
  - { name: idle, match: [{ path: /idle }], sensitivity: internal, grants: [{ origins: [idle], methods: [GET] }] }`,
      ),
      'good.marque-test.yaml': CASES,
    })
    const least = (percent: string) =>
      marque(['test', '--min-coverage', percent, 'good.yaml'], { cwd: partly.path })
    const [below, at, wrong] = [await least('50.1'), await least('50'), await least('101')]
    const whole = await marque(['test', '--coverage', 'good.yaml'], { cwd: partly.path })
    partly.remove()
    expect([below.exit, at.exit, wrong.exit]).toEqual([1, 0, 64])
    expect(below.stderr).toBe(
      'marque: coverage of good.yaml for production is 50 %, below the minimum of 50.1 %\n',
    )
    expect(at.stdout).toContain('coverage 1 of 2 grants and 1 of 2 origin sets')
    expect(at.stdout).toContain('good.yaml:11  grant 0 of `idle`: not covered')
    expect(at.stdout).not.toContain('grant 0 of `account`')
    expect(whole.stdout).toContain('grant 0 of `account`: 2 cases')
  })

  test('--env and --now go before what the file says; a case keeps its own instant', async () => {
    const dated = temporaryFolder({
      'p.yaml': GOOD.replace(
        'reviewBy: 2099-05-01',
        'reviewBy: 2099-05-01\n    until: 2099-01-01T00:00:00Z\n    environments: [production]',
      ),
      'p.marque-test.yaml': `policy: ./p.yaml
env: production
now: 2098-11-21T12:00:00Z
cases:
  - name: now
    origin: https://app.example.com
    url: /v1/account
    expect: { read: true }
  - name: at the end
    origin: https://app.example.com
    url: /v1/account
    now: 2099-01-01T00:00:00Z
    expect: { reason: expired }
`,
    })
    const results = async (...args: string[]) => {
      const { stdout } = await marque(['test', '--format', 'json', ...args], { cwd: dated.path })
      return JSON.parse(stdout).files[0].cases.map(
        ({ got }: { got: { reason: string } }) => got.reason,
      )
    }
    expect(await results()).toEqual(['granted', 'expired'])
    expect(await results('--now', '2099-02-01T00:00:00Z')).toEqual(['expired', 'expired'])
    expect(await results('--env', 'staging')).toEqual(['origin-not-granted', 'origin-not-granted'])
    dated.remove()
  })
})

describe('--init', () => {
  test('writes a file that passes with full coverage, and never overwrites one', async () => {
    const fresh = temporaryFolder({ 'p.yaml': GOOD })
    const init = (...args: string[]) => marque(['test', '--init', ...args], { cwd: fresh.path })
    const first = await init('p.yaml')
    expect([first.exit, first.stdout]).toEqual([0, ''])
    expect(first.stderr).toMatch(
      /^marque: wrote p\.marque-test\.yaml with \d+ cases, and p\.accepted\.json; review the cases, then run /,
    )
    const text = readFileSync(fresh.at('p.marque-test.yaml'), 'utf8')
    const passed = await marque(['test', '--min-coverage', '100', 'p.yaml'], { cwd: fresh.path })
    expect(passed.exit).toBe(0)

    const second = await init('p.yaml')
    expect(second.exit).toBe(1)
    expect(second.stderr).toContain('`p.marque-test.yaml` already exists and is not overwritten')
    expect(readFileSync(fresh.at('p.marque-test.yaml'), 'utf8')).toBe(text)
    fresh.remove()
  })

  test('incorrect usage and invalid policies write nothing', async () => {
    const fresh = temporaryFolder({ 'p.yaml': BAD })
    const exits = []
    for (const args of [
      [],
      ['p.yaml', 'q.yaml'],
      ['-'],
      ['--watch', 'p.yaml'],
      ['--format', 'json', 'p.yaml'],
    ]) {
      exits.push((await marque(['test', '--init', ...args], { cwd: fresh.path })).exit)
    }
    expect(exits).toEqual([64, 64, 64, 64, 64])
    const refused = await marque(['test', '--init', 'p.yaml'], { cwd: fresh.path })
    expect(refused.exit).toBe(3)
    expect(refused.stderr).toContain('MQ-201')
    expect(() => readFileSync(fresh.at('p.marque-test.yaml'))).toThrow('ENOENT')
    fresh.remove()
  })
})

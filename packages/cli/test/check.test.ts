import { mkdirSync, readFileSync } from 'node:fs'
import { RULES } from '@marque/policy'
import { marque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, expect, test } from 'vitest'
import { readXml } from '../src/findings/xml.cases.ts'
import { BAD, GOOD, NOW, WARNED } from './policies.cases.ts'

const files = temporaryFolder({
  'good.yaml': GOOD,
  'warned.yaml': WARNED,
  'bad.yaml': BAD,
  'noise.yaml': Buffer.from([0xff, 0x00, 0x1b, 0x5b, 0x0a]),
})
afterAll(() => files.remove())

const check = (...args: string[]) => marque(['check', '--now', NOW, ...args], { cwd: files.path })

test('a good policy says so in one line, with what is in it', async () => {
  const { exit, stdout, stderr } = await check('good.yaml')
  expect([exit, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(
    /^✓ good\.yaml is valid for production: 1 resource, 1 origin, 1 grant {2}sha256:[0-9a-f]{12}\n$/,
  )
})

test('json is exactly that of the contract', async () => {
  const { exit, stdout, stderr } = await check('--format', 'json', 'bad.yaml')
  expect([exit, stderr]).toEqual([3, ''])
  const document = JSON.parse(stdout)
  expect(Object.keys(document)).toEqual(['policy', 'findings', 'errors', 'warnings'])
  expect(document.policy).toBe('bad.yaml')
  expect(document.errors).toBe(2)
  const suffix = document.findings.find(({ code }: { code: string }) => code === 'MQ-201')
  expect(suffix).toMatchObject({
    severity: 'error',
    path: '/origins/web/allow/0',
    file: 'bad.yaml',
    line: 5,
    column: 13,
    value: 'https://*.github.io',
  })
})

test('pretty shows each mistake under its value', async () => {
  const { exit, stdout } = await check('bad.yaml')
  expect(exit).toBe(3)
  expect(stdout).toContain(
    [
      '   ┌─ bad.yaml:5:13',
      ' 5 │     allow: ["https://*.github.io", https://app.example.com/]',
      '   │             ^^^^^^^^^^^^^^^^^^^^^',
    ].join('\n'),
  )
  expect(stdout).toContain('bad.yaml: 2 errors')
})

test('a warning fails under --strict only', async () => {
  expect((await check('warned.yaml')).exit).toBe(0)
  expect((await check('--strict', 'warned.yaml')).exit).toBe(3)
  expect((await check('--strict', 'good.yaml')).exit).toBe(0)
})

test('a policy comes from stdin too', async () => {
  const { exit, stdout } = await marque(['check', '--now', NOW, '--format', 'json', '-'], {
    stdin: BAD,
  })
  expect(exit).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject({ policy: '<stdin>', errors: 2 })
})

test('several policies are checked in one run, one line each', async () => {
  const { exit, stdout } = await check('--format', 'json', 'good.yaml', 'bad.yaml')
  expect(exit).toBe(3)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).errors),
  ).toEqual([0, 2])
})

test('an unreadable file is reported, and the others are checked', async () => {
  const { exit, stdout, stderr } = await check(
    '--format',
    'json',
    'none.yaml',
    '.',
    'good.yaml/x',
    'good.yaml',
  )
  expect(exit).toBe(1)
  expect(stderr).toBe(
    'marque: cannot read `none.yaml`: no such file or directory (ENOENT)\n' +
      'marque: the folder `.` has no `policy.yaml`\n' +
      '  = help: pass a policy file, or a folder with a `policy.yaml`\n' +
      'marque: cannot read `good.yaml/x`: not a directory (ENOTDIR)\n',
  )
  expect(JSON.parse(stdout).policy).toBe('good.yaml')
})

test('F33: a folder stands for its `policy.yaml`', async () => {
  mkdirSync(files.at('api'))
  files.write('api/policy.yaml', GOOD)
  const { exit, stdout, stderr } = await check('api')
  expect([exit, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^✓ api\/policy\.yaml is valid for production/)
})

const acknowledge = (until: string): string =>
  `${WARNED}acknowledged:\n  - { code: MQ-318, at: web, why: the mobile app, by: lead@example.com, until: ${until} }\n`

test('F33: an acknowledged warning is counted, and passes --strict until its end', async () => {
  files.write('accepted.yaml', acknowledge('2099-01-31T00:00:00Z'))
  const { exit, stdout } = await check('--strict', 'accepted.yaml')
  expect(exit).toBe(0)
  expect(stdout).toMatch(
    /^accepted\.yaml: 1 warning acknowledged \(`--verbose` lists them\)\n\n✓ accepted\.yaml is valid for production: /,
  )
  expect((await check('--strict', '--now', '2099-01-31T00:00:00Z', 'accepted.yaml')).exit).toBe(3)
})

test('F33: --verbose and json list acknowledged warnings with their reasons', async () => {
  files.write('accepted.yaml', acknowledge('2099-01-31T00:00:00Z'))
  expect((await check('--verbose', 'accepted.yaml')).stdout).toMatch(
    /warning acknowledged\n {2}MQ-318 {2}5:\d+ {2}`http:\/\/localhost:5173` is the user's own machine and is\s+trusted in production\n +until 2099-01-31T00:00:00Z, by lead@example\.com: the mobile app\n/,
  )
  const document = JSON.parse((await check('--format', 'json', 'accepted.yaml')).stdout)
  expect(document).toMatchObject({
    findings: [],
    warnings: 0,
    acknowledged: [
      {
        code: 'MQ-318',
        acknowledged: {
          why: 'the mobile app',
          by: 'lead@example.com',
          until: '2099-01-31T00:00:00Z',
        },
      },
    ],
  })
  const sarif = JSON.parse((await check('--format', 'sarif', 'accepted.yaml')).stdout)
  expect(sarif.runs[0].results[0].suppressions[0]).toMatchObject({ status: 'accepted' })
})

test('a bundle is read, decides its self-test vectors, and shows its digest', async () => {
  await marque(['compile', 'bundle', 'good.yaml', '--now', NOW, '--out', 'bundle.json'], {
    cwd: files.path,
  })
  const { exit, stdout, stderr } = await check('bundle.json')
  expect([exit, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(
    /^✓ bundle\.json is a bundle for production: 1 resource, 1 origin, 1 grant; \d+ self-test vectors passed\n {2}sha256:[0-9a-f]{64}\n$/,
  )
  const document = JSON.parse((await check('--format', 'json', 'bundle.json')).stdout)
  expect(document).toMatchObject({ findings: [], bundle: { environment: 'production' } })
  expect((await check('--env', 'staging', 'bundle.json')).exit).toBe(64)
})

test('a bundle that is damaged, or decides its vectors otherwise, is one message', async () => {
  await marque(['compile', 'bundle', 'good.yaml', '--now', NOW, '--out', 'bundle.json'], {
    cwd: files.path,
  })
  const text = readFileSync(files.at('bundle.json'), 'utf8')
  files.write('spoilt.json', text.replace('"web"', '"wob"'))
  files.write('wrong.json', text.replace('"reason":"granted"', '"reason":"granted-elsewhere"'))
  for (const name of ['spoilt.json', 'wrong.json']) {
    const { exit, stdout, stderr } = await check(name)
    expect([name, exit, stdout]).toEqual([name, 3, ''])
    expect(stderr).toMatch(/^marque: .*bundle `\w+\.json`.*\n {2}= help: compile the bundle again/)
  }
})

test('any bytes are findings, not a crash', async () => {
  for (const format of ['pretty', 'json', 'sarif', 'github', 'junit']) {
    const { exit, stdout, stderr } = await check('--format', format, 'noise.yaml')
    expect([format, exit, stderr]).toEqual([format, 3, ''])
    expect(stdout).toContain('MQ-1')
    expect(stdout).not.toContain('\u001b')
  }
})

test('machine-readable formats are valid', async () => {
  const sarif = JSON.parse((await check('--format', 'sarif', 'bad.yaml')).stdout)
  expect(sarif.runs[0].results).toHaveLength(2)
  expect(sarif.runs[0].tool.driver.rules[0].help.text).not.toBe('')
  expect(readXml((await check('--format', 'junit', 'bad.yaml')).stdout)).toContain('<failure')
  expect((await check('--format', 'github', 'bad.yaml')).stdout).toMatch(
    /^::error file=bad\.yaml,line=5,col=\d+,title=MQ-/,
  )
})

test('--explain shows the page of every code', async () => {
  const { exit, stdout } = await marque(['check', '--explain', 'mq-201'])
  expect(exit).toBe(0)
  expect(stdout).toContain('error[MQ-201]: ')
  expect(stdout).toContain('\nincorrect\n')
  expect(RULES.length).toBeGreaterThan(50)
})

test('--explain of a code that was replaced shows the code and reason that replaced it', async () => {
  const { exit, stdout } = await marque(['check', '--explain', 'MQ-141'])
  expect(exit).toBe(0)
  expect(stdout).toContain('error[MQ-140]: malformed origin\n')
  expect(stdout).toContain('\ntrailing-slash  ')
})

test('--explain of an unknown code names the nearest', async () => {
  const { exit, stdout, stderr } = await marque(['check', '--explain', 'MQ-200'])
  expect([exit, stdout]).toEqual([64, ''])
  expect(stderr).toBe('marque: unknown finding code `MQ-200`\n  = help: did you mean MQ-201?\n')
})

test('--explain of a code that is far from every other suggests none', async () => {
  const { exit, stderr } = await marque(['check', '--explain', 'MQ-999'])
  expect(exit).toBe(64)
  expect(stderr).toBe(
    'marque: unknown finding code `MQ-999`\n  = help: finding codes look like MQ-201; docs/reference/findings lists every code\n',
  )
})

test('--explain without a code says what it needs', async () => {
  for (const args of [['--explain'], ['good.yaml', '--explain']]) {
    const { exit, stderr } = await check(...args)
    expect(exit).toBe(64)
    expect(stderr).toMatch(
      /^marque: `--explain` needs the code of a finding\n {2}= help: marque check --explain MQ-201/,
    )
  }
})

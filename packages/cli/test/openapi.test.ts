/** `marque check --openapi`, in a process of its own. */
import { marque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, describe, expect, test } from 'vitest'

const api = `openapi: 3.1.0
info: { title: Orders, version: "1" }
servers: [{ url: https://api.example.com }]
security: []
components: { securitySchemes: { login: { type: http, scheme: bearer } } }
paths:
  /orders:
    get: { security: [{ login: [] }] }
  /invoices:
    get: {}
`
const policy = (grant: string): string => `version: 1
self: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: first-party application }
resources:
  - { name: orders, match: [{ path: /orders }], sensitivity: public, grants: [{ ${grant} }] }
  - { name: old, match: [{ path: /old }], sensitivity: internal, grants: [{ origins: [web] }] }
`
const place = temporaryFolder({
  'api.yaml': api,
  'bad.yaml': 'swagger: "1.2"\n',
  'any.yaml': policy('origins: ["*"], requestHeaders: [authorization]'),
  'set.yaml': policy('origins: [web], requestHeaders: [authorization]'),
  'broken.yaml': 'version: 2\n',
})
afterAll(() => place.remove())

const check = (...args: readonly string[]) =>
  marque(['check', '--openapi', ...args], { cwd: place.path })

test('both files are named, each finding at its place', async () => {
  const { exit, stdout } = await check('api.yaml', 'any.yaml', '--format', 'json')
  expect(exit).toBe(3)
  const reports = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const codes = (index: number): readonly string[] =>
    reports[index].findings
      .filter(({ code }: { code: string }) => code.startsWith('MQ-8'))
      .map(
        ({ code, file, line }: { code: string; file: string; line: number }) =>
          `${code} ${file}:${line}`,
      )
  expect(reports.map((report: { policy: string }) => report.policy)).toEqual([
    'api.yaml',
    'any.yaml',
  ])
  expect(codes(0)).toEqual(['MQ-826 api.yaml:8', 'MQ-820 api.yaml:10'])
  expect(codes(1)).toEqual(['MQ-821 any.yaml:7'])
})

test('F33: a warning of the comparison is acknowledged in the policy', async () => {
  place.write(
    'accepted.yaml',
    `${policy('origins: [web], requestHeaders: [authorization]')}acknowledged:
  - { code: MQ-821, at: old, why: removed with version 2, by: web@example.com, until: 2099-01-31T00:00:00Z }
`,
  )
  const { stdout } = await check(
    'api.yaml',
    'accepted.yaml',
    '--format',
    'json',
    '--now',
    '2098-11-22T00:00:00Z',
  )
  const [, report] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(report).toMatchObject({ warnings: 0, acknowledged: [{ code: 'MQ-821' }] })
})

describe('warnings about the description are acknowledged at the resource that decides', () => {
  const wide = `openapi: 3.1.0
info: { title: Orders, version: "1" }
servers: [{ url: https://api.example.com }]
security: []
paths:
  /orders/{id}.json: { get: {}, put: {} }
  /invoices/{id}.json: { get: {} }
  /carts: { get: {} }
`
  const accepted = (...entries: readonly (readonly [code: string, at: string])[]): string => {
    const resource = (name: string): string =>
      `  - { name: ${name}, match: [{ path: "/${name}/{id}" }], sensitivity: public, grants: [] }\n`
    const list = entries.map(
      ([code, at]) =>
        `  - { code: ${code}, at: ${at}, why: reviewed, by: web@example.com, until: 2099-01-31T00:00:00Z }\n`,
    )
    return `version: 1
self: [https://api.example.com]
resources:
${['orders', 'invoices'].map(resource).join('')}acknowledged:
${list.join('')}`
  }
  const strict = async (text: string) => {
    place.write('wide.yaml', wide)
    place.write('wide-policy.yaml', text)
    const args = ['wide.yaml', 'wide-policy.yaml', '--strict', '--now', '2098-11-22T00:00:00Z']
    const { stdout } = await check(...args, '--format', 'json')
    const reports = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const open = reports.flatMap((report: { findings: { code: string; message: string }[] }) =>
      report.findings.filter(({ code }) => ['MQ-809', 'MQ-415', 'MQ-416'].includes(code)),
    )
    return { open, acknowledged: reports[0].acknowledged ?? [] }
  }

  test('at its resource: each of its operations', async () => {
    const { open, acknowledged } = await strict(accepted(['MQ-809', 'orders']))
    expect(acknowledged).toHaveLength(2)
    expect(open.map(({ message }) => message)).toEqual([expect.stringContaining('/invoices/{id}')])
  })

  test('at another resource than the one of the warning: a finding', async () => {
    const { open } = await strict(accepted(['MQ-832', 'orders']))
    expect(open.map(({ code }) => code)).toEqual(['MQ-809', 'MQ-809', 'MQ-809', 'MQ-416'])
  })

  test('of a warning that concerns no resource: a finding that says so', async () => {
    const { open } = await strict(accepted(['MQ-820', 'orders']))
    expect(open.at(-1)).toMatchObject({
      code: 'MQ-416',
      message: expect.stringContaining('not about a resource of the policy'),
    })
  })

  for (const [code, what] of [
    ['MQ-816', 'a note'],
    ['MQ-826', 'an error'],
    ['MQ-899', 'no code'],
  ] as const) {
    test(`of ${what}: a finding`, async () => {
      const { open } = await strict(accepted([code, 'orders']))
      expect(open.at(-1)).toMatchObject({ code: 'MQ-415' })
    })
  }
})

test('the last line says why a valid policy fails the check', async () => {
  const { stdout } = await check('api.yaml', 'set.yaml', '--strict')
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(
    '✗ the check fails: 2 warnings in api.yaml; 1 warning in set.yaml (`--strict` fails on warnings)',
  )
  expect((await check('api.yaml', 'set.yaml')).stdout).not.toContain('the check fails')
})

test('warnings pass, unless they are not to', async () => {
  expect(await check('api.yaml', 'set.yaml')).toMatchObject({ exit: 0 })
  expect(await check('api.yaml', 'set.yaml', '--strict')).toMatchObject({ exit: 3 })
})

describe('in every format', () => {
  const marks: readonly (readonly [format: string, text: string])[] = [
    ['pretty', 'MQ-820'],
    ['json', '"code":"MQ-820"'],
    ['sarif', '"ruleId": "MQ-820"'],
    ['github', '::warning file=api.yaml,line=10'],
    ['junit', 'MQ-820'],
  ]
  for (const [format, text] of marks) {
    test(format, async () => {
      const { exit, stdout } = await check('api.yaml', 'set.yaml', '--format', format)
      expect(exit).toBe(0)
      expect(stdout).toContain(text)
      expect(stdout).toContain('has no resource')
    })
  }
})

test('a description that is refused fails the check, and the policy is judged all the same', async () => {
  const { exit, stdout } = await check('bad.yaml', 'set.yaml', '--format', 'json')
  expect(exit).toBe(3)
  expect(stdout).toContain('MQ-805')
  expect(stdout).toContain('"policy":"set.yaml"')
  expect(stdout).not.toContain('MQ-821')
})

test('a policy with errors has them', async () => {
  const { exit, stdout } = await check('api.yaml', 'broken.yaml')
  expect(exit).toBe(3)
  expect(stdout).toContain('MQ-124')
})

test('a description that is not there is a failure', async () => {
  expect(await check('nope.yaml', 'set.yaml')).toMatchObject({ exit: 1, stdout: '' })
})

test('--openapi takes one policy', async () => {
  const { exit, stderr } = await check('api.yaml', 'set.yaml', 'any.yaml')
  expect(exit).toBe(64)
  expect(stderr).toContain('takes exactly one policy')
})

test('the page of a code of the importer', async () => {
  const { exit, stdout } = await marque(['check', '--explain', '820'])
  expect(exit).toBe(0)
  expect(stdout).toContain('MQ-820')
})

/** `marque init` from flags, in a process of its own. */

import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { marque } from '@marque/testkit/processes'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { initFolder } from './init-folder.ts'

const { path, at, run, read } = initFolder()

describe('without a terminal', () => {
  test('it does not prompt, and names the missing option', async () => {
    const { exit, stdout, stderr } = await run()
    expect([exit, stdout]).toEqual([64, ''])
    expect(stderr).toContain('`--self` is missing')
    for (const flag of ['--self', '--origin', 'credentials', '--owner', '--path', '--yes']) {
      expect(stderr).toContain(flag)
    }
    expect(readdirSync(path())).toEqual([])
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
    const checked = await marque(['check', '--strict', 'policy.yaml'], { cwd: path() })
    expect(checked).toMatchObject({ exit: 0 })
    expect(checked.stdout).toContain('3 resources, 2 origins, 2 grants')
    expect(readdirSync(path())).toEqual(['policy-1.json', 'policy.yaml'])
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
      expect(await marque(args, { cwd: path() })).toMatchObject({ exit: 0 })
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
      expect(readdirSync(path())).toEqual([])
    }
  })

  test('F13: what `check --strict` reports of a draft is printed', async () => {
    const { exit, stderr } = await run(
      ...['--self', 'https://api.example.com', '--owner', 'web@example.com'],
      ...['--origin', 'http://app.example.com'],
    )
    const checked = await marque(['check', '--strict', 'policy.yaml'], { cwd: path() })
    expect(exit).toBe(0)
    const codes = (text: string): readonly string[] => text.match(/(?<=warning\[)MQ-\d+/g) ?? []
    expect(codes(checked.stdout)).not.toEqual([])
    expect(codes(stderr)).toEqual(codes(checked.stdout))
  })

  test('only the origin of the API: a policy that trusts nobody', async () => {
    expect(await run('--self', 'https://api.example.com', 'cors.yaml')).toMatchObject({ exit: 0 })
    expect(read('cors.yaml')).toContain('grants: []')
    expect(await marque(['check', 'cors.yaml'], { cwd: path() })).toMatchObject({ exit: 0 })
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
      expect(readdirSync(path())).toEqual([])
    })
  }
})

describe('a file that is there', () => {
  const flags = ['--self', 'https://api.example.com']

  test('is not written over', async () => {
    writeFileSync(at('policy.yaml'), 'mine')
    const { exit, stderr } = await run(...flags)
    expect(exit).toBe(1)
    expect(stderr).toContain('already exists')
    expect(stderr).toContain('= help: use another file')
    expect(read()).toBe('mine')
  })

  test('nor is what a link without a target would name', async () => {
    symlinkSync('elsewhere.yaml', at('policy.yaml'))
    expect(await run(...flags)).toMatchObject({ exit: 1 })
    expect(readdirSync(path())).toEqual(['policy.yaml'])
  })

  test('of two that start at once, one writes', async () => {
    const outcomes = await Promise.all([run(...flags), run(...flags), run(...flags)])
    expect(outcomes.map(({ exit }) => exit).sort()).toEqual([0, 1, 1])
    expect(readdirSync(path())).toEqual(['policy-1.json', 'policy.yaml'])
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
    expect(readdirSync(path())).toEqual([])
  })
})

test('a folder that cannot be written to is a failure', async () => {
  mkdirSync(at('file'))
  writeFileSync(join(at('file'), 'x'), '')
  const { exit, stderr } = await run('--self', 'https://api.example.com', 'file/x/policy.yaml')
  expect(exit).toBe(1)
  expect(stderr).toContain('cannot write')
})

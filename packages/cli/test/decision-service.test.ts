import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { marque, startMarque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

const APP = 'https://app.example.com'
const policy = (origin: string): string => `
version: 1
self: [https://api.example.com]
origins:
  web: { allow: ["${origin}"], owner: web@example.com, purpose: own applications }
resources:
  - name: account
    match: [{ path: /account }]
    sensitivity: confidential
    grants: [{ origins: [web], methods: [GET], credentials: true }]
`

let place: ReturnType<typeof temporaryFolder>
beforeAll(() => {
  place = temporaryFolder({
    'broken.yaml': 'version: 1\nself: [https://api.example.com]\nresources: [{ name: 1 }]\n',
    'policy.yaml': policy(APP),
    'service.yaml':
      'version: 1\npolicy: policy.yaml\nlisten: 127.0.0.1:0\nadmin: 127.0.0.1:0\nlog: { decisions: { granted: 1 } }\n',
    'wrong.yaml': 'version: 1\npolicy: policy.yaml\nlisten: 3\nroutes: []\n',
    'absent.yaml':
      'version: 1\npolicy: policy.yaml\ntls: { certFile: no.pem, keyFile: no.key }\nlisten: 127.0.0.1:0\n',
    short: 'secret\n',
  })
})
afterAll(() => place.remove())

let child: ReturnType<typeof startMarque> | undefined
afterEach(() => {
  child?.kill('SIGKILL')
  child = undefined
})

interface Running {
  readonly output: { stdout: string; stderr: string }
  until(text: RegExp): Promise<RegExpExecArray>
}

function run(args: readonly string[]): Running {
  const output = { stdout: '', stderr: '' }
  child = startMarque(['decision-service', ...args])
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString()
  })
  const until = async (text: RegExp): Promise<RegExpExecArray> => {
    for (let times = 0; times < 30_000; times++) {
      const found = text.exec(output.stderr + output.stdout)
      if (found !== null) return found
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error(`no output matches ${text}: ${output.stderr}`)
  }
  return { output, until }
}

async function ask(url: string, path: string, headers: { readonly [name: string]: string }) {
  const request = get(`${url}${path}`, { headers, agent: false })
  const [response] = await once(request, 'response')
  response.resume()
  await once(response, 'end')
  return response.statusCode as number
}

const FORWARDED = {
  'x-forwarded-method': 'GET',
  'x-forwarded-uri': '/account',
  'x-forwarded-host': 'api.example.com',
  'x-forwarded-proto': 'https',
  'x-forwarded-for': '192.0.2.1',
}

test('a settings file: it decides, logs to stdout, serves the admin address, reloads on SIGHUP and stops', async () => {
  const { output, until } = run(['--config', place.at('service.yaml')])
  const [, url = ''] = await until(/listening on (\S+)\n/)
  const [, admin = ''] = await until(/admin address: (\S+)\n/)
  expect(await ask(url, '/caddy/check', { ...FORWARDED, origin: APP })).toBe(200)
  await until(/"layer":"decision-service".*"reason":"granted"/)
  expect(output.stderr).not.toContain('"event"')
  expect(await ask(admin, '/readyz', {})).toBe(200)
  writeFileSync(place.at('policy.yaml'), policy('https://other.example.com'))
  child?.kill('SIGHUP')
  await until(/is in force/)
  expect(await ask(url, '/caddy/check', { ...FORWARDED, origin: APP })).toBe(403)
  writeFileSync(place.at('policy.yaml'), 'version: 1\n')
  child?.kill('SIGHUP')
  await until(/the new policy is rejected, the previous one stays in force/)
  expect(
    await ask(url, '/caddy/check', { ...FORWARDED, origin: 'https://other.example.com' }),
  ).toBe(200)
  child?.kill('SIGTERM')
  const [exit] = await once(child!, 'close')
  expect(exit).toBe(0)
  writeFileSync(place.at('policy.yaml'), policy(APP))
})

test('flags override the settings file', async () => {
  const { output, until } = run(['--config', place.at('service.yaml'), '--listen', '[::1]:0'])
  expect((await until(/listening on (\S+)\n/))[1]).toMatch(/^http:\/\/\[::1\]:\d+$/)
  child?.kill('SIGINT')
  const [exit] = await once(child!, 'close')
  expect([exit, output.stdout]).toEqual([130, ''])
})

const refused: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  ['no policy', [], 64, /expected either a policy or `--config`/],
  [
    'two',
    ['policy.yaml', '--config', 'service.yaml'],
    64,
    /expected either a policy or `--config`/,
  ],
  ['a wrong file', ['--config', 'wrong.yaml'], 3, /wrong\.yaml:\d+:\d+: unknown key `routes`/],
  ['no file', ['--config', 'none.yaml'], 1, /cannot read `\S*none\.yaml`: no such file/],
  [
    'a broken policy',
    ['broken.yaml', '--listen', '127.0.0.1:0'],
    3,
    /does not start without a valid policy/,
  ],
  ['no policy file', ['none.yaml', '--listen', '127.0.0.1:0'], 1, /the policy is refused/],
  ['no address', ['policy.yaml', '--listen', '9090'], 64, /invalid address `9090` for `--listen`/],
  ['no admin address', ['policy.yaml', '--admin', 'x'], 64, /invalid address `x` for `--admin`/],
  [
    'no key',
    ['policy.yaml', '--listen', '0.0.0.0:0'],
    64,
    /`0\.0\.0\.0` is reachable from other machines/,
  ],
  [
    'a short key',
    ['policy.yaml', '--listen', '127.0.0.1:0', '--key-file', 'short'],
    64,
    /short` must hold 32 to 256 visible ASCII characters/,
  ],
  ['no certificate', ['--config', 'absent.yaml'], 1, /`\S*no\.pem`: no such file or directory/],
]

for (const [title, args, exit, message] of refused) {
  test(`${title}: it does not start, and reports why`, async () => {
    const files = args.map((arg) => (/\.yaml$|^short$/.test(arg) ? place.at(arg) : arg))
    const outcome = await marque(['decision-service', ...files])
    expect(outcome.stderr).toMatch(message)
    expect([outcome.exit, outcome.stdout]).toEqual([exit, ''])
  })
}

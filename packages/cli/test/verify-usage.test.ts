/** Bad input of `marque verify`: reported before anything is sent. In this process, because there are many cases. */

import { readFileSync } from 'node:fs'
import { temporaryCertificate } from '@marque/testkit/certificates'
import { temporaryFolder } from '@marque/testkit/processes'
import { CommanderError } from 'commander'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CommandError, EXIT } from '../src/errors.ts'
import { buildProgram } from '../src/program.ts'
import { NOW, POLICY, startLayer, type TestLayer } from './verify-layer.ts'

const files = temporaryFolder({ 'policy.yaml': POLICY })
let layer: TestLayer
beforeAll(async () => {
  layer = await startLayer()
})
afterAll(async () => {
  await layer.close()
  files.remove()
})

const app = (): readonly string[] => ['--layer', `app=${layer.url}`]

interface Bad {
  readonly name: string
  /** Without the layer where they name one themselves. */
  readonly args: readonly string[]
  readonly says: string
  readonly exit?: number
  readonly files?: { readonly [name: string]: string }
  /** Must not be printed. */
  readonly secret?: string
}

const layers: readonly Bad[] = [
  { name: 'no layer', args: [], says: 'missing `--layer`' },
  {
    name: 'a layer without a name',
    args: ['--layer', 'http://localhost:1'],
    says: 'expected `NAME=URL`',
  },
  {
    name: 'a name with a space',
    args: ['--layer', 'a b=http://localhost:1'],
    says: '`a b` is no name',
  },
  { name: 'an empty name', args: ['--layer', '=http://localhost:1'], says: '`` is no name' },
  {
    name: 'another scheme',
    args: ['--layer', 'a=ftp://localhost'],
    says: 'must start with `http://`',
  },
  { name: 'no URL', args: ['--layer', 'a=http://'], says: '`http://` is no URL' },
  {
    name: 'a path',
    args: ['--layer', 'a=http://localhost:1/v1'],
    says: 'more than scheme, host and port',
  },
  {
    name: 'a query',
    args: ['--layer', 'a=http://localhost:1/?'],
    says: 'more than scheme, host and port',
  },
  {
    name: 'a password',
    args: ['--layer', 'a=http://u:hunter2@localhost'],
    says: 'user name or password',
  },
  {
    name: 'a target',
    args: ['--layer', 'a=http://localhost:1,target=nginx'],
    says: 'unknown target `nginx`\n  = help: no target has documented narrowings yet',
  },
  {
    name: 'HTTP/3',
    args: ['--layer', 'a=http://localhost:1,http=3'],
    says: '`http=3` is no version of HTTP',
  },
  {
    name: 'another setting',
    args: ['--layer', 'a=http://localhost:1,x=1'],
    says: 'unknown setting `x=1`',
  },
  {
    name: 'a setting twice',
    args: ['--layer', 'a=http://localhost:1,http=1,http=2'],
    says: '`http` is given twice',
  },
  {
    name: 'a name twice',
    args: ['--layer', 'a=http://localhost:1', '--layer', 'a=http://localhost:2'],
    says: 'two layers have the name `a`',
  },
]

const flags: readonly Bad[] = [
  {
    name: 'only-as-seen without its layer',
    args: ['--only-as-seen', 'cdn'],
    says: '`--only-as-seen cdn` names no layer\n  = help: the layers are `app`',
  },
  {
    name: 'only-as-seen of every layer',
    args: ['--only-as-seen', 'app'],
    says: 'so none can be asked',
  },
  {
    name: 'a rate without a unit',
    args: ['--rate', '5'],
    says: 'Expected requests per second: 20/s',
  },
  { name: 'a rate of 0', args: ['--rate', '0/s'], says: 'Expected requests per second' },
  { name: 'no concurrency', args: ['--concurrency', '0'], says: 'from 1 to 256' },
  { name: 'half a probe', args: ['--max-probes', '1.5'], says: 'Expected a whole number' },
  { name: 'a negative seed', args: ['--seed', '-1'], says: 'Expected a whole number' },
  { name: 'no replicas', args: ['--replicas', '0'], says: 'from 1 to 100' },
  {
    name: 'an unknown format',
    args: ['--format', 'yaml'],
    says: '`yaml` is invalid. Allowed choices are pretty, json',
  },
  {
    name: 'a header without a colon',
    args: ['--header', 'Authorization'],
    says: 'there is no colon',
  },
  { name: 'a header without a value', args: ['--header', 'X-A: '], says: '`X-A` has no value' },
  {
    name: 'a header with a line end',
    args: ['--header', 'X-A: a\r\nX-B: b'],
    says: 'control character',
  },
  {
    name: 'a header that the probes set',
    args: ['--header', 'Origin: https://app.example.com'],
    says: 'the probes set `Origin` themselves',
  },
  {
    name: 'a path without a slash',
    args: ['--path', 'v1/orders'],
    says: 'invalid URL `v1/orders` for `--path`',
  },
  { name: 'a path with a fragment', args: ['--path', '/v1#a'], says: 'invalid URL `/v1#a`' },
  {
    name: 'a client certificate without a key',
    args: ['--cert-file', 'a.pem'],
    says: '`--cert-file` needs `--key-file`',
  },
  {
    name: 'a key without a certificate',
    args: ['--key-file', 'a.pem'],
    says: '`--key-file` needs `--cert-file`',
  },
  {
    name: 'metrics without a watch',
    args: ['--metrics', '127.0.0.1:0'],
    says: '`--metrics` has no effect without `--every`',
  },
  {
    name: 'a webhook without a watch',
    args: ['--webhook', 'https://a.example'],
    says: '`--webhook` has no effect without `--every`',
  },
  {
    name: 'a browser that is not tested',
    args: ['--browser', 'chromium,safari'],
    says: 'Allowed are chromium, firefox',
  },
  { name: 'no interval', args: ['--every', '0s'], says: 'Expected a duration from 1s to 24d' },
  { name: 'an interval without a unit', args: ['--every', '5'], says: 'Expected a duration' },
  {
    name: 'metrics without a port',
    args: ['--every', '5m', '--metrics', 'localhost'],
    says: 'invalid address `localhost` for `--metrics`',
  },
  {
    name: 'a webhook without a key',
    args: ['--every', '5m', '--webhook', 'https://a.example'],
    says: '`--webhook` needs `--webhook-key-file`',
  },
  {
    name: 'a key without a webhook',
    args: ['--every', '5m', '--webhook-key-file', 'k'],
    says: '`--webhook-key-file` has no effect',
  },
]

const contents: readonly Bad[] = [
  {
    name: 'a header file without a colon',
    args: ['--header-file', '{f}'],
    files: { f: '# token\nBearer hunter2\n' },
    says: 'invalid header in line 2 of `{f}`: there is no colon',
    secret: 'hunter2',
  },
  {
    name: 'an empty header file',
    args: ['--header-file', '{f}'],
    files: { f: '\n# none\n' },
    says: '`{f}` has no header',
  },
  {
    name: 'a context that is no JSON',
    args: ['--context', '{c}'],
    files: { c: '{roles}' },
    says: '`{c}` for `--context` is invalid JSON',
  },
  {
    name: 'a misspelt fact',
    args: ['--context', '{c}'],
    files: { c: '{"rolls":[]}' },
    says: 'unknown fact `rolls`',
  },
  {
    name: 'a baseline that is no report',
    args: ['--baseline', '{b}'],
    files: { b: '{"format":"marque-scan/1"}' },
    says: '`{b}` for `--baseline` is no report',
  },
  {
    name: 'a CA file without a certificate',
    args: ['--ca-file', '{ca}'],
    files: { ca: 'x' },
    says: '`{ca}` for `--ca-file` has no certificate in PEM',
  },
  {
    name: 'a webhook key in another form',
    args: ['--every', '5m', '--webhook', 'https://a.example/s3cret', '--webhook-key-file', '{k}'],
    files: { k: 'hunter2' },
    says: '`{k}` has no webhook key',
    secret: 'hunter2',
  },
  {
    name: 'a webhook that is no URL',
    args: ['--every', '5m', '--webhook', 's3cret', '--webhook-key-file', '{k}'],
    files: { k: 'hunter2' },
    says: 'the value of `--webhook` is no http or https URL',
    secret: 's3cret',
  },
  {
    name: 'a file that is missing',
    args: ['--header-file', '{missing}'],
    says: 'cannot read `{missing}`: no such file',
    exit: 1,
  },
  {
    name: 'a report in a folder that is missing',
    args: ['--out', '{missing/report.json}'],
    says: 'cannot write `{missing/report.json}`: no such file',
    exit: 1,
  },
  {
    name: 'a report that is a folder',
    args: ['--out', '{.}'],
    says: 'cannot write `{.}`: it is a directory',
    exit: 1,
  },
]

/** Runs the command, and returns what it refuses with. */
async function refusalOf(
  args: readonly string[],
): Promise<{ readonly exit: number; readonly text: string }> {
  let stderr = ''
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text)
    return true
  })
  try {
    const all = ['verify', files.at('policy.yaml'), '--now', NOW, ...args]
    const program = await buildProgram(all, () => undefined)
    await program.parseAsync(all, { from: 'user' })
    return { exit: EXIT.fine, text: stderr }
  } catch (error) {
    if (error instanceof CommanderError) return { exit: EXIT.usage, text: stderr }
    if (!(error instanceof CommandError)) throw error
    return { exit: error.exit, text: `${stderr}${error.message}\n  = help: ${error.help}` }
  } finally {
    write.mockRestore()
  }
}

/** `{f}` in arguments and texts is the file `f` of the case. */
const inFolder = (text: string): string =>
  text.replace(/\{([\w./-]+)\}/g, (_, name) => files.at(name))

async function expectRefusal(
  { args, says, exit = EXIT.usage, files: own = {}, secret }: Bad,
  layerArgs: readonly string[],
): Promise<void> {
  for (const [name, text] of Object.entries(own)) files.write(name, text)
  const refusal = await refusalOf([...layerArgs, ...args.map(inFolder)])
  expect(refusal.text).toContain(inFolder(says))
  expect(refusal.exit).toBe(exit)
  if (secret !== undefined) expect(refusal.text).not.toContain(secret)
  expect(layer.requests).toHaveLength(0)
}

describe('layers', () => {
  for (const bad of layers) test(bad.name, () => expectRefusal(bad, []))
})
describe('flags', () => {
  for (const bad of flags) test(bad.name, () => expectRefusal(bad, app()))
})
describe('files', () => {
  for (const bad of contents) test(bad.name, () => expectRefusal(bad, app()))
})

test('the key of another certificate', async () => {
  const [one, other] = [temporaryCertificate(), temporaryCertificate()]
  await expectRefusal(
    {
      name: '',
      args: ['--cert-file', one.certFile, '--key-file', '{key.pem}'],
      files: { 'key.pem': readFileSync(other.keyFile, 'utf8') },
      says: `\`{key.pem}\` is not the key of the certificate \`${one.certFile}\``,
    },
    app(),
  )
  for (const certificate of [one, other]) certificate.remove()
})

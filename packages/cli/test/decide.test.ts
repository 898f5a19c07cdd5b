import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { type Bundle, bundleBytes } from '@marque/core'
import { marque, startMarque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, expect, test } from 'vitest'
import { BAD, GOOD, NOW, WARNED } from './policies.cases.ts'

const bundle: Bundle = {
  format: 'marque-bundle/1',
  environment: 'staging',
  contact: null,
  self: ['https://api.example.com'],
  unmatched: 'headers',
  context: {},
  tenancy: null,
  sets: { web: { exact: ['https://app.example.com'], patterns: [], until: Date.parse(NOW) } },
  tenants: {},
  resources: [
    {
      name: 'account',
      sensitivity: 'internal',
      enforce: 'block',
      authentication: 'optional',
      isolate: false,
      match: [{ host: null, path: '/v1/**', methods: null, encodedSlash: 'separator' }],
      resourcePolicy: null,
      grants: [
        {
          exception: null,
          any: false,
          sets: ['web'],
          tenant: false,
          methods: ['GET', 'PATCH'],
          requestHeaders: [],
          exposeHeaders: ['etag'],
          credentials: true,
          read: true,
          nullReach: false,
          websocket: false,
          timing: false,
          token: false,
          maxAge: 600,
          from: null,
          until: null,
          when: null,
        },
      ],
    },
  ],
  staleAfter: {
    public: null,
    internal: 86_400_000,
    confidential: 86_400_000,
    restricted: 14_400_000,
  },
  vectors: [],
}

const files = temporaryFolder({
  'bundle.json': bundleBytes(bundle),
  'minified.json':
    '{"contact":"api@example.com","version":1,"self":["https://api.example.com"],"resources":[{"name":"all","match":[{"path":"/**"}],"sensitivity":"internal","grants":[]}]}',
  'spoilt.json': Buffer.concat([bundleBytes(bundle), Buffer.from(' ')]),
  'policy.yaml': GOOD,
  'warned.yaml': WARNED,
  'bad.yaml': BAD,
})
afterAll(() => files.remove())

const question = (id: unknown, fields: object = {}): string =>
  JSON.stringify({
    id,
    method: 'GET',
    url: 'https://api.example.com/v1/me',
    headers: [['Origin', 'https://app.example.com']],
    now: '2098-11-21T11:59:00Z',
    ...fields,
  })

const answers = (stdout: string): Record<string, unknown>[] => {
  expect(stdout === '' || stdout.endsWith('\n')).toBe(true)
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

test('one answer a question, its keys in the order of the contract', async () => {
  const preflight = {
    method: 'OPTIONS',
    headers: [
      ['Origin', 'https://app.example.com'],
      ['Access-Control-Request-Method', 'PATCH'],
    ],
  }
  const { exit, stdout, stderr } = await marque(['decide', files.at('bundle.json')], {
    stdin: `${question(1, preflight)}\n${question('b')}\n`,
  })
  expect(stderr).toBe('')
  expect(exit).toBe(0)
  const [first, second] = answers(stdout)
  expect(Object.keys(first!).join()).toBe(
    'id,kind,reach,read,reason,status,resource,grant,exception,tenant,headers,vary,detail',
  )
  expect(first).toMatchObject({
    id: 1,
    kind: 'preflight',
    reach: false,
    read: true,
    reason: 'granted',
    status: 204,
    resource: 'account',
    grant: 0,
    tenant: null,
    vary: expect.arrayContaining(['Origin']),
  })
  // D18: the age ends with the set, a minute after `now`.
  expect(first?.headers).toContainEqual(['access-control-max-age', '60'])
  expect(second).toMatchObject({ id: 'b', kind: 'actual', reach: true, status: null })
})

test('a line that cannot be read is answered in its place, and so is the next', async () => {
  const good = question(9)
  const stdin = Buffer.concat([
    Buffer.from('\ufeff'),
    Buffer.from(`${question(1)}\r\n\r\n  \n{"id":2}\nnonsense\n[]\n`),
    Buffer.from('{"id":3,"method":"\xff"}\n', 'latin1'),
    Buffer.alloc(17 * 1024 * 1024, 'x'),
    Buffer.from(`\n${good}`),
  ])
  const { exit, stdout, stderr } = await marque(['decide', files.at('bundle.json')], { stdin })
  expect([exit, stderr]).toEqual([0, ''])
  const lines = answers(stdout)
  expect(lines.map(({ id }) => id)).toEqual([1, 2, null, null, null, null, 9])
  expect(lines.slice(1, 6).map(({ error }) => (error as { code: string }).code)).toEqual([
    'ERR_REQUEST_METHOD',
    'ERR_REQUEST_SYNTAX',
    'ERR_REQUEST_SHAPE',
    'ERR_REQUEST_ENCODING',
    'ERR_REQUEST_TOO_LONG',
  ])
  expect(Object.keys(lines[1]!)).toEqual(['id', 'error'])
})

test('--now is the instant for lines without `now`', async () => {
  const line = question(1, { now: undefined })
  const at = async (now: string): Promise<unknown> => {
    const { stdout } = await marque(['decide', files.at('bundle.json'), '--now', now], {
      stdin: line,
    })
    return answers(stdout)[0]?.reason
  }
  expect(await at('2098-11-21T11:59:59Z')).toBe('granted')
  expect(await at(NOW)).toBe('expired')
})

test('an answer comes before the next question is asked', async () => {
  const child = startMarque(['decide', files.at('bundle.json')])
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  for (const id of [1, 2, 3]) {
    child.stdin.write(`${question(id)}\n`)
    expect(JSON.parse((await lines.next()).value!).id).toBe(id)
  }
  child.stdin.end()
  expect(await once(child, 'close')).toEqual([0, null])
})

test('back-pressure: input is not read ahead of a slow reader, and no line is lost', async () => {
  const child = startMarque(['decide', files.at('bundle.json')])
  const total = 100_000
  let sent = 0
  const sending = (async () => {
    for (; sent < total; sent++) {
      if (!child.stdin.write(`${question(sent)}\n`)) await once(child.stdin, 'drain')
    }
    child.stdin.end()
  })()
  let before = -1
  while (before !== sent) {
    before = sent
    await wait(500)
  }
  expect(sent).toBeLessThan(total / 2)
  let next = 0
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith(`{"id":${next},`)) throw new Error(`${next} expected: ${line}`)
    next++
  }
  await sending
  expect(next).toBe(total)
})

test('a reader who leaves ends the command without noise', async () => {
  const child = startMarque(['decide', files.at('bundle.json')])
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
  })
  child.stdin.on('error', () => {})
  child.stdin.write(`${question(1)}\n`)
  await once(child.stdout, 'data')
  child.stdout.destroy()
  child.stdin.end(`${question(2)}\n`.repeat(50_000))
  expect(await once(child, 'close')).toEqual([0, null])
  expect(stderr).toBe('')
})

test('an interrupt ends it with 130', async () => {
  const child = startMarque(['decide', files.at('bundle.json')])
  child.stdin.write(`${question(1)}\n`)
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  expect(await once(child, 'close')).toEqual([130, null])
})

test('a policy answers as its bundle does', async () => {
  const { exit, stdout, stderr } = await marque(['decide', files.at('policy.yaml'), '--now', NOW], {
    stdin: `${question(1, { url: 'https://api.example.com/v1/account/me' })}\n`,
  })
  expect([exit, stderr]).toEqual([0, ''])
  expect(answers(stdout)).toMatchObject([
    { id: 1, reason: 'granted', resource: 'account', grant: 0 },
  ])
})

test('F33: --strict fails after a line that is not a request, and decides the others', async () => {
  const lines = ['not json', question(2), ''].join('\n')
  const run = (...args: readonly string[]) =>
    marque(['decide', files.at('policy.yaml'), '--now', NOW, ...args], { stdin: lines })
  const [lenient, strict] = [await run(), await run('--strict')]
  expect([lenient.exit, strict.exit]).toEqual([0, 1])
  expect(strict.stdout).toBe(lenient.stdout)
  expect(answers(strict.stdout)).toMatchObject([{ error: {} }, { id: 2 }])
  expect(strict.stderr).toBe('marque: 1 line could not be read as a request\n')
  const readable = await marque(['decide', files.at('policy.yaml'), '--now', NOW, '--strict'], {
    stdin: `${question(1)}\n`,
  })
  expect([readable.exit, readable.stderr]).toEqual([0, ''])
})

test('F33: a folder stands for its `policy.yaml` in every command that takes a policy', async () => {
  const folder = temporaryFolder({ 'policy.yaml': GOOD })
  const url = 'https://api.example.com/v1/account/me'
  const commands = [
    ['decide', folder.path],
    ['explain', folder.path, '--origin', 'https://app.example.com', url],
    ['compile', 'bundle', folder.path],
    ['diff', folder.path, `${folder.path}@production`],
    ['check', folder.path],
  ]
  for (const args of commands) {
    const { exit, stderr } = await marque([...args, '--now', NOW])
    expect([args[0], exit, stderr.replace(/^sha256:.*\n/, '')]).toEqual([args[0], 0, ''])
  }
  folder.remove()
  const empty = temporaryFolder({ 'other.yaml': GOOD })
  for (const args of [...commands, ['gateway', ''], ['decision-service', '']]) {
    const given = args.map((arg) => arg.replace(folder.path, empty.path) || empty.path)
    const upstream = args[0] === 'gateway' ? ['--upstream', 'http://127.0.0.1:9'] : []
    const { exit, stderr } = await marque([...given, ...upstream])
    expect([args[0], exit]).toEqual([args[0], 1])
    expect(stderr).toContain(`the folder \`${empty.path}\` has no \`policy.yaml\``)
  }
  empty.remove()
})

test('warnings of a policy are counted on stderr', async () => {
  const { exit, stdout, stderr } = await marque(['decide', files.at('warned.yaml'), '--now', NOW])
  expect([exit, stdout]).toEqual([0, ''])
  expect(stderr).toMatch(
    /^marque: .*warned\.yaml has \d+ warnings?; run `marque check` for details\n$/,
  )
})

test('an invalid policy: findings on stderr, nothing on stdout', async () => {
  const { exit, stdout, stderr } = await marque(['decide', files.at('bad.yaml'), '--now', NOW], {
    stdin: `${question(1)}\n`,
  })
  expect([exit, stdout]).toEqual([3, ''])
  expect(stderr).toContain('error[MQ-201]')
  expect(stderr).toContain('bad.yaml` is invalid\n')
})

test('a minified JSON policy whose first key is `contact` is read as a policy', async () => {
  const { exit, stderr } = await marque(['decide', files.at('minified.json'), '--now', NOW])
  expect([exit, stderr]).toEqual([0, ''])
})

test('a modified bundle is rejected', async () => {
  const { exit, stdout, stderr } = await marque(['decide', files.at('spoilt.json')])
  expect([exit, stdout]).toEqual([3, ''])
  expect(stderr).toMatch(/invalid bundle `\S*spoilt\.json`: .*\(ERR_BUNDLE_[A-Z_]+\)\n/)
})

test('a bundle of another environment is incorrect usage', async () => {
  const { exit, stderr } = await marque(['decide', files.at('bundle.json'), '--env', 'production'])
  expect(exit).toBe(64)
  expect(stderr).toContain('is for the environment `staging`, not `production`')
})

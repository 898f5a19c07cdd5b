import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { marque } from '@marque/testkit/processes'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { connect, type Diagnostic, type LspClient, type Range } from './lsp-client.ts'

const examples = join(import.meta.dirname, '../../../examples')
const read = (name: string): string => readFileSync(join(examples, name, 'policy.yaml'), 'utf8')
const URI = 'file:///cors/policy.yaml'

const POLICY = `version: 1
self: [https://api.example.com]
origins:
  web:
    allow: [https://app.example.com/]
    owner: web-platform@example.com
    purpose: first-party applications
resources:
  - name: account
    match: [{ path: /v1/account/** }]
    sensitivity: internal
    grants:
      - origins: [web]
        methods: [GET, GET]
`

let client: LspClient

afterEach(() => {
  client.child.kill('SIGKILL')
})

interface Action {
  readonly title: string
  readonly kind: string
  readonly isPreferred?: boolean
  readonly diagnostics?: readonly Diagnostic[]
  readonly edit: { readonly changes: { readonly [uri: string]: readonly Edit[] } }
}

interface Edit {
  readonly range: Range
  readonly newText: string
}

/** The text after edits that do not overlap. */
function applied(text: string, edits: readonly Edit[]): string {
  let result = text
  const ordered = edits
    .map(({ range, newText }) => ({
      from: offset(text, range.start),
      to: offset(text, range.end),
      newText,
    }))
    .toSorted((a, b) => b.from - a.from)
  for (const { from, to, newText } of ordered)
    result = result.slice(0, from) + newText + result.slice(to)
  return result
}

function offset(text: string, { line, character }: Range['start']): number {
  const lines = text.split(/(?<=\r\n|\r(?!\n)|\n)/)
  return lines.slice(0, line).join('').length + character
}

function position(text: string, word: string, nth = 0): Range['start'] {
  let at = -1
  for (let found = 0; found <= nth; found++) at = text.indexOf(word, at + 1)
  const before = text.slice(0, at + 1).split(/\r\n|\r|\n/)
  return { line: before.length - 1, character: (before.at(-1)?.length ?? 1) - 1 }
}

const at = (
  text: string,
  word: string,
  nth = 0,
): { textDocument: object; position: Range['start'] } => ({
  textDocument: { uri: URI },
  position: position(text, word, nth),
})

test('a session: findings as one types, a fix, another version, goodbye', async () => {
  client = connect()
  expect(await client.initialize()).toMatchObject({
    serverInfo: { name: 'marque' },
    capabilities: {
      textDocumentSync: { change: 2 },
      hoverProvider: true,
      renameProvider: { prepareProvider: true },
    },
  })
  client.open(URI, POLICY)
  const first = await client.published(URI, 1)
  expect(first.map(({ code, severity }) => [code, severity])).toEqual([
    ['MQ-140', 1],
    ['MQ-179', 2],
  ])
  expect(first[0]).toMatchObject({
    range: { start: { line: 4, character: 12 }, end: { line: 4, character: 36 } },
    source: 'marque',
    message: expect.stringMatching(
      /has a trailing slash.*\nwhy: .*\nfix: write `https:\/\/app\.example\.com`/,
    ),
  })
  expect(first[1]).toMatchObject({
    tags: [1],
    relatedInformation: [
      { message: 'first occurrence', location: { range: { start: { line: 13, character: 18 } } } },
    ],
  })

  const actions = (await client.request('textDocument/codeAction', {
    textDocument: { uri: URI },
    range: first[0]?.range,
    context: { diagnostics: [first[0]] },
  })) as Action[]
  expect(actions).toMatchObject([
    {
      title: 'Replace with `https://app.example.com`',
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'MQ-140' }],
    },
  ])
  const edits = actions[0]?.edit.changes[URI] ?? []
  const mended = applied(POLICY, edits)
  expect(mended).toBe(POLICY.replace('.com/]', '.com]'))

  client.change(URI, 2, edits[0]?.newText ?? '', edits[0]?.range)
  expect((await client.published(URI, 2)).map(({ code }) => code)).toEqual(['MQ-179'])

  client.notify('textDocument/didClose', { textDocument: { uri: URI } })
  expect(await client.end()).toBe(0)
  expect(client.stderr).toBe('')
})

test('what is asked about a place is answered', async () => {
  client = connect()
  await client.initialize()
  client.open(URI, POLICY)
  const hover = await client.request('textDocument/hover', at(POLICY, 'sensitivity'))
  expect(hover).toMatchObject({
    contents: { kind: 'markdown', value: expect.stringContaining('Decision rules: D8') },
    range: { start: position(POLICY, 'sensitivity') },
  })
  expect(await client.request('textDocument/definition', at(POLICY, 'web', 2))).toMatchObject([
    { uri: URI, range: { start: position(POLICY, 'web') } },
  ])
  const references = { ...at(POLICY, 'web'), context: { includeDeclaration: false } }
  expect(await client.request('textDocument/references', references)).toHaveLength(1)
  expect(await client.request('textDocument/prepareRename', at(POLICY, 'web'))).toMatchObject({
    placeholder: 'web',
  })
  expect(await client.request('textDocument/prepareRename', at(POLICY, 'purpose'))).toBeNull()
  const renamed = (await client.request('textDocument/rename', {
    ...at(POLICY, 'web'),
    newName: 'apps',
  })) as Action['edit']
  expect(applied(POLICY, renamed.changes[URI] ?? [])).toBe(
    POLICY.replace('  web:', '  apps:').replace('[web]', '[apps]'),
  )
  await expect(
    client.request('textDocument/rename', { ...at(POLICY, 'web'), newName: 'Our Apps' }),
  ).rejects.toThrow('lower-case letter')
  expect(
    await client.request('textDocument/documentSymbol', { textDocument: { uri: URI } }),
  ).toMatchObject([
    { name: 'origins', children: [{ name: 'web', detail: 'first-party applications' }] },
    {
      name: 'resources',
      children: [{ name: 'account', children: [{ name: 'web', detail: 'GET, GET' }] }],
    },
  ])
  expect(await client.request('textDocument/completion', at(POLICY, 'internal'))).toMatchObject([
    {
      label: 'public',
      textEdit: { newText: 'public', range: { start: position(POLICY, 'internal') } },
    },
    { label: 'internal' },
    { label: 'confidential' },
    { label: 'restricted' },
  ])
  expect(await client.end()).toBe(0)
})

test('typing a policy letter by letter: completion helps at each, findings wait for a pause', async () => {
  client = connect()
  await client.initialize()
  const target = read('minimal')
  client.open(URI, '')
  await client.published(URI, 1)
  let version = 1
  let line = 0
  let character = 0
  for (const letter of target) {
    client.change(URI, ++version, letter, { start: { line, character }, end: { line, character } })
    if (letter === '\n') [line, character] = [line + 1, 0]
    else character++
    if (version % 2 === 0) {
      const items = (await client.request('textDocument/completion', {
        textDocument: { uri: URI },
        position: { line, character },
      })) as { textEdit: Edit }[]
      for (const { textEdit } of items) expect(textEdit.newText).not.toMatch(/:\/\//)
    }
  }
  expect((await client.published(URI, version)).filter(({ severity }) => severity === 1)).toEqual(
    [],
  )
  // Not one for each letter.
  expect(client.timesPublished(URI)).toBeLessThan(target.length / 4)
  expect(await client.end()).toBe(0)
})

test('line ends of Windows, a byte order mark, and characters of two code units stand where the editor counts them', async () => {
  client = connect()
  await client.initialize()
  const text = `\ufeff${POLICY}`
    .replace('first-party', '💥💥')
    .replace('purpose: 💥', 'purpose: 💥')
    .replaceAll('\n', '\r\n')
  client.open(URI, text)
  const [slash] = await client.published(URI, 1)
  expect(slash && text.slice(offset(text, slash.range.start), offset(text, slash.range.end))).toBe(
    'https://app.example.com/',
  )
  // Behind two characters of two units each.
  const edit = { start: { line: 6, character: 17 }, end: { line: 6, character: 17 } }
  client.change(URI, 2, ' # yes', edit)
  expect((await client.published(URI, 2)).map(({ code }) => code)).toEqual(['MQ-140', 'MQ-179'])
  const symbols = await client.request('textDocument/documentSymbol', {
    textDocument: { uri: URI },
  })
  expect(JSON.stringify(symbols)).toContain('💥💥')
  expect(await client.end()).toBe(0)
})

test('all certain fixes at once, where the editor asks for them by name', async () => {
  client = connect()
  await client.initialize()
  client.open(URI, POLICY)
  const ask = (only?: readonly string[]): Promise<unknown> =>
    client.request('textDocument/codeAction', {
      textDocument: { uri: URI },
      range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
      context: { diagnostics: [], ...(only && { only }) },
    })
  expect(((await ask()) as Action[]).map(({ kind }) => kind)).toEqual(['quickfix', 'quickfix'])
  expect(await ask(['refactor'])).toEqual([])
  const [all] = (await ask(['source.fixAll'])) as Action[]
  expect(all?.kind).toBe('source.fixAll.marque')
  expect(applied(POLICY, all?.edit.changes[URI] ?? [])).toBe(
    POLICY.replace('.com/]', '.com]').replace('[GET, GET]', '[GET]'),
  )
  expect(await client.end()).toBe(0)
})

test('F33: a warning without a fix can be acknowledged, with placeholders to fill in', async () => {
  client = connect()
  await client.initialize()
  const text = POLICY.replace('https://app.example.com/', '"http://localhost:3000"').replace(
    '[GET, GET]',
    '[GET]',
  )
  client.open(URI, text)
  await client.published(URI, 1)
  const actions = (await client.request('textDocument/codeAction', {
    textDocument: { uri: URI },
    range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
    context: { diagnostics: [] },
  })) as Action[]
  const [accept] = actions.filter(({ title }) => title.startsWith('Acknowledge MQ-318'))
  expect(accept).toMatchObject({ kind: 'quickfix', isPreferred: false })
  expect(applied(text, accept?.edit.changes[URI] ?? [])).toContain(
    'acknowledged:\n  - { code: MQ-318, at: web, why: "", by: "", until: "" }\n',
  )
  expect(await client.end()).toBe(0)
})

test('several documents, JSON and policy tests among them; what is no policy is left alone', async () => {
  client = connect()
  await client.initialize()
  client.open(
    'file:///a/cors.json',
    '{ "version": 1, "self": ["https://api.example.com"], "resources": [], }',
  )
  client.open('file:///a/a.marque-test.yaml', 'policy: ./policy.yaml\ncases: []\n')
  client.open('file:///a/compose.yaml', 'services:\n  web: { image: x }\nversion: "3"\n')
  client.open('file:///a/policy.yaml', 'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\n')
  client.open('file:///a/anything.yaml', 'version: 2\nself: []\nresources: []\n')
  const codes = async (uri: string): Promise<string[]> =>
    (await client.published(uri, 1)).map(({ code }) => code)
  expect(await codes('file:///a/cors.json')).toEqual(['MQ-105'])
  expect(await codes('file:///a/a.marque-test.yaml')).toEqual(['MQ-190'])
  expect(await codes('file:///a/compose.yaml')).toEqual([])
  expect(await codes('file:///a/policy.yaml')).toEqual([])
  expect(await codes('file:///a/anything.yaml')).toContain('MQ-124')
  const there = {
    textDocument: { uri: 'file:///a/compose.yaml' },
    position: { line: 0, character: 2 },
  }
  expect(await client.request('textDocument/hover', there)).toBeNull()
  expect(await client.request('textDocument/completion', there)).toEqual([])
  expect(await client.end()).toBe(0)
})

test('the environment is that of the command, of the client, or of its settings', async () => {
  client = connect(['--env', 'staging', '--stdio'])
  const text = POLICY.replace(
    'self: [https://api.example.com]',
    'self: { staging: [https://api.example.com] }',
  )
  await client.initialize()
  client.open(URI, text)
  const codes = async (version: number): Promise<string[]> =>
    (await client.published(URI, version)).map(({ code }) => code)
  expect(await codes(1)).not.toContain('MQ-188')
  client.notify('workspace/didChangeConfiguration', {
    settings: { marque: { environment: 'production' } },
  })
  client.change(URI, 2, text)
  expect(await codes(2)).toContain('MQ-188')
  expect(await client.end()).toBe(0)

  client = connect()
  await client.initialize({ initializationOptions: { environment: 'staging' } })
  client.open(URI, text)
  expect(await codes(1)).not.toContain('MQ-188')
  expect(await client.end()).toBe(0)
})

test('the largest example has its findings at once', async () => {
  client = connect()
  await client.initialize()
  const text = read('company')
  client.open(URI, text)
  expect((await client.published(URI, 1)).filter(({ severity }) => severity === 1)).toEqual([])
  expect(
    await client.request('textDocument/documentSymbol', { textDocument: { uri: URI } }),
  ).toHaveLength(4)
  expect(await client.end()).toBe(0)
})

test('thousands of findings keep nobody waiting: a thousand are sent, and a few are tried to mend', async () => {
  client = connect()
  await client.initialize()
  const origins = Array.from({ length: 3000 }, (_, index) => `https://a${index}.example.com/`)
  client.open(URI, POLICY.replace('https://app.example.com/', origins.join(', ')))
  const sent = await client.published(URI, 1)
  expect(sent).toHaveLength(1000)
  expect(new Set(sent.map(({ severity }) => severity))).toEqual(new Set([1]))
  const actions = await client.request('textDocument/codeAction', {
    textDocument: { uri: URI },
    range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
    context: { diagnostics: [] },
  })
  expect(actions).toHaveLength(20)
  expect(await client.end()).toBe(0)
})

test('what it does not know it says; what is not open has no answers', async () => {
  client = connect()
  await client.initialize()
  expect(await client.answerTo('textDocument/frobnicate', {})).toMatchObject({
    error: { code: -32601 },
  })
  client.notify('$/frobnicate', {})
  client.notify('frobnicate', {})
  expect(await client.request('textDocument/hover', at(POLICY, 'web'))).toBeNull()
  client.open(URI, POLICY)
  // Beyond the end, and beyond the line.
  const far = { textDocument: { uri: URI }, position: { line: 999, character: 999 } }
  expect(await client.request('textDocument/definition', far)).toEqual([])
  expect(await client.end()).toBe(0)
})

test('it ends with 1 where nobody said shutdown: at `exit`, at the end of input', async () => {
  client = connect()
  await client.initialize()
  client.notify('exit', undefined)
  expect(await client.exited()).toBe(1)
  client = connect()
  await client.initialize()
  client.child.stdin.end()
  expect(await client.exited()).toBe(1)
})

test('what came before the end of input is answered', async () => {
  const message = (body: object): string => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...body })
    return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
  }
  const { stdout } = await marque(['lsp'], {
    stdin: message({ id: 1, method: 'initialize', params: { processId: null, capabilities: {} } }),
  })
  expect(stdout).toContain('"serverInfo":{"name":"marque"')
})

test('bytes that are no messages end nothing but the session', async () => {
  const { exit, stdout } = await marque(['lsp'], {
    stdin: 'Content-Length: 5\r\n\r\n{bad}garbage\r\n\r\n',
  })
  expect([exit, stdout]).toEqual([1, ''])
})

test('it ends when its client has died, though somebody keeps its input open', async () => {
  const editor = spawn('sleep', ['60'])
  client = connect()
  await client.initialize({ processId: editor.pid })
  editor.kill('SIGKILL')
  expect(await client.exited()).toBe(1)
}, 300_000)

test('whatever edits come in whatever order, every question is answered', async () => {
  client = connect()
  await client.initialize()
  const texts = [read('minimal'), read('broken'), POLICY, '', '{"version": 1, "resources": [{}]}']
  const edit = fc.record({
    line: fc.nat(60),
    character: fc.nat(60),
    length: fc.nat(20),
    text: fc.oneof(
      fc.constantFrom(
        '\r\n',
        '💥',
        '"',
        "'",
        '[',
        ']',
        '{',
        '}',
        ': ',
        '- ',
        '\t',
        '\n  ',
        '#',
        '&a',
        '*',
        '\ufeff',
        '|',
        '>',
        '---\n',
        '\ud83d',
        '\0',
      ),
      fc.string({ maxLength: 4 }),
    ),
  })
  let documents = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...texts),
      fc.array(edit, { maxLength: 12 }),
      async (text, edits) => {
        const uri = `file:///cors/${++documents}/policy.${text.startsWith('{') ? 'json' : 'yaml'}`
        client.open(uri, text)
        let version = 1
        for (const { line, character, length, text: inserted } of edits) {
          client.change(uri, ++version, inserted, {
            start: { line, character },
            end: { line, character: character + length },
          })
          const place = {
            textDocument: { uri },
            position: { line, character: character + inserted.length },
          }
          const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } }
          const answers = await Promise.all([
            client.answerTo('textDocument/completion', place),
            client.answerTo('textDocument/hover', place),
            client.answerTo('textDocument/definition', place),
            client.answerTo('textDocument/references', {
              ...place,
              context: { includeDeclaration: true },
            }),
            client.answerTo('textDocument/prepareRename', place),
            client.answerTo('textDocument/documentSymbol', place),
            client.answerTo('textDocument/codeAction', {
              ...place,
              range,
              context: { diagnostics: [] },
            }),
          ])
          for (const { error } of answers) expect(error).toBeUndefined()
        }
        client.notify('textDocument/didClose', { textDocument: { uri } })
      },
    ),
    { numRuns: 40 },
  )
  expect(await client.end()).toBe(0)
  expect(client.stderr).toBe('')
}, 300_000)

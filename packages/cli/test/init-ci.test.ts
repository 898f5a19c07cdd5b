/** `marque init --ci`: the generated pipelines have valid keys, and their shell scripts work in a real repository. */

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { marque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { INSTALL_SOURCE } from '../src/init/install-source.ts'
import { NOW, startLayer as startTestLayer, POLICY as VERIFIED } from './verify-layer.ts'

const BIN = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url))
/** PATH without the commands of the checkout, so that `marque` is found only if the pipeline installs it. */
const SYSTEM_PATH = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !existsSync(join(folder, 'marque')))
  .join(delimiter)
const WORKFLOW = '.github/workflows/marque.yml'
const JOBS = '.gitlab/marque.gitlab-ci.yml'

const POLICY = `version: 1
self: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: first-party application }
resources:
  - { name: api, match: [{ path: /v1/** }], sensitivity: internal, grants: [{ origins: [web] }] }
`
const TESTS = `policy: ./policy.yaml
cases:
  - { name: reads, origin: https://app.example.com, url: /v1/a, expect: { read: true } }
`
/** Replaces npm: checks the arguments, and links the command of the checkout where `npm install --prefix` would. */
const NPM = `#!/bin/sh
[ "$1 $2 $3 $4 $5" = "install --no-audit --no-fund --ignore-scripts --prefix" ] || { echo "npm $*" >&2; exit 97; }
[ "$7 $8" = "vendor/marque/cli.tgz vendor/marque/core.tgz" ] || { echo "npm $*" >&2; exit 96; }
mkdir -p "$6/node_modules/.bin"
ln -sf ${JSON.stringify(join(BIN, 'marque'))} "$6/node_modules/.bin/marque"
`
/** Replaces the GitHub CLI: logs its arguments, and lists the ids in the file `comments`. */
const GH = `#!/bin/sh
printf '%s\\n' "$*" >> gh.log
case "$*" in *--paginate*) [ -f comments ] && cat comments;; esac
exit 0
`

const place = temporaryFolder({})
const repository = join(place.path, 'repository')
const at = (name: string): string => join(repository, name)

function put(name: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(at(name)), { recursive: true })
  writeFileSync(at(name), text)
  chmodSync(at(name), mode)
}

function git(...args: readonly string[]): string {
  const identity = [
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@example.com',
    '-c',
    'commit.gpgsign=false',
  ]
  const ran = spawnSync('git', [...identity, ...args], { cwd: repository, encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(ran.stderr)
  return ran.stdout.trim()
}

interface Step {
  readonly id?: string
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: { readonly [key: string]: unknown }
}
interface Job {
  readonly steps: readonly Step[]
  readonly permissions: object
  readonly [key: string]: unknown
}

let base = ''
beforeAll(async () => {
  put('cors/policy.yaml', POLICY)
  put('.stubs/npm', NPM, 0o755)
  put('vendor/marque/cli.tgz', '')
  put('vendor/marque/core.tgz', '')
  put('.stubs/gh', GH, 0o755)
  git('init', '-q', '-b', 'main')
  git('add', 'cors')
  git('commit', '-qm', 'one')
  base = git('rev-parse', 'HEAD')
  for (const system of ['github', 'gitlab']) {
    // Run in a subfolder: the pipeline is written at the root of the repository, with the path of the policy from there.
    const { exit, stdout, stderr } = await marque(['init', '--ci', system, 'policy.yaml'], {
      cwd: at('cors'),
    })
    expect([exit, stdout, stderr]).toEqual([0, '', expect.stringContaining('cors/policy.yaml')])
  }
})
afterAll(() => place.remove())

const workflow = () =>
  parse(readFileSync(at(WORKFLOW), 'utf8')) as {
    readonly jobs: { readonly [name: string]: Job }
    readonly env: { readonly [name: string]: string }
    readonly [key: string]: unknown
  }
const jobs = () =>
  parse(readFileSync(at(JOBS), 'utf8')) as {
    readonly [name: string]: {
      readonly script?: readonly string[]
      readonly before_script?: readonly string[]
      readonly variables?: { readonly [name: string]: string }
      readonly [key: string]: unknown
    }
  }

async function shell(
  script: string,
  env: { readonly [name: string]: string },
  path: readonly string[] = [],
): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const { FORCE_COLOR: _, ...inherited } = process.env
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: repository,
    env: {
      ...inherited,
      PATH: [...path, at('.stubs'), SYSTEM_PATH].join(delimiter),
      // Bash warns on stderr of a locale that the machine does not have.
      LC_ALL: 'C.UTF-8',
      ...env,
    },
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }
}

describe('the workflow', () => {
  test('has only keys that GitHub supports, at each level', () => {
    const { jobs: all, ...top } = workflow()
    expect(Object.keys(top).sort()).toEqual([
      'concurrency',
      'defaults',
      'env',
      'name',
      'on',
      'permissions',
    ])
    const known = [
      'env',
      'if',
      'needs',
      'outputs',
      'permissions',
      'runs-on',
      'steps',
      'timeout-minutes',
    ]
    const ofStep = ['env', 'id', 'if', 'name', 'run', 'uses', 'with']
    for (const job of Object.values(all)) {
      expect(known).toEqual(expect.arrayContaining(Object.keys(job)))
      expect(job['runs-on']).toMatch(/^ubuntu-\d/)
      for (const step of job.steps) {
        expect(ofStep).toEqual(expect.arrayContaining(Object.keys(step)))
        expect((step.uses === undefined) !== (step.run === undefined)).toBe(true)
      }
    }
  })

  test('is safe for forks: least privilege, no secrets, and no code of the request runs with write permission', () => {
    const text = readFileSync(at(WORKFLOW), 'utf8')
    const { jobs: all, permissions, on } = workflow()
    expect(Object.keys(on as object)).toEqual(['pull_request', 'schedule', 'deployment_status'])
    expect(permissions).toEqual({})
    expect(text).not.toContain('secrets.')
    expect(all.policy?.permissions).toEqual({ contents: 'read' })
    expect(all.comment?.permissions).toEqual({ 'pull-requests': 'write' })
    expect(all.comment?.if).toContain('head.repo.full_name == github.repository')
    for (const job of ['verify', 'verify-dependencies']) {
      expect(all[job]?.permissions).toEqual({ contents: 'read' })
    }
    expect(JSON.stringify(all.comment)).not.toMatch(/checkout|npm|marque test/)
    const checkout = all.policy?.steps.find(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkout?.with).toMatchObject({ 'persist-credentials': false })
  })

  test('pins actions by commit, and passes values of the request through the environment', () => {
    const steps = Object.values(workflow().jobs).flatMap((job) => job.steps)
    for (const { uses, run = '' } of steps) {
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/)
      expect(run).not.toContain('${{')
    }
    expect(workflow().env).toEqual({ POLICY: 'cors/policy.yaml', MARQUE_PACKAGES: INSTALL_SOURCE })
  })
})

describe('its steps, run', () => {
  const step = (job: string, name: string): string =>
    workflow().jobs[job]?.steps.find((one) => one.name === name)?.run ?? 'exit 98'
  const env = () => ({
    ...workflow().env,
    BASE: base,
    RUNNER_TEMP: place.path,
    GITHUB_STEP_SUMMARY: at('summary.md'),
    GITHUB_OUTPUT: at('output'),
    GH_TOKEN: 'x',
    REPOSITORY: 'o/r',
    NUMBER: '7',
    GITHUB_PATH: at('path'),
  })
  const runStep = (script: string, variables: { readonly [name: string]: string } = env()) =>
    shell(script, variables, readFileSync(at('path'), 'utf8').trim().split('\n'))

  test('install: puts the command on the PATH of the following steps', async () => {
    put('path', '')
    expect(await shell(step('policy', 'Install'), env())).toMatchObject({ status: 0 })
    expect(readFileSync(at('path'), 'utf8')).toBe(
      `${join(place.path, 'marque/node_modules/.bin')}\n`,
    )
  })

  test('check: passes, and fails on an error', async () => {
    expect(await runStep(step('policy', 'Check'), env())).toMatchObject({ status: 0 })
    put('cors/policy.yaml', POLICY.replace('https://app.example.com', 'https://app.example.com/'))
    const { status, stdout } = await runStep(step('policy', 'Check'), env())
    expect([status, stdout]).toEqual([3, expect.stringContaining('::error file=cors/policy.yaml')])
    put('cors/policy.yaml', POLICY)
  })

  test('test: reports missing tests, runs existing ones, and fails if one fails', async () => {
    const none = await runStep(step('policy', 'Test'), env())
    expect([none.status, none.stdout]).toEqual([0, expect.stringContaining('::notice::')])
    put('cors/policy.marque-test.yaml', TESTS)
    git('add', 'cors')
    expect(await runStep(step('policy', 'Test'), env())).toMatchObject({ status: 0 })
    expect(readFileSync(at('marque-test.xml'), 'utf8')).toContain('<testsuite')
    put('cors/policy.marque-test.yaml', TESTS.replace('read: true', 'read: false'))
    expect(await runStep(step('policy', 'Test'), env())).toMatchObject({ status: 1 })
    put('cors/policy.marque-test.yaml', TESTS)
  })

  test('compare: writes what the change allows', async () => {
    put(
      'cors/policy.yaml',
      POLICY.replace('origins: [web] }', 'origins: [web], methods: [GET, DELETE] }'),
    )
    const { status, stderr } = await runStep(
      step('policy', 'Compare with the target branch'),
      env(),
    )
    expect([status, stderr]).toEqual([0, ''])
    const comment = readFileSync(at('marque-comment/comment.md'), 'utf8')
    expect(comment).toMatch(/^<!-- marque -->\n/)
    expect(comment).toContain('WIDER')
    expect(comment).toContain('DELETE')
    expect(comment).not.toContain(place.path)
    expect(readFileSync(at('summary.md'), 'utf8')).toBe(comment)
    expect(readFileSync(at('output'), 'utf8')).toBe('comment=true\n')
  })

  test('compare: with --fail-on, a widening fails the job, and the comment is still written', async () => {
    const compare = step('policy', 'Compare with the target branch').replace(
      'diff --format',
      'diff --fail-on wider --format',
    )
    expect(await runStep(compare, env())).toMatchObject({ status: 2 })
    const comment = readFileSync(at('marque-comment/comment.md'), 'utf8')
    expect(comment).toContain('WIDER')
    expect(comment).not.toContain('could not be compared')
  })

  test('compare: a new policy, and an invalid one', async () => {
    const compare = step('policy', 'Compare with the target branch')
    expect(await runStep(compare, { ...env(), POLICY: 'cors/other.yaml' })).toMatchObject({
      status: 0,
    })
    expect(readFileSync(at('marque-comment/comment.md'), 'utf8')).toContain(
      '`cors/other.yaml` is new',
    )
    put('cors/policy.yaml', 'version: 2\n')
    expect(await runStep(compare, env())).toMatchObject({ status: 0 })
    expect(readFileSync(at('marque-comment/comment.md'), 'utf8')).toContain('could not be compared')
    put('cors/policy.yaml', POLICY)
  })

  test('verify: asks the layers of MARQUE_VERIFY, writes the report to the summary, and fails with its exit code', async () => {
    const layer = await startTestLayer()
    put('cors/verified.yaml', VERIFIED)
    const [OPTIONS, POLICY] = [`--layer app=${layer.url} --now ${NOW}`, 'cors/verified.yaml']
    for (const job of ['verify', 'verify-dependencies']) {
      put('summary.md', '')
      const script = step(job, 'Verify')
      const right = await runStep(script, { ...env(), POLICY, OPTIONS })
      expect([right.status, right.stdout]).toEqual([0, ''])
      expect(readFileSync(at('summary.md'), 'utf8')).toContain('as the policy decides')
      layer.behaviour.reflects = true
      expect(await runStep(script, { ...env(), POLICY, OPTIONS })).toMatchObject({ status: 3 })
      expect(readFileSync(at('summary.md'), 'utf8')).toContain('reflects-any-origin')
      layer.behaviour.reflects = false
    }
    const bad = await runStep(step('verify', 'Verify'), { ...env(), OPTIONS: '--layer app' })
    expect(bad).toMatchObject({ status: 64 })
    await layer.close()
  })

  test('verify after an update of dependencies: only where a lock file changed', async () => {
    const compare = step('verify-dependencies', 'Compare dependencies')
    git('checkout', '-q', '-b', 'update')
    for (const [file, changed] of [
      ['cors/notes.txt', false],
      ['web/package-lock.json', true],
    ] as const) {
      put('output', '')
      put(file, '1')
      git('add', file)
      git('commit', '-qm', file, '--', file)
      expect(await runStep(compare, env())).toMatchObject({ status: 0 })
      expect(readFileSync(at('output'), 'utf8')).toBe(changed ? 'changed=true\n' : '')
    }
    git('checkout', '-q', 'main')
  })

  test('comment: creates a comment, then updates it', async () => {
    put('gh.log', '')
    expect(await runStep(step('comment', 'Comment'), env())).toMatchObject({ status: 0 })
    put('comments', '4711\n4712\n')
    expect(await runStep(step('comment', 'Comment'), env())).toMatchObject({ status: 0 })
    const calls = readFileSync(at('gh.log'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('--method'))
    expect(calls).toEqual([
      'api --silent --method POST repos/o/r/issues/7/comments --field body=@./marque-comment/comment.md',
      'api --silent --method PATCH repos/o/r/issues/comments/4711 --field body=@./marque-comment/comment.md',
    ])
  })
})

describe('the jobs for GitLab', () => {
  test('have only keys that GitLab supports', () => {
    const known = [
      'allow_failure',
      'artifacts',
      'before_script',
      'extends',
      'image',
      'interruptible',
      'needs',
      'rules',
      'script',
      'stage',
      'variables',
    ]
    for (const [name, job] of Object.entries(jobs())) {
      expect(known).toEqual(expect.arrayContaining(Object.keys(job)))
      if (!name.startsWith('.')) expect(job.rules).not.toEqual([])
    }
    expect(jobs()['marque-comment']?.variables).toEqual({ GIT_STRATEGY: 'none' })
    expect(JSON.stringify(jobs()['marque-comment'])).not.toContain('npm')
  })

  const script = (job: string): string =>
    [
      ...(jobs()[job]?.extends === '.marque' ? (jobs()['.marque']?.before_script ?? []) : []),
      ...(jobs()[job]?.script ?? ['exit 98']),
    ].join('\n')
  const env = () => ({
    ...jobs()['.marque']?.variables,
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    CI_PROJECT_DIR: repository,
  })

  test('check and test write reports, and fail the job together', async () => {
    put('cors/policy.marque-test.yaml', TESTS.replace('read: true', 'read: false'))
    expect(await shell(script('marque-policy'), env())).toMatchObject({ status: 1 })
    expect(readFileSync(at('marque-check.xml'), 'utf8')).toContain('failures="0"')
    expect(readFileSync(at('marque-test.xml'), 'utf8')).toContain('failures="1"')
    put('cors/policy.marque-test.yaml', TESTS)
    expect(await shell(script('marque-policy'), env())).toMatchObject({ status: 0 })
  })

  test('compare, and comment on the merge request once', async () => {
    put(
      'cors/policy.yaml',
      POLICY.replace('origins: [web] }', 'origins: [web], methods: [GET, DELETE] }'),
    )
    expect(await shell(script('marque-diff'), env())).toMatchObject({ status: 0 })
    expect(readFileSync(at('marque-diff.md'), 'utf8')).toContain('WIDER')

    const received: string[] = []
    const notes: { id: number; author: { id: number }; body: string }[] = [
      { id: 1, author: { id: 5 }, body: '<!-- marque --> of somebody else' },
    ]
    const server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (chunk: Buffer) => parts.push(chunk))
      request.on('end', () => {
        received.push(`${request.method} ${request.url} ${request.headers['private-token']}`)
        const text = Buffer.concat(parts).toString()
        if (request.method === 'POST')
          notes.push({ id: 2, author: { id: 9 }, body: JSON.parse(text).body })
        response.setHeader('content-type', 'application/json')
        response.end(
          JSON.stringify(
            request.url === '/user' ? { id: 9 } : request.method === 'GET' ? notes : {},
          ),
        )
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const variables = {
      CI_API_V4_URL: api,
      CI_PROJECT_ID: '3',
      CI_MERGE_REQUEST_IID: '7',
      MARQUE_COMMENT_TOKEN: 't',
    }
    try {
      expect(await shell(script('marque-comment'), variables)).toMatchObject({ status: 0 })
      expect(await shell(script('marque-comment'), variables)).toMatchObject({ status: 0 })
    } finally {
      server.close()
    }
    const wider = script('marque-diff').replace('diff --format', 'diff --fail-on wider --format')
    expect(await shell(wider, env())).toMatchObject({ status: 2 })
    const notesPath = '/projects/3/merge_requests/7/notes'
    expect(received.filter((one) => !one.startsWith('GET'))).toEqual([
      `POST ${notesPath} t`,
      `PUT ${notesPath}/2 t`,
    ])
    expect(notes[1]?.body).toBe(readFileSync(at('marque-diff.md'), 'utf8'))
  })

  test('without a token the comment job passes with a message', async () => {
    const { status, stdout } = await shell(script('marque-comment'), {})
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining('MARQUE_COMMENT_TOKEN is not set'),
    ])
  })
})

test('existing pipelines are not overwritten', async () => {
  for (const system of ['github', 'gitlab']) {
    const { exit, stderr } = await marque(['init', '--ci', system], { cwd: repository })
    expect([exit, stderr]).toEqual([1, expect.stringContaining('already exists')])
  }
})

const outside: readonly string[] = [
  '../policy.yaml',
  'a b.yaml',
  '$(id).yaml',
  'a"b.yaml',
  '-x.yaml/y',
  'policy@x.yaml',
]
for (const policy of outside) {
  test(`\`${policy}\` is rejected`, async () => {
    const { exit, stderr } = await marque(['init', '--ci', 'github', '--', policy], {
      cwd: repository,
    })
    expect([exit, stderr]).toEqual([
      64,
      expect.stringContaining('is outside the repository, or its path has special characters'),
    ])
    expect(existsSync(at('policy.yaml'))).toBe(false)
  })
}

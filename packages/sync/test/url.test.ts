import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleBytes, decide } from '@marque/core'
import { type TemporaryFolder, temporaryFolder } from '@marque/testkit/processes'
import {
  type Distributor,
  ENVIRONMENT,
  ISSUED_AT,
  newPublisher,
  type Publisher,
  releaseBundle,
  startDistributor,
} from '@marque/testkit/releases'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openUrl, type PolicySource, type SyncEvent, type UrlOptions } from '../src/index.ts'
import { diskStore } from '../src/node.ts'

const A = 'https://a.example.com'
const B = 'https://b.example.com'

let publisher: Publisher
let distributor: Distributor
let folder: TemporaryFolder
const open: PolicySource[] = []

beforeEach(async () => {
  publisher = await newPublisher()
  distributor = await startDistributor(await publisher.bundle(releaseBundle(A)))
  folder = temporaryFolder()
})

afterEach(async () => {
  for (const source of open.splice(0)) await source.close()
  await distributor.close()
  folder.remove()
})

async function start(options: Partial<UrlOptions> = {}): Promise<PolicySource> {
  const source = await openUrl({
    urls: [distributor.url],
    keys: publisher.keys,
    environment: ENVIRONMENT,
    interval: 0.05,
    timeout: 1,
    ...options,
  })
  open.push(source)
  return source
}

function next(source: PolicySource, type: SyncEvent['type']): Promise<SyncEvent> {
  return new Promise((resolve) => {
    const stop = source.onEvent((event) => {
      if (event.type !== type) return
      stop()
      resolve(event)
    })
  })
}

/** Waits for a refusal with this code. On a machine under load a response may come too late first, which is a refusal too. */
function refusedWith(source: PolicySource, code: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = source.onEvent((event) => {
      if (event.type !== 'rejected' || event.problem.code !== code) return
      stop()
      resolve()
    })
  })
}

/** The origin that is granted. */
function granted(source: PolicySource): string | undefined {
  return source.engine?.bundle.sets.web?.exact[0]
}

function read(source: PolicySource, headers: readonly (readonly [string, string])[]): string {
  const { engine } = source
  if (engine === null) return 'no-policy'
  const request = {
    method: 'GET',
    url: 'https://api.example.com/x',
    headers: [['Origin', A] as const, ...headers],
  }
  return decide(engine, request, {}, source.moment()).reason
}

test('the first bundle is in force when the source is open', async () => {
  const source = await start()
  expect(granted(source)).toBe(A)
  expect(source.held?.release).toMatchObject({ number: 1, environment: ENVIRONMENT, keyId: 'b1' })
})

test('a new release is put in force', async () => {
  const source = await start()
  const before = source.engine
  distributor.bundle = await publisher.bundle(releaseBundle(B), { number: 2 })
  await next(source, 'swapped')
  expect(granted(source)).toBe(B)
  expect(before?.bundle.sets.web?.exact).toEqual([A])
})

test('a known bundle is requested with its ETag and not sent again', async () => {
  const source = await start()
  await next(source, 'unchanged')
  expect(distributor.requests.slice(0, 2)).toEqual([undefined, expect.stringMatching(/^".+"$/)])
})

const refusals: readonly {
  readonly name: string
  readonly code: string
  readonly bundle: () => Promise<Distributor['bundle']>
}[] = [
  {
    name: 'an older release',
    code: 'ERR_SYNC_REPLAYED',
    bundle: () => publisher.bundle(releaseBundle(B), { number: 4 }),
  },
  {
    name: 'a release of another environment',
    code: 'ERR_SYNC_SIGNATURE',
    bundle: () => publisher.bundle(releaseBundle(B), { number: 6, environment: 'staging' }),
  },
  {
    name: 'a release of another tenant',
    code: 'ERR_SYNC_SIGNATURE',
    bundle: () => publisher.bundle(releaseBundle(B), { number: 6, tenant: 'globex' }),
  },
  {
    name: 'a signature of a lease under a bundle',
    code: 'ERR_SYNC_SIGNATURE',
    bundle: () => publisher.bundle(releaseBundle(B), { number: 6, purpose: 'lease' }),
  },
  {
    name: 'a key that nobody trusts',
    code: 'ERR_SYNC_SIGNATURE',
    bundle: () => publisher.bundle(releaseBundle(B), { number: 6, keyId: 'b2' }),
  },
  {
    name: 'the lease key on a bundle',
    code: 'ERR_SYNC_SIGNATURE',
    bundle: async () => {
      const text = new TextDecoder().decode(bundleBytes(releaseBundle(B)))
      return publisher.lease(JSON.parse(text), { number: 6, purpose: 'bundle', keyId: 'b1' })
    },
  },
  {
    name: 'one changed byte',
    code: 'ERR_SYNC_SIGNATURE',
    bundle: async () => {
      const { bytes, signature } = await publisher.bundle(releaseBundle(B), { number: 6 })
      const text = new TextDecoder().decode(bytes).replace(B, B.replace('b.', 'c.'))
      return { bytes: new TextEncoder().encode(text), signature }
    },
  },
  {
    name: 'a higher number written over the signed one',
    code: 'ERR_SYNC_SIGNATURE',
    bundle: async () => {
      const { bytes, signature } = await publisher.bundle(releaseBundle(B), { number: 6 })
      return { bytes, signature: signature.replace('number=6', 'number=7') }
    },
  },
  {
    name: 'no signature at all',
    code: 'ERR_SYNC_UNSIGNED',
    bundle: async () => (response) => void response.end(bundleBytes(releaseBundle(B))),
  },
  {
    name: 'a signed bundle that is none',
    code: 'ERR_SYNC_REFUSED',
    bundle: () => publisher.bundle({ ...releaseBundle(B), self: [] }, { number: 6 }),
  },
  {
    name: 'a bundle whose own cases are decided otherwise',
    code: 'ERR_SYNC_SELF_TEST',
    bundle: () => publisher.bundle(failingBundle(), { number: 6 }),
  },
  {
    name: 'too many bytes',
    code: 'ERR_SYNC_TOO_LARGE',
    bundle: async () => (response) => void response.end('x'.repeat(70_000)),
  },
  {
    name: 'a redirect',
    code: 'ERR_SYNC_UNREACHABLE',
    bundle: async () => (response) =>
      void response.writeHead(302, { location: '/elsewhere' }).end(),
  },
  { name: 'an error', code: 'ERR_SYNC_UNREACHABLE', bundle: async () => null },
  { name: 'silence', code: 'ERR_SYNC_UNREACHABLE', bundle: async () => 'hang' },
]

function failingBundle(): ReturnType<typeof releaseBundle> {
  const bundle = releaseBundle(B)
  const request = {
    method: 'GET',
    url: 'https://api.example.com/x',
    headers: [['Origin', A] as const],
  }
  const out = {
    kind: 'actual',
    reach: true,
    read: true,
    reason: 'granted',
    status: null,
    resource: 'account',
    grant: 0,
    exception: null,
    tenant: null,
    headers: [],
    vary: ['Origin'],
    removes: [],
    detail: '',
  } as const
  return {
    ...bundle,
    vectors: [{ id: 'wrong', rule: 'D9', in: { request, context: {}, moment: { now: 0 } }, out }],
  }
}

for (const { name, code, bundle } of refusals) {
  test(`${name}: the previous bundle stays in force`, async () => {
    distributor.bundle = await publisher.bundle(releaseBundle(A), { number: 5 })
    const source = await start({ limit: 65_536, timeout: 0.2 })
    distributor.bundle = await bundle()
    await refusedWith(source, code)
    expect(granted(source)).toBe(A)
    distributor.bundle = await publisher.bundle(releaseBundle(B), { number: 9 })
    await next(source, 'swapped')
    expect(granted(source)).toBe(B)
  })
}

test('a start without a response has no policy, and gets one when an address responds', async () => {
  const good = distributor.bundle
  distributor.bundle = null
  const source = await start()
  expect(source.engine).toBeNull()
  distributor.bundle = good
  await next(source, 'swapped')
  expect(granted(source)).toBe(A)
})

test('the second address is used if the first does not respond', async () => {
  const source = await start({ urls: ['http://127.0.0.1:1/bundle', distributor.url] })
  expect(granted(source)).toBe(A)
})

test('the last release is stored, and used by a start without a response', async () => {
  const store = diskStore(folder.path)
  await (await start({ store })).close()
  distributor.bundle = null
  const source = await start({ store })
  expect(granted(source)).toBe(A)
})

test('a modified copy on disk is rejected, and the one before it is used', async () => {
  const store = diskStore(folder.path)
  const source = await start({ store })
  distributor.bundle = await publisher.bundle(releaseBundle(B), { number: 2 })
  await next(source, 'swapped')
  await source.close()
  const newest = readdirSync(folder.path).sort().at(-1) ?? ''
  const file = join(folder.path, newest, 'bundle.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace(B, 'https://evil.example'))
  distributor.bundle = null
  const again = await start({ store })
  expect(granted(again)).toBe(A)
})

test('a stored release also protects against replay', async () => {
  const store = diskStore(folder.path)
  distributor.bundle = await publisher.bundle(releaseBundle(A), { number: 5 })
  await (await start({ store })).close()
  distributor.bundle = await publisher.bundle(releaseBundle(B), { number: 4 })
  const source = await start({ store })
  expect(granted(source)).toBe(A)
})

test('a failing store is reported, and the release is in force', async () => {
  writeFileSync(folder.at('file'), '')
  const told: SyncEvent[] = []
  const store = diskStore(join(folder.path, 'file', 'below'))
  const source = await start({ store, onEvent: (event) => told.push(event) })
  expect(granted(source)).toBe(A)
  expect(told.filter(({ type }) => type === 'not-persisted')).toHaveLength(2)
})

test('a store that works again gets what it missed; its failure is reported once', async () => {
  const told: SyncEvent[] = []
  const below = folder.at('store')
  writeFileSync(below, '')
  const store = diskStore(below)
  const source = await start({ store, onEvent: (event) => told.push(event) })
  for (let nth = 0; nth < 3; nth++) await next(source, 'unchanged')
  // One for what cannot be read at the start, one for what cannot be written.
  expect(told.filter(({ type }) => type === 'not-persisted')).toHaveLength(2)
  rmSync(below)
  await expect.poll(async () => (await store.read()).length, { timeout: 300_000 }).toBe(1)
})

test('an incomplete write after a crash is ignored and removed', async () => {
  const store = diskStore(folder.path)
  await (await start({ store })).close()
  const whole = readdirSync(folder.path)
  mkdirSync(folder.at('release-000000000000009-0123456789abcdef'))
  mkdirSync(folder.at('.writing-1-release-000000000000009-0123456789abcdef'))
  distributor.bundle = null
  const source = await start({ store })
  expect(granted(source)).toBe(A)
  distributor.bundle = await publisher.bundle(releaseBundle(B), { number: 2 })
  await next(source, 'swapped')
  await source.close()
  expect(readdirSync(folder.path).filter((name) => name.startsWith('.'))).toEqual([])
  expect(readdirSync(folder.path)).toEqual(expect.arrayContaining(whole))
})

test('three releases are stored', async () => {
  const source = await start({ store: diskStore(folder.path) })
  for (const number of [2, 3, 4, 5]) {
    distributor.bundle = await publisher.bundle(releaseBundle(B), { number })
    await next(source, 'swapped')
  }
  await source.close()
  const numbers = readdirSync(folder.path).map((name) => Number(name.split('-')[1]))
  expect(numbers.sort()).toEqual([3, 4, 5])
})

test('an ended lease removes credentials, and a new one restores them', async () => {
  const clock = { wall: () => now, monotonic: () => 0 }
  let now = ISSUED_AT + 1000
  const digest = (await start()).held?.digest
  const content = { format: 'marque-lease/1', digest, lockdowns: [], revokedTokens: [] }
  distributor.lease = await publisher.lease({ ...content, leaseUntil: ISSUED_AT + 60_000 })
  const source = await start({ leaseUrls: [distributor.leaseUrl], clock, interval: 60 })
  expect(read(source, [['Cookie', 's=1']])).toBe('granted')
  now = ISSUED_AT + 60_000 + 86_400_000
  expect(read(source, [['Cookie', 's=1']])).toBe('policy-stale')
  expect(read(source, [])).toBe('granted')
})

test('with leases configured and none received, the lease counts as ended when the bundle was issued', async () => {
  const clock = { wall: () => ISSUED_AT + 86_400_000, monotonic: () => 0 }
  const source = await start({ leaseUrls: [distributor.leaseUrl], clock, interval: 60 })
  expect(read(source, [['Cookie', 's=1']])).toBe('policy-stale')
})

test('a lease carries lockdowns, and an older lease does not lift them', async () => {
  const digest = (await start()).held?.digest
  const content = {
    format: 'marque-lease/1',
    digest,
    leaseUntil: Date.now() + 1e9,
    revokedTokens: [],
  }
  const lockdowns = [{ mode: 'deny-all', scope: {} }]
  const issuedAt = Date.now()
  const calm = await publisher.lease({ ...content, lockdowns: [] }, { issuedAt: issuedAt - 1 })
  distributor.lease = await publisher.lease({ ...content, lockdowns }, { issuedAt })
  const source = await start({ leaseUrls: [distributor.leaseUrl] })
  expect(read(source, [])).toBe('locked-down')
  distributor.lease = calm
  expect(await next(source, 'rejected')).toMatchObject({ problem: { code: 'ERR_SYNC_REPLAYED' } })
  expect(read(source, [])).toBe('locked-down')
  distributor.lease = await publisher.lease(
    { ...content, lockdowns: [] },
    { issuedAt: issuedAt + 1 },
  )
  await next(source, 'lease')
  expect(read(source, [])).toBe('granted')
})

test('the lease of another bundle extends nothing, and its lockdown applies at once', async () => {
  const content = { format: 'marque-lease/1', leaseUntil: Date.now() + 1e9, revokedTokens: [] }
  const digest = `sha256:${'0'.repeat(64)}`
  distributor.lease = await publisher.lease(
    { ...content, digest, lockdowns: [{ mode: 'deny-all', scope: {} }] },
    { issuedAt: Date.now() },
  )
  const source = await start({ leaseUrls: [distributor.leaseUrl] })
  expect(source.moment().leaseUntil).toBe(ISSUED_AT)
  expect(read(source, [])).toBe('locked-down')
})

test('F31: an unknown kind of lockdown is not ignored, and the problem is one of the lease', async () => {
  const digest = (await start()).held?.digest
  const content = {
    format: 'marque-lease/1',
    digest,
    leaseUntil: Date.now() + 1e9,
    revokedTokens: [],
  }
  distributor.lease = await publisher.lease({
    ...content,
    lockdowns: [{ mode: 'read-only', scope: {} }],
  })
  const source = await start({ leaseUrls: [distributor.leaseUrl] })
  expect(await next(source, 'rejected')).toMatchObject({
    of: 'lease',
    problem: { code: 'ERR_SYNC_REFUSED' },
  })
})

test('a clock that is set back does not revive grants', async () => {
  let wall = ISSUED_AT + 1000
  let passed = 0
  const source = await start({ clock: { wall: () => wall, monotonic: () => passed }, interval: 60 })
  expect(source.moment().now).toBe(ISSUED_AT + 1000)
  wall = ISSUED_AT - 3_600_000
  passed = 10_000
  expect(source.moment().now).toBe(ISSUED_AT + 10_000)
})

test('an invalid environment, address or key prevents the start', async () => {
  await expect(start({ urls: [] })).rejects.toThrow('`urls` is empty')
  await expect(start({ urls: ['ftp://x'] })).rejects.toThrow('not an http or https URL')
  await expect(start({ keys: [] })).rejects.toThrow('no key for the purpose `bundle`')
  await expect(start({ interval: 0 })).rejects.toThrow('`interval`')
  await expect(
    start({ keys: [{ id: 'x', purpose: 'bundle', publicKey: 'AAAA' }] }),
  ).rejects.toThrow('not Ed25519')
  await expect(
    start({ keys: publisher.keys.slice(0, 1), leaseUrls: [distributor.leaseUrl] }),
  ).rejects.toThrow('a key for the purpose `lease`')
})

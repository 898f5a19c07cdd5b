/** The document that examples are tried in, and the walk over the keys of the schema. */

export interface Annotated {
  readonly $schema?: string
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly deprecated?: boolean
  readonly properties?: { readonly [key: string]: Annotated }
  readonly additionalProperties?: Annotated | false
  readonly items?: Annotated
  readonly anyOf?: readonly Annotated[]
  readonly enum?: readonly string[]
  readonly markdownEnumDescriptions?: readonly string[]
  readonly 'x-intellij-enum-metadata'?: { readonly [word: string]: unknown }
  readonly 'x-marque-rules'?: readonly string[]
}

/** A policy that uses every part of the language. */
export const ROUND = {
  version: 1,
  self: ['https://api.example.com'],
  context: {
    roles: { claim: 'roles' },
    scopes: { claim: 'scope' },
    apiVersion: { path: '/{apiVersion}/**' },
  },
  origins: {
    web: {
      allow: ['https://app.example.com'],
      owner: 'web-platform@example.com',
      purpose: 'first-party applications',
      reviewBy: '2099-05-01',
    },
  },
  resources: [
    {
      name: 'account',
      match: [{ path: '/v1/account/me' }],
      sensitivity: 'internal',
      grants: [
        {
          origins: ['web'],
          methods: ['GET', 'POST'],
          credentials: true,
          when: { roles: ['reader'] },
        },
      ],
    },
  ],
  tenants: {
    identify: { host: '{tenant}.api.example.com' },
    limits: { origins: 5 },
    members: {
      globex: { allow: [], owner: 'it@globex.example', purpose: 'customer portal' },
    },
  },
  exceptions: [
    {
      id: 'EX-1',
      origin: 'https://portal.acme.example',
      resource: 'account',
      credentials: true,
      from: '2098-11-20T00:00:00Z',
      until: '2098-11-25T00:00:00Z',
      purpose: 'incident',
      requestedBy: 'dev@example.com',
      approvedBy: ['lead@example.com'],
      when: { roles: ['reader'] },
    },
  ],
  limits: { exceptionDuration: '14d', credentialLifetime: {} },
  acknowledged: [
    {
      code: 'MQ-309',
      at: 'account',
      why: 'the kiosks run Chromium',
      by: 'security@example.com',
      until: '2099-01-31T00:00:00Z',
    },
  ],
}

/** What an example needs beside it to be right: `read: false` has nothing to read, `*` is for public resources. */
const NEEDS: { readonly [key: string]: (holder: { [key: string]: unknown }) => void } = {
  nullReach: (grant) => Object.assign(grant, { read: false, methods: ['POST'] }),
  read: (grant) => delete grant.token,
}

/** Each key at every depth, `-` for the entry of a list or of a mapping with free names. */
export function keysOf(
  node: Annotated,
  pointer: string,
): readonly { readonly pointer: string; readonly node: Annotated }[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) => [
    { pointer: `${pointer}/${key}`, node: child },
    ...keysOf(child, `${pointer}/${key}`),
  ])
  const free = [node.items, node.additionalProperties].flatMap((child) =>
    child ? keysOf(child, `${pointer}/-`) : [],
  )
  return [...own, ...free]
}

/** The document with `value` at `pointer`; what the value cannot stand beside is taken out. */
export function plant(pointer: string, value: unknown): unknown {
  const document = structuredClone(ROUND) as unknown as { [key: string]: unknown }
  const steps = pointer.split('/').slice(1)
  const last = steps.pop() ?? ''
  let holder = document
  for (const step of steps) {
    const key = step === '-' ? (Object.keys(holder)[0] ?? '0') : step
    holder[key] ??= {}
    holder = holder[key] as typeof holder
  }
  // Exactly one of these stands in a source, and one in `identify`.
  for (const other of ['claim', 'header', 'path', 'host']) {
    if (
      steps[0] !== 'resources' &&
      other !== last &&
      ['claim', 'header', 'path', 'host'].includes(last)
    )
      delete holder[other]
  }
  NEEDS[last]?.(holder)
  if (JSON.stringify(value) === '["*"]' && last === 'origins') {
    const [resource] = document.resources as { [key: string]: unknown }[]
    Object.assign(resource ?? {}, { sensitivity: 'public' })
    delete holder.credentials
    delete holder.when
  }
  holder[last] = value
  return document
}

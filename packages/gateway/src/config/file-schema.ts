/**
 * Schemas of gateway files and decision service files; they yield the types and the error messages.
 *
 * @module
 */
import { isLoopbackHost } from '@marque/core'
import * as z from 'zod'

const duration = z
  .union([
    z.number().nonnegative(),
    z
      .string()
      .regex(/^\d+(?:ms|s|m|h|d)$/, 'expected a duration such as `500ms`, `5s`, `10m` or `2h`'),
  ])
  .describe('Seconds, or `500ms`, `5s`, `10m`, `2h`.')
const httpUrl = z
  .string()
  .regex(
    /^https?:\/\/[^/?#@\s]+(?:\/[^?#\s]*)?$/,
    'expected an http or https URL without credentials, query and fragment',
  )
/** Keys and introspection responses over cleartext can be replaced by anyone on the path, and every login with them. */
const loginUrl = httpUrl.refine(
  (url) => !URL.canParse(url) || isConfidential(new URL(url)),
  'expected an https URL: whoever can modify http responses could impersonate any user; http is accepted for loopback hosts only',
)
const base = z
  .string()
  .regex(
    /^https?:\/\/[^/?#@\s]+\/?$/,
    'expected scheme, host and port, for example `http://127.0.0.1:3000`; paths are not rewritten',
  )
const name = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 characters of `A-Z a-z 0-9 _ -`')
const host = z
  .string()
  .regex(
    /^(?:\*\.)?[A-Za-z0-9_-][A-Za-z0-9._-]*$|^\[[0-9A-Fa-f:.]+\]$/,
    'expected a host without scheme and port, such as `api.internal.example` or `*.internal.example`; for every host write `hosts: any`',
  )
const share = z.number().min(0).max(1)
const listed = <Item extends z.ZodType>(item: Item) => z.array(item).min(1)

function isConfidential({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isLoopbackHost(hostname)
}

const key = z.strictObject({
  id: z.string(),
  purpose: z.enum(['bundle', 'lease']),
  publicKey: z.string(),
})

const issuer = z
  .strictObject({
    issuer: z.string().min(1),
    audience: z.union([z.string().min(1), listed(z.string().min(1))]),
    jwksUrl: loginUrl.optional(),
    algorithms: listed(
      z.enum([
        'RS256',
        'RS384',
        'RS512',
        'PS256',
        'PS384',
        'PS512',
        'ES256',
        'ES384',
        'ES512',
        'EdDSA',
      ]),
    ).optional(),
    clockSkew: duration.optional(),
    from: z.union([z.literal('header'), z.strictObject({ cookie: z.string().min(1) })]).optional(),
    introspectionUrl: loginUrl.optional(),
    clientId: z.string().min(1).optional(),
    clientSecretFile: z.string().min(1).optional(),
  })
  .refine(
    ({ jwksUrl, introspectionUrl }) => jwksUrl !== undefined || introspectionUrl !== undefined,
    {
      message: 'set how logins are verified: `jwksUrl` with `algorithms`, or `introspectionUrl`',
    },
  )
  .refine(({ jwksUrl, algorithms }) => jwksUrl === undefined || algorithms !== undefined, {
    message:
      '`algorithms` is required with `jwksUrl` and has no default: list those that the issuer signs with',
    path: ['algorithms'],
  })
  .refine(
    ({ introspectionUrl, clientId, clientSecretFile }) =>
      introspectionUrl === undefined || (clientId !== undefined && clientSecretFile !== undefined),
    {
      message: '`introspectionUrl` requires `clientId` and `clientSecretFile`',
      path: ['introspectionUrl'],
    },
  )

const tls = z.strictObject({
  certFile: z.string(),
  keyFile: z.string(),
  clientCaFile: z.string().optional(),
})

const decisions = z.strictObject({ granted: share.optional(), denied: share.optional() })

/** Keys of `log` in both kinds of file. */
const log = { decisions: decisions.optional(), subjectKeyFile: z.string().min(1).optional() }

/** Keys that both kinds of file share. */
const common = {
  version: z.literal(1),
  policy: z.string().min(1).optional(),
  bundle: z
    .strictObject({ file: z.string().min(1), keys: listed(key), tenant: z.string().optional() })
    .optional(),
  control: z
    .strictObject({
      urls: listed(httpUrl),
      leaseUrls: z.array(httpUrl).optional(),
      keys: listed(key),
      tenant: z.string().optional(),
      folder: z.string().min(1).optional(),
      interval: duration.optional(),
    })
    .optional(),
  environment: z.string().min(1).optional(),
  usageFile: z.string().min(1).optional(),
  authentication: z.array(issuer).optional(),
  trustedProxies: z.array(z.string()).optional(),
  hosts: z.union([z.literal('any'), listed(host)]).optional(),
  tokenKeys: z.array(z.strictObject({ id: z.string(), publicKey: z.string() })).optional(),
}

const ONE_SOURCE = {
  message: 'set exactly one policy source: `policy`, `bundle` or `control`',
}

function hasOneSource({
  policy,
  bundle,
  control,
}: Pick<CommonFile, 'policy' | 'bundle' | 'control'>): boolean {
  return [policy, bundle, control].filter((one) => one !== undefined).length === 1
}

export const gatewayFile = z
  .strictObject({
    ...common,
    listen: listed(
      z.strictObject({
        address: z.string(),
        tls: tls.optional(),
      }),
    ).optional(),
    admin: z.union([z.string(), z.literal(false)]).optional(),
    upstreams: z
      .record(
        name,
        z.strictObject({
          urls: listed(base),
          caFile: z.string().optional(),
          timeouts: z
            .strictObject({
              connect: duration.optional(),
              headers: duration.optional(),
              idle: duration.optional(),
            })
            .optional(),
          connections: z.int().min(1).max(65_535).optional(),
        }),
      )
      .refine(
        (upstreams) => Object.keys(upstreams).length > 0,
        'at least one upstream is required',
      ),
    routes: listed(
      z.strictObject({
        host: z.string().optional(),
        path: z.string().optional(),
        originSets: listed(z.string()).optional(),
        tenant: z.string().optional(),
        upstream: name,
      }),
    ).optional(),
    rateLimits: z
      .array(
        z.strictObject({
          by: z.enum(['client', 'subject', 'origin', 'tenant']),
          limit: z.int().min(1),
          per: duration,
          burst: z.int().min(0).optional(),
        }),
      )
      .optional(),
    store: z.union([z.literal('memory'), z.string().regex(/^rediss?:\/\/\S+$/)]).optional(),
    hideHeaders: z.array(z.string()).optional(),
    log: z
      .strictObject({
        access: z.union([z.boolean(), z.literal('failed')]).optional(),
        ...log,
      })
      .optional(),
    statementKeyFile: z.string().min(1).optional(),
    statementKeyId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,32}$/)
      .optional(),
    limits: z
      .strictObject({
        headerBytes: z.int().min(1_024).max(1_048_576).optional(),
        bodyBytes: z.int().min(0).optional(),
        connections: z.int().min(1).optional(),
      })
      .optional(),
    drain: duration.optional(),
    processes: z.int().min(1).max(256).optional(),
  })
  .refine(hasOneSource, ONE_SOURCE)

export type GatewayFile = z.infer<typeof gatewayFile>

export const serviceFile = z
  .strictObject({
    ...common,
    listen: z.string().optional(),
    grpc: z.string().optional(),
    tls: tls.optional(),
    serviceKeyFile: z.string().min(1).optional(),
    admin: z.string().optional(),
    log: z.strictObject(log).optional(),
  })
  .refine(hasOneSource, ONE_SOURCE)

export type ServiceFile = z.infer<typeof serviceFile>
export type TlsFile = z.infer<typeof tls>
/** What both kinds of file have in common. */
export type CommonFile = z.infer<z.ZodObject<typeof common>> & {
  readonly log?: z.infer<z.ZodObject<typeof log>> | undefined
}

/**
 * The options that every adapter takes.
 *
 * @module
 */
import type {
  Bundle,
  Context,
  Decision,
  Disagreement,
  RequestFacts,
  StatementFault,
  StatementKey,
} from '@marque/core'
import type { ServedHosts } from '@marque/core/hosts'
import type { UsageRecorder } from '@marque/core/telemetry'
import type { PolicySource, TokenKey } from '@marque/sync'
import { checkLogOption, type LogOption } from '../telemetry/index.ts'

/**
 * How a policy is enforced in an application.
 *
 * @typeParam Request The request type of the framework.
 */
export interface MarqueOptions<Request> {
  /**
   * A bundle, or a source that updates itself: `openUrl` of `@marque/sync`, `openFile` of `@marque/sync/node`, `policyFile` of
   * `@marque/middleware/file`.
   */
  readonly policy: Bundle | PolicySource
  /**
   * Returns what is known of the sender: roles, scopes, claims, the time of the login. Called only for cross-origin requests that are no preflight. The
   * values must have been verified; the middleware trusts them. `certificate` is added where Node's connection has one. If it throws, the application handles the error and nothing is granted.
   */
  readonly context?: (request: Request) => Context | Promise<Context>
  /** The scheme that browsers use, if a proxy in front terminates TLS (default: the scheme of the policy's `self`). */
  readonly scheme?: 'http' | 'https'
  /**
   * Hosts that the application serves beside those that the policy names, such as `api.internal.example` or `*.internal.example`, without a port (default: none). Requests for other hosts
   * are answered 421, which stops DNS rebinding (D2). The address of the connection and loopback names are always served. `any`: every host is served.
   */
  readonly hosts?: ServedHosts
  /** Keys that verify `Marque-Decision` of a gateway in front. The stricter of the gateway's decision and the own one applies (D29). */
  readonly statement?: readonly StatementKey[]
  /** Keys that verify origin-bound tokens in `Marque-Token` (D16). Without them a token counts only if `context` returns it. */
  readonly tokenKeys?: readonly TokenKey[]
  /**
   * The explain endpoint `POST /.well-known/marque/explain`, where a page reads why its own origin was denied (default: on). `false` turns it off; then the path is the
   * application's. An object sets its options.
   */
  readonly explain?: boolean | ExplainOptions<Request>
  /**
   * The decision log (default: each denial as one line of JSON to `console.log`). `false`: nothing is logged. A function gets each denial as an object. An
   * object sets the fractions that are logged: `{ granted: 0.01, denied: 1 }`.
   */
  readonly log?: LogOption
  /** Counts decisions by hour, for reviews of the policy: `await openUsageFile({ path, layer: 'middleware' })` of `@marque/sync/node`. Close it when the application stops. */
  readonly usage?: UsageRecorder
  /** Called after every decision, whatever `log` says. Exceptions are ignored. */
  readonly onDecision?: (event: DecisionEvent) => void
}

/**
 * Options of the explain endpoint.
 *
 * @typeParam Request The request type of the framework.
 */
export interface ExplainOptions<Request> {
  /**
   * Returns the address of the client, by which requests are limited (default: that of the connection on Node, elsewhere one limit for all clients). Needed behind a
   * proxy, whose clients would share a limit; its result must not be a header that clients can set.
   */
  readonly clientAddress?: (request: Request) => string | undefined
}

/** One decision, for logs and metrics. */
export interface DecisionEvent {
  /** As received. Do not log it whole: it holds the query, cookies, credentials, and the values of `Marque-Decision` and `Marque-Token`. */
  readonly request: RequestFacts
  /** The decision that applies. */
  readonly decision: Decision
  /** The fields in which the gateway's decision differs from the own one; empty if they agree or none was received. */
  readonly disagreements: readonly Disagreement[]
  /** Why a received `Marque-Decision` is not trusted; null if none was received or it is trusted. */
  readonly statementFault: StatementFault | null
}

const KNOWN: readonly string[] = [
  'policy',
  'context',
  'scheme',
  'hosts',
  'statement',
  'tokenKeys',
  'log',
  'usage',
  'explain',
  'onDecision',
  'onError',
]

/**
 * Rejects mistakes that would otherwise show as a policy that never applies, or as a check that is never made.
 *
 * @throws {TypeError} An option is unknown or has the wrong type.
 */
export function checkOptions<Request>(options: MarqueOptions<Request>): void {
  const { policy, context, scheme, statement, explain, onDecision } = options
  if (
    typeof policy !== 'object' ||
    policy === null ||
    !('moment' in policy || 'format' in policy)
  ) {
    throw new TypeError(
      '`policy` must be a bundle or a source: openFile(…), openUrl(…), policyFile(…)',
    )
  }
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name))
  // A misspelt `statement` or `tokenKeys` would silently disable a check.
  if (unknown !== undefined) throw new TypeError(`unknown option \`${unknown}\``)
  if (context !== undefined && typeof context !== 'function') {
    throw new TypeError('`context` must be a function of the request')
  }
  if (onDecision !== undefined && typeof onDecision !== 'function') {
    throw new TypeError('`onDecision` must be a function')
  }
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    throw new TypeError('`scheme` must be `http` or `https`')
  }
  if (options.hosts !== undefined && options.hosts !== 'any') checkHosts(options.hosts)
  checkLogOption(options.log)
  if (options.usage !== undefined && typeof options.usage?.add !== 'function')
    throw new TypeError('`usage` must be the result of `await openUsageFile(…)`')
  if (statement !== undefined) checkStatementKeys(statement)
  if (explain !== undefined && typeof explain !== 'boolean') checkExplainOptions(explain)
}

const HOST = /^(?:\*\.)?[a-z0-9_-][a-z0-9._-]*$|^\[[0-9a-f:.]+\]$/i

function checkHosts(hosts: unknown): void {
  if (!Array.isArray(hosts)) throw new TypeError('`hosts` must be an array of hosts, or `any`')
  const invalid = hosts.find((host) => typeof host !== 'string' || !HOST.test(host))
  if (invalid !== undefined)
    throw new TypeError(
      `\`hosts\` has \`${String(invalid)}\`: expected a host without scheme and port, such as \`api.internal.example\` or \`*.internal.example\`; for every host set \`hosts: 'any'\``,
    )
}

function checkExplainOptions<Request>(explain: ExplainOptions<Request>): void {
  if (typeof explain !== 'object' || explain === null) {
    throw new TypeError('`explain` must be a boolean or an object')
  }
  const unknown = Object.keys(explain).find((name) => name !== 'clientAddress')
  if (unknown !== undefined) throw new TypeError(`unknown option \`explain.${unknown}\``)
  const { clientAddress } = explain
  if (clientAddress !== undefined && typeof clientAddress !== 'function') {
    throw new TypeError('`explain.clientAddress` must be a function of the request')
  }
}

function checkStatementKeys(keys: readonly StatementKey[]): void {
  if (keys.length === 0) {
    throw new TypeError('`statement` is empty')
  }
  for (const { id, secret, audience } of keys) {
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) {
      throw new TypeError('the id of a statement key must be 1 to 32 of A-Z a-z 0-9 _ -')
    }
    if (!(secret instanceof Uint8Array) || secret.length < 32) {
      throw new TypeError(`the statement key \`${id}\` must have at least 32 bytes`)
    }
    if (typeof audience !== 'string' || audience === '') {
      throw new TypeError(`the statement key \`${id}\` must have an audience`)
    }
  }
}

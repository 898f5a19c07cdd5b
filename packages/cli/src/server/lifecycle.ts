/**
 * Start, policy events, signals and exit of the commands that run until they are stopped: `gateway` and `decision-service`.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import type { Bundle } from '@marque/core'
import type { Finding } from '@marque/policy'
import type { SyncEvent } from '@marque/sync'
import { CommandError, EXIT, type ExitCode, systemError } from '../errors.ts'
import { showFindings } from '../findings/index.ts'
import { showable, writeError } from '../terminal/index.ts'

/** Where a server gets its policy; `file` is the policy or bundle that it watches. */
type PolicySettings =
  | { readonly from: 'control' }
  | { readonly from: string; readonly file: string }

/**
 * Starts a server and translates what it throws.
 *
 * @param what What starts, as messages name it: `gateway`.
 * @throws {CommandError} Exit 3 for a policy that is refused, with its findings on stderr; 1 for a policy that cannot be read, an
 *   address that is in use or a missing file; 64 for settings that contradict each other. Nothing listens then.
 */
export async function startServer<Running>(
  what: string,
  policy: PolicySettings,
  start: () => Promise<Running>,
): Promise<Running> {
  try {
    return await start()
  } catch (error) {
    const { SyncError } = await import('@marque/sync')
    if (error instanceof SyncError) {
      if ('file' in policy && Array.isArray(error.detail)) {
        const text = readFileSync(policy.file, 'utf8')
        await showFindings({ file: policy.file, text, findings: error.detail as Finding[] })
      }
      throw new CommandError(
        error.code === 'ERR_SYNC_UNREADABLE' ? EXIT.failure : EXIT.findings,
        `the policy is refused: ${error.message} (${error.code})`,
        `the ${what} does not start without a valid policy`,
      )
    }
    if (error instanceof TypeError) throw new CommandError(EXIT.usage, error.message)
    throw new CommandError(
      EXIT.failure,
      `the ${what} cannot start: ${subjectOf(error)}${systemError(error)}`,
    )
  }
}

/** The file that cannot be read, or the address that cannot be bound. */
function subjectOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('path' in error) return `\`${showable(String(error.path))}\`: `
  if (!('address' in error && 'port' in error)) return ''
  return `\`${showable(String(error.address))}:${String(error.port)}\`: `
}

type HeldPolicy = {
  readonly digest: string
  readonly bundle: Pick<Bundle, 'environment' | 'resources'>
}

/** Writes to stderr what happens to the policy of a server. */
export interface PolicyReporter {
  /** Writes which policy is in force after the start. */
  started(held: HeldPolicy | null): void
  /** Writes what happens to the policy of a running server. */
  readonly onEvent: (event: SyncEvent) => void
}

/** @param authenticates Whether an issuer of logins is configured: without one, resources that require a login cannot be reached. */
export function policyReporter(authenticates: boolean): PolicyReporter {
  let digest = ''
  let isRejected = false

  function inForce(held: HeldPolicy, text: string): void {
    digest = held.digest
    isRejected = false
    writeError(`marque: policy ${shortDigest(digest)} ${text}\n`)
    const unreachable = authenticates ? [] : requiringLogin(held.bundle)
    if (unreachable.length > 0) writeError(`marque: ${noIssuer(unreachable)}\n`)
  }

  return {
    started(held) {
      if (held !== null) inForce(held, `for ${showable(held.bundle.environment)}`)
      else
        writeError(
          'marque: no policy yet: every cross-origin request is denied until one arrives\n',
        )
    },
    onEvent(event) {
      switch (event.type) {
        case 'swapped':
          inForce(event.held, 'is in force')
          break
        case 'unchanged':
          if (isRejected) writeError(`marque: policy ${shortDigest(digest)} is current again\n`)
          isRejected = false
          break
        case 'rejected':
          if (event.of === 'bundle') isRejected = true
          writeError(`marque: ${rejection(event)}\n`)
          break
        case 'not-persisted':
          writeError(`marque: the policy cannot be kept on disk: ${showable(event.message)}\n`)
          break
        case 'clock':
          writeError(
            event.isTrusted
              ? 'marque: the system clock is plausible again\n'
              : 'marque: the system clock runs behind and is not trusted\n',
          )
          break
        default:
      }
    },
  }
}

function requiringLogin({ resources }: HeldPolicy['bundle']): readonly string[] {
  return resources
    .filter(({ authentication }) => authentication === 'required')
    .map(({ name }) => name)
}

/** Resources that {@link noIssuer} names. */
const MOST_NAMES = 3

function noIssuer(resources: readonly string[]): string {
  const names = resources.slice(0, MOST_NAMES).map((name) => `\`${showable(name)}\``)
  const rest = resources.length - names.length
  const list = `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
  return `warning: resources with \`authentication: required\` answer 401 to every request, because no issuer of logins is configured (\`authentication\` in the settings file): ${list}`
}

/** A lease is renewed beside the policy: without a new one the policy applies until the old one ends. */
function rejection({ of, problem }: Extract<SyncEvent, { type: 'rejected' }>): string {
  const cause = `${showable(problem.message)} (${problem.code})`
  return of === 'lease'
    ? `the lease of the policy is not renewed, the previous one applies until it ends: ${cause}`
    : `the new policy is rejected, the previous one stays in force: ${cause}`
}

function shortDigest(digest: string): string {
  return `${digest.slice(0, 'sha256:'.length + 12)}…`
}

/** Resolves with the signal that stops the server; SIGHUP reloads the policy. A second SIGINT exits at once. */
export function untilStopped(running: { reload(): unknown }): Promise<'SIGTERM' | 'SIGINT'> {
  return new Promise((resolve) => {
    process.removeAllListeners('SIGINT')
    process.on('SIGHUP', () => void running.reload())
    process.once('SIGTERM', () => resolve('SIGTERM'))
    process.once('SIGINT', () => {
      process.once('SIGINT', () => process.exit(EXIT.interrupted))
      resolve('SIGINT')
    })
  })
}

/** The exit code after a signal. Exits after {@link FLUSH_TIMEOUT} even if a log line is still waiting for a reader. */
export function exitAfter(signal: 'SIGTERM' | 'SIGINT'): ExitCode {
  const exit = signal === 'SIGINT' ? EXIT.interrupted : EXIT.fine
  setTimeout(() => process.exit(exit), FLUSH_TIMEOUT).unref()
  return exit
}

/** Milliseconds. */
const FLUSH_TIMEOUT = 250

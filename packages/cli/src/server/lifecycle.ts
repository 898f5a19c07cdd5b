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

/** Writes which policy is in force after the start. */
export function reportPolicy(
  held: { readonly digest: string; readonly bundle: Pick<Bundle, 'environment'> } | null,
): void {
  writeError(
    held === null
      ? 'marque: no policy yet: every cross-origin request is denied until one arrives\n'
      : `marque: policy ${shortDigest(held.digest)} for ${showable(held.bundle.environment)}\n`,
  )
}

/** Writes what happens to the policy of a running server. */
export function reportSyncEvent(event: SyncEvent): void {
  switch (event.type) {
    case 'swapped':
      writeError(`marque: policy ${shortDigest(event.held.digest)} is in force\n`)
      break
    case 'rejected':
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

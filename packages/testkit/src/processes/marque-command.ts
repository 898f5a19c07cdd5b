/**
 * The `marque` command of this checkout in a process of its own, as scripts start it.
 *
 * @module
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The path of the command. */
export const MARQUE: string = fileURLToPath(
  new URL('../../../../node_modules/.bin/marque', import.meta.url),
)

export interface CommandOutcome {
  readonly exit: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts the command, without the environment's opinion on colours; the caller handles its streams. `env` replaces the environment of this process. */
export function startMarque(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): ChildProcessWithoutNullStreams {
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = options.env ?? process.env
  return spawn(MARQUE, args, { ...options, env })
}

/** Runs the command to its end. */
export async function marque(
  args: readonly string[],
  options: { readonly stdin?: string | Uint8Array; readonly cwd?: string } = {},
): Promise<CommandOutcome> {
  const child = startMarque(args, options)
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  // The command may end before it has read all of its input.
  child.stdin.on('error', () => {})
  child.stdin.end(options.stdin ?? '')
  const [exit, signal] = (await once(child, 'close')) as [number | null, string | null]
  return {
    exit,
    signal,
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
  }
}

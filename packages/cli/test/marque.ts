/**
 * The real command in a process of its own, as scripts start it.
 *
 * @module
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const COMMAND: string = fileURLToPath(new URL('../../../node_modules/.bin/marque', import.meta.url))

export interface Outcome {
  readonly exit: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts the command; the caller handles its streams. */
export function start(
  args: readonly string[],
  options: { readonly cwd?: string } = {},
): ChildProcessWithoutNullStreams {
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env
  return spawn(COMMAND, args, { ...options, env })
}

/** Runs the command to its end. */
export async function marque(
  args: readonly string[],
  options: { readonly stdin?: string | Uint8Array; readonly cwd?: string } = {},
): Promise<Outcome> {
  const child = start(args, options)
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  // The command may end before it has read all that it is given.
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

/** A directory of these files for one test file. */
export function directory(files: { readonly [name: string]: string | Uint8Array }): {
  readonly path: string
  at(name: string): string
  remove(): void
} {
  const path = mkdtempSync(join(tmpdir(), 'marque-cli-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content)
  return {
    path,
    at: (name) => join(path, name),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

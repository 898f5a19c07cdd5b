/**
 * Runs other programs.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { ROOT } from './workspace.ts'

/** Exit code and output of a program. */
export interface Outcome {
  /** 127 if the program could not be started, 128 or more if a signal ended it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Both streams, interleaved in order of arrival. */
  readonly output: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly input?: string
  /** Added to the environment; `undefined` removes a variable. */
  readonly env?: { readonly [name: string]: string | undefined }
  /** Milliseconds after which the program is killed. */
  readonly timeout?: number
}

/**
 * Runs a program to completion. Never rejects: a program that cannot be started resolves with code 127.
 *
 * `node_modules/.bin` comes first on its PATH.
 */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const { cwd = ROOT, input = '', env = {}, timeout } = options
  return new Promise((resolve) => {
    let stdout = ''
    let stderr = ''
    let output = ''
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, PATH: toolPath(), ...env },
      ...(timeout === undefined ? {} : { timeout, killSignal: 'SIGKILL' as const }),
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      output += text
    })
    child.on('error', (error) =>
      resolve({ code: 127, stdout, stderr, output: `${output}${command}: ${error.message}\n` }),
    )
    child.on('close', (code, signal) => {
      if (signal !== null) output += `${command}: ended by ${signal}\n`
      resolve({ code: code ?? 128, stdout, stderr, output })
    })
    // A program may exit before it has read its input (EPIPE).
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** The PATH with `node_modules/.bin` first. */
export function toolPath(): string {
  return `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`
}

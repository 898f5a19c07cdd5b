/**
 * Starting other programs.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { ROOT } from './workspace.ts'

/** How a program ended, and what it said. */
export interface Outcome {
  /** 127 where it could not be started, 128 and more where a signal ended it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Both streams, in the order in which they came. */
  readonly output: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly input?: string
  /** Added to the environment; `undefined` takes a variable away. */
  readonly env?: { readonly [name: string]: string | undefined }
  /** Milliseconds after which it is killed. */
  readonly timeout?: number
}

/**
 * Runs a program to its end. Never rejects: a program that cannot be started is an outcome too.
 *
 * The tools that npm installed are found first on its PATH.
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
    // A program that ends before it has read its input is no error of ours.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** The PATH with the programs of `node_modules/.bin` before the machine's own. */
export function toolPath(): string {
  return `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`
}

/**
 * Compilation of a policy in a child process.
 *
 * The text, positions, model and findings of a large policy take many times the memory of its engine, and V8 and the allocator return little of it, not even that of
 * a worker thread. A process that exits returns all of it. The policy compiler is therefore never loaded in the gateway, requests are answered while a new policy
 * compiles, and a policy too large for memory ends the child process, not the gateway.
 *
 * @module
 */
import { fork } from 'node:child_process'
import * as modules from 'node:module'
import { dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CompileResult, CompileTask } from './read-policy.ts'

/** A child process that compiles one policy. */
export interface CompilerProcess {
  /**
   * Reads a policy or a bundle; to be called once.
   *
   * @throws The process could not be started, was aborted, or exited without a result (out of memory, or a defect).
   */
  read(task: CompileTask): Promise<CompileResult>
}

/**
 * Starts the process, which loads the policy compiler at once.
 *
 * @param signal Kills the process. It exits by itself after its result, and when this process is gone.
 */
export function startCompiler(signal: AbortSignal): CompilerProcess {
  const program = new URL(`./compiler-main${extname(import.meta.url)}`, import.meta.url)
  // Missing in Node 22.0. It returns the folder of this Node version inside the configured one.
  const cache = modules.getCompileCacheDir?.()
  const child = fork(fileURLToPath(program), [], {
    // Standard output is reserved for log lines.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
    // The limit of a server's young generation does not suit a process that compiles and exits.
    execArgv: process.execArgv.filter((flag) => !flag.startsWith('--max-semi-space-size')),
    env: { ...process.env, ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }) },
    signal,
    killSignal: 'SIGKILL',
  })
  const result = new Promise<CompileResult>((resolve, reject) => {
    child.once('message', (message: CompileResult) => resolve(message))
    child.on('error', reject)
    child.once('exit', (code, killedBy) =>
      reject(new Error(`the compiler process ended with ${killedBy ?? `exit code ${code}`}`)),
    )
  })
  // The process may fail before `read` is called, which then rejects.
  result.catch(() => undefined)
  return {
    read(task) {
      if (child.connected) child.send(task, () => undefined)
      return result
    },
  }
}

/**
 * Reading of a policy in a process of its own.
 *
 * The text, its places, the model and the findings of a large policy are many times its engine, and what a process once had it keeps: V8 and the allocator
 * give little back, of a thread's memory too. A process that ends gives back all of it. So the language is never loaded here, requests are answered while a new
 * policy is read, and a policy for which there is not memory enough ends that process and not the gateway.
 *
 * @module
 */
import { fork } from 'node:child_process'
import * as modules from 'node:module'
import { dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CompileResult, CompileTask } from './messages.ts'

/** A process that is there for one policy. */
export interface Compiler {
  /**
   * Reads a policy or a bundle, once.
   *
   * @throws The process was ended, or ended by itself without an answer: there is not memory enough, or a fault of ours. Also where none could be started.
   */
  read(task: CompileTask): Promise<CompileResult>
}

/**
 * Starts it; it loads the language meanwhile.
 *
 * @param signal Ends it. It ends by itself when it has answered, and where this process is gone.
 */
export function startCompiler(signal: AbortSignal): Compiler {
  const program = new URL(`./compile-main${extname(import.meta.url)}`, import.meta.url)
  // Node 22.0 has none. It is named by the folder of this version, in the one that is wanted.
  const cache = modules.getCompileCacheDir?.()
  const child = fork(fileURLToPath(program), [], {
    // Standard output is for log lines.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }) },
    signal,
    killSignal: 'SIGKILL',
  })
  const answer = new Promise<CompileResult>((resolve, reject) => {
    child.once('message', (result: CompileResult) => resolve(result))
    child.on('error', reject)
    child.once('exit', (code, killed) =>
      reject(new Error(`the process that reads it ended by ${killed ?? `exit code ${code}`}`)),
    )
  })
  // It may end before somebody asks; who asks is told then.
  answer.catch(() => undefined)
  return {
    read(task) {
      if (child.connected) child.send(task, () => undefined)
      return answer
    },
  }
}

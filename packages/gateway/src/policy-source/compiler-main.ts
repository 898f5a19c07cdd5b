/**
 * The program of the compiler process: receives one task, sends one result, exits.
 *
 * @module
 */
import * as modules from 'node:module'
import type { CompileTask } from './read-policy.ts'

// A terminal sends signals to the whole process group; the gateway decides when this process ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

// The gateway is gone.
process.once('disconnect', () => process.exit())

// Missing in Node 22.0. Without the cache, compiling the policy compiler's code would be most of the work here.
modules.enableCompileCache?.()
// The policy compiler is loaded now, not when the task arrives.
const loading = Promise.all([import('./read-policy.ts'), import('@marque/policy')])

process.once('message', async (task: CompileTask) => {
  const [{ readPolicy }] = await loading
  process.send?.(await readPolicy(task), undefined, undefined, () => process.disconnect())
})

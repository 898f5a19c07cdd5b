/**
 * The program of the process that makes a bundle of a policy: one task, one answer, and its end.
 *
 * @module
 */
import * as modules from 'node:module'
import type { CompileTask } from './messages.ts'

// A terminal sends these to all processes at once; the gateway ends this one where it ends itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

// Nobody would hear the answer.
process.once('disconnect', () => process.exit())

// Node 22.0 has none. Compiling the language anew would be most of what this process does.
modules.enableCompileCache?.()
const loading = import('./read-policy.ts')

process.once('message', async (task: CompileTask) => {
  const { readPolicy } = await loading
  process.send?.(readPolicy(task), undefined, undefined, () => process.disconnect())
})

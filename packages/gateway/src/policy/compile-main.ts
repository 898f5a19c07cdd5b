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
// The language is loaded now, not when the task arrives.
const loading = Promise.all([import('./read-policy.ts'), import('@marque/policy')])

process.once('message', async (task: CompileTask) => {
  const [{ readPolicy }] = await loading
  process.send?.(await readPolicy(task), undefined, undefined, () => process.disconnect())
})

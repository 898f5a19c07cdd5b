/**
 * Installs missing parts for runs in which no test may be skipped.
 *
 * @module
 */
import { install, isPresent, PARTS, planFor } from '../parts/index.ts'
import type { Suite } from './suite.ts'

/**
 * Installs the parts that these suites need and the machine lacks.
 *
 * A failed installation is reported and does not stop the run: the tests that need the part then count as failures.
 */
export async function obtainParts(
  suites: readonly Suite[],
  writeLine: (line: string) => void,
): Promise<void> {
  const needed = new Set(suites.flatMap(({ parts }) => parts ?? []))
  const missing = PARTS.filter((part) => needed.has(part.name) && !isPresent(part))
  if (missing.length === 0) return
  const problem = await install(planFor(missing), writeLine)
  if (problem !== undefined) writeLine(problem)
}

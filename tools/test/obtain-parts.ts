/**
 * The parts from outside npm, where nothing may be left out.
 *
 * @module
 */
import { install, isPresent, PARTS, planFor } from '../parts/index.ts'
import type { Suite } from './suite.ts'

/**
 * Installs the parts that these suites need and the machine lacks.
 *
 * A failure is told and is no end: the tests that miss a part say so, and count as failures then.
 */
export async function obtainParts(
  suites: readonly Suite[],
  tell: (line: string) => void,
): Promise<void> {
  const needed = new Set(suites.flatMap(({ parts }) => parts ?? []))
  const missing = PARTS.filter((part) => needed.has(part.name) && !isPresent(part))
  if (missing.length === 0) return
  const problem = await install(planFor(missing), tell)
  if (problem !== undefined) tell(problem)
}

/**
 * The environment of foreign programs under `faketime`.
 *
 * @module
 */

/**
 * The environment without `faketime`, for programs with an allocator or a clock of their own: libfaketime stops Redis and workerd from
 * starting.
 */
export function machineClock(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { LD_PRELOAD: _library, ...others } = env
  return Object.fromEntries(Object.entries(others).filter(([name]) => !name.startsWith('FAKETIME')))
}

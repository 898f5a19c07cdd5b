/**
 * Why limits in memory need one process.
 *
 * @module
 */

/** Dividing a limit by the processes would be wrong too: the system gives a client's connections to any of them. */
export const COUNTED_APART: string =
  'several processes would each count limits alone; count them in Redis (`store`), or take one process'

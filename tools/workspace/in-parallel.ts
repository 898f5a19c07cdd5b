/**
 * Work on several items at a time.
 *
 * @module
 */
import { availableParallelism } from 'node:os'

/**
 * Calls `work` for each item, one item for each core at a time.
 *
 * @returns The results in the order of the items.
 * @throws The first error of `work`; calls that have started continue.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const queue = items.entries()
  const results: R[] = []
  const takeFromQueue = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, takeFromQueue))
  return results
}

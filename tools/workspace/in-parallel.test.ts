import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { inParallel } from './in-parallel.ts'

test('keeps the order of the items, whichever ends first, and works on one for each core', async () => {
  const waiting = new Map<number, () => void>()
  let most = 0
  const items = Array.from({ length: 4 * availableParallelism() }, (_, index) => index)
  const results = inParallel(items, async (item) => {
    await new Promise<void>((resolve) => {
      waiting.set(item, resolve)
      most = Math.max(most, waiting.size)
    })
    return `result ${item}`
  })
  for (let left = items.length; left > 0; left--) {
    const last = Math.max(...waiting.keys())
    waiting.get(last)?.()
    waiting.delete(last)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await results).toEqual(items.map((item) => `result ${item}`))
  expect(most).toBe(availableParallelism())
})

test('rejects where the work on one item does', async () => {
  const work = async (item: number): Promise<number> => {
    if (item === 2) throw new Error('two')
    return item
  }
  await expect(inParallel([1, 2, 3], work)).rejects.toThrow('two')
  expect(await inParallel([], work)).toEqual([])
})

import { pause } from '@marque/testkit/processes'
import { expect, test } from 'vitest'
import { repeatEvery } from '../../src/watch/schedule.ts'

test('runs follow one another without overlap until the signal', async () => {
  const stop = new AbortController()
  let runs = 0
  let running = 0
  await repeatEvery(
    1,
    async () => {
      running += 1
      expect(running).toBe(1)
      await pause(5)
      running -= 1
      runs += 1
      if (runs === 3) stop.abort()
    },
    stop.signal,
  )
  expect(runs).toBe(3)
})

test('the signal ends a wait at once', async () => {
  const stop = new AbortController()
  let runs = 0
  const ended = repeatEvery(
    3_600_000,
    async () => {
      runs += 1
    },
    stop.signal,
  )
  await pause(5)
  stop.abort()
  await ended
  expect(runs).toBe(1)
})

test('what a run throws ends the repetition', async () => {
  const run = async (): Promise<void> => {
    throw new Error('broken')
  }
  await expect(repeatEvery(1, run, new AbortController().signal)).rejects.toThrow('broken')
})

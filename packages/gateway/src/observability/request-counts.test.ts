import fc from 'fast-check'
import { Histogram, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { PlainHistogram, RequestCounts } from './request-counts.ts'

test('a plain histogram has the output of that of prom-client', async () => {
  const values = fc.array(
    fc.oneof(fc.constantFrom(0, 0.1, 0.5, 2), fc.double({ min: 0, max: 4, noNaN: true })),
  )
  await fc.assert(
    fc.asyncProperty(values, async (observed) => {
      const [mine, theirs] = [new Registry(), new Registry()]
      const plain = new PlainHistogram('h', 'Help.', [0.1, 0.5, 2], [mine])
      const buckets = [0.1, 0.5, 2]
      const histogram = new Histogram({ name: 'h', help: 'Help.', buckets, registers: [theirs] })
      for (const value of observed) {
        plain.add(value)
        histogram.observe(value)
      }
      expect(await mine.metrics()).toBe(await theirs.metrics())
      expect(await seriesOf(mine)).toEqual(await seriesOf(theirs))
    }),
    { numRuns: 50 },
  )
})

/** As sent to other processes, without exemplars. */
async function seriesOf(registry: Registry): Promise<unknown> {
  const metrics = await registry.getMetricsAsJSON()
  return metrics.map(({ values, ...metric }) => ({
    ...metric,
    values: values.map(({ value, labels, metricName }: Series) => ({ value, labels, metricName })),
  }))
}

type Series = Awaited<ReturnType<Histogram['get']>>['values'][number]

test('requests are counted by route and status; without a response the status is `none`', () => {
  const counts = new RequestCounts()
  for (const status of [200, 200, null, 404]) counts.add('app', status)
  counts.add('gateway', 200)
  const visited: string[] = []
  counts.visit(({ route, status }, count) => visited.push(`${route} ${status} ${count}`))
  expect(visited).toEqual(['app 200 2', 'app none 1', 'app 404 1', 'gateway 200 1'])
})

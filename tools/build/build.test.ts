import { expect, test } from 'vitest'
import { inOrder } from './build.ts'

const one = (short: string, ...below: readonly string[]) => ({
  short,
  name: `@marque/${short}`,
  folder: `packages/${short}`,
  published: true,
  manifest: {
    name: `@marque/${short}`,
    dependencies: Object.fromEntries(below.map((name) => [`@marque/${name}`, '0.1.0'])),
  },
})

test('builds each package after its dependencies, independent of folder order', () => {
  const packages = [
    one('cli', 'core', 'policy'),
    one('policy', 'core'),
    one('core'),
    one('api', 'core'),
  ]
  expect(inOrder(packages).map(({ short }) => short)).toEqual(['core', 'policy', 'cli', 'api'])
})

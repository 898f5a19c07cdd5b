import { expect, test } from 'vitest'
import { APACHE, HAPROXY, NGINX, VARNISH } from '../deploy/index.ts'
import { RIGHT } from './right/index.ts'
import { missingPrograms, namesOf, runStack } from './run-stack.ts'
import { CADDY } from './servers/index.ts'

const INSTALLED = { nginx: NGINX, apache: APACHE, haproxy: HAPROXY, varnish: VARNISH, caddy: CADDY }

for (const stack of RIGHT) {
  const missing = missingPrograms(stack, INSTALLED)
  if (missing.length > 0) {
    test.skip(`${stack.id}: missing ${missing.join()}: npm run parts`)
    continue
  }
  test.concurrent(`nothing is reported about ${stack.id}: ${stack.note}`, async () => {
    const verification = await runStack(stack)
    expect(namesOf(verification)).toEqual([])
    expect(verification.report.complete).toBe(true)
    expect(verification.observations.flatMap(({ failure }) => failure ?? [])).toEqual([])
    for (const { sent, unanswered } of verification.report.layers.filter((one) => one.sent > 0)) {
      expect(sent).toBeGreaterThan(20)
      expect(unanswered).toBe(0)
    }
  })
}

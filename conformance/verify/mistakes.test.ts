import { afterAll, expect, test } from 'vitest'
import { APACHE, HAPROXY, NGINX, VARNISH } from '../deploy/index.ts'
import { MISTAKES } from './mistakes/index.ts'
import { missingPrograms, namesOf, runStack } from './run-stack.ts'
import { CADDY } from './servers/index.ts'

const INSTALLED = { nginx: NGINX, apache: APACHE, haproxy: HAPROXY, varnish: VARNISH, caddy: CADDY }

const lines: string[] = []

afterAll(() => {
  const right = lines.filter((line) => line.startsWith('named')).length
  console.log([...lines, `${right} of ${lines.length} mistakes named rightly`].join('\n'))
})

for (const mistake of MISTAKES) {
  const { id, note, expected } = mistake
  const missing = missingPrograms(mistake, INSTALLED)
  if (missing.length > 0) {
    test.skip(`${id}: missing ${missing.join()}: npm run parts`)
    continue
  }
  test.concurrent(`${id}: ${note}`, async () => {
    const verification = await runStack(mistake)
    const wanted = `${expected.layer} ${expected.cause}`
    const all = verification.report.findings.map(({ layer, cause }) => `${layer} ${cause}`)
    const got = expected.cause === 'harmless' ? all : namesOf(verification)
    const isRight = got.length === 1 && got[0] === wanted
    lines.push(`${isRight ? 'named' : 'WRONG'} ${id}: ${got.join(', ') || 'nothing'}`)
    expect(got).toEqual([wanted])
  })
}

test('every cause is planted, but the one that only browsers show', async () => {
  const { CAUSES } = await import('@marque/verify')
  const planted = new Set(MISTAKES.map(({ expected }) => expected.cause))
  expect(CAUSES.filter((cause) => !planted.has(cause))).toEqual(['browser-differs'])
})

test('ids are unique', () => {
  expect(new Set(MISTAKES.map(({ id }) => id)).size).toBe(MISTAKES.length)
})

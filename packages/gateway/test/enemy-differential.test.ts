import { prepare } from '@marque/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { POLICY } from './abuse-policy.ts'
import { type Command, startCommand } from './enemy-command.ts'
import { differenceOf } from './enemy-judge.ts'
import { attacks } from './enemy-requests.ts'
import { type EnemyUpstream, enemyUpstream } from './enemy-upstream.ts'
import { bundleOf } from './gateway-under-test.ts'

/** Requests for each policy. The seed that fast-check prints on failure repeats a run. */
const RUNS = 1_500

/** Without a confidential resource what the policy does not name goes on, without CORS headers. */
const POLICIES = {
  'a policy that blocks': POLICY,
  'a policy that withholds': POLICY.replace('sensitivity: confidential', 'sensitivity: internal'),
}

describe.each(Object.entries(POLICIES))('the command before %s', (_name, policy) => {
  const engine = prepare(bundleOf(policy))
  let upstream: EnemyUpstream
  let command: Command

  beforeAll(async () => {
    upstream = await enemyUpstream()
    command = await startCommand({ policy, upstream: upstream.url })
  })
  afterAll(async () => {
    await command.stop()
    await upstream.stop()
  })

  test('every answer is that of the decision, and nothing else reaches the application', async () => {
    await fc.assert(
      fc.asyncProperty(attacks, async ({ bytes }) => {
        const difference = await differenceOf(command.port, engine, upstream, bytes)
        if (difference !== null) throw new Error(`${difference}\n${JSON.stringify(bytes)}`)
      }),
      { numRuns: RUNS },
    )
  })
})

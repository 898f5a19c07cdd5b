import { prepare } from '@marque/core'
import {
  type PolicyCommand,
  RESOURCE_KINDS_POLICY,
  startPolicyCommand,
} from '@marque/testkit/gateway'
import { compilePolicy } from '@marque/testkit/policies'
import { type StrictUpstream, startStrictUpstream } from '@marque/testkit/upstream'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { attacks } from './attack-requests.ts'
import { differenceOf } from './compare-attack.ts'

/** Requests for each policy. The seed that fast-check prints on failure repeats a run. */
const RUNS = 1_500

/** Without a confidential resource what the policy does not name goes on, without CORS headers. */
const POLICIES = {
  'a policy that blocks': RESOURCE_KINDS_POLICY,
  'a policy that withholds': RESOURCE_KINDS_POLICY.replace(
    'sensitivity: confidential',
    'sensitivity: internal',
  ),
}

describe.each(Object.entries(POLICIES))('the command before %s', (_name, policy) => {
  const engine = prepare(compilePolicy(policy))
  let upstream: StrictUpstream
  let command: PolicyCommand

  beforeAll(async () => {
    upstream = await startStrictUpstream()
    command = await startPolicyCommand(policy, upstream.url)
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
  }, 600_000)
})

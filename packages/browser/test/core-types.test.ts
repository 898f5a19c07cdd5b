import type { Problem as CoreProblem, Reason as CoreReason } from '@marque/core'
import type { PublicExplanation } from '@marque/core/explain'
import { expectTypeOf, test } from 'vitest'
import type { Explanation } from '../src/explainer.ts'
import type { Problem, Reason } from '../src/index.ts'

// The SDK has no dependency, not even for types, so the types that it duplicates are compared with the engine's here.
test('the types of the SDK match those of the engine', () => {
  expectTypeOf<Reason>().toEqualTypeOf<CoreReason>()
  expectTypeOf<PublicExplanation & { requestId: string }>().toExtend<Explanation>()
  expectTypeOf<CoreProblem>().toExtend<Problem>()
})

/**
 * All scenarios, by topic.
 *
 * @module
 */
import type { Scenario, Topic } from '../scenario.ts'
import { answers } from './answers.cases.ts'
import { cache } from './cache.cases.ts'
import { elsewhere } from './elsewhere.cases.ts'
import { headers } from './headers.cases.ts'
import { methods } from './methods.cases.ts'
import { simple } from './simple.cases.ts'

export const TOPICS: readonly Topic[] = [simple, methods, headers, answers, cache, elsewhere]

export const SCENARIOS: readonly Scenario[] = TOPICS.flatMap(({ scenarios }) => scenarios)

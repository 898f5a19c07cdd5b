/**
 * The engine against the oracle, on generated bundles and requests.
 *
 * @module
 */
import type * as core from '@marque/core'
import type { Bundle, Decision, HeaderLine } from '@marque/core'
import fc from 'fast-check'
import { type Case, cases, type GeneratedRequest } from './generate/index.ts'
import { alike, normalDecision, normalLines } from './normal.ts'
import { oracleAnswerHeaders, oracleDecide, oracleLayerHeaders } from './oracle/index.ts'

/** What is compared; `import * as engine from '@marque/core'` is one. */
export type EngineUnderTest = Pick<
  typeof core,
  'prepare' | 'decide' | 'layerHeaders' | 'answerHeaders'
>

export interface Difference {
  readonly what: 'decide' | 'layerHeaders' | 'answerHeaders'
  readonly bundle: Bundle
  readonly asked: GeneratedRequest
  readonly engine: Decision | readonly HeaderLine[] | string
  readonly oracle: Decision | readonly HeaderLine[]
}

/** Requests put to each generated bundle. */
const REQUESTS_PER_BUNDLE = 16

/** The first difference in one generated case, or null. An exception of the engine is a difference: it is total. */
export function firstDifference(
  engine: EngineUnderTest,
  { bundle, asked: list }: Case,
): Difference | null {
  const prepared = engine.prepare(bundle)
  for (const asked of list) {
    const { request, context, moment, below } = asked
    const wanted = oracleDecide(bundle, request, context, moment)
    const got = attempt(() => engine.decide(prepared, request, context, moment))
    if (typeof got === 'string' || !alike(normalDecision(got), normalDecision(wanted))) {
      return { what: 'decide', bundle, asked, engine: got, oracle: wanted }
    }
    const layerWanted = oracleLayerHeaders(bundle, request, context, moment)
    const layerGot = attempt(() => engine.layerHeaders(prepared, request, context, moment))
    if (
      typeof layerGot === 'string' ||
      !alike(normalDecision(layerGot), normalDecision(layerWanted))
    ) {
      return { what: 'layerHeaders', bundle, asked, engine: layerGot, oracle: layerWanted }
    }
    for (const decision of [wanted, layerWanted]) {
      const linesWanted = oracleAnswerHeaders(decision, below)
      const linesGot = attempt(() => engine.answerHeaders(decision, below))
      if (typeof linesGot === 'string' || !alike(normalLines(linesGot), normalLines(linesWanted))) {
        return { what: 'answerHeaders', bundle, asked, engine: linesGot, oracle: linesWanted }
      }
    }
  }
  return null
}

function attempt<T>(run: () => T): T | string {
  try {
    return run()
  } catch (error) {
    return `threw: ${error instanceof Error ? error.stack : String(error)}`
  }
}

export interface Comparison {
  readonly seed: number
  readonly requests: number
  readonly difference: Difference | null
}

/**
 * Compares some `requests` generated requests.
 *
 * @param shrink Whether the first difference is made as small as it goes; without, it is found sooner.
 */
export function compare(
  engine: EngineUnderTest,
  seed: number,
  requests: number,
  shrink: boolean,
): Comparison {
  let difference: Difference | null = null
  let asked = 0
  const details = fc.check(
    fc.property(cases(REQUESTS_PER_BUNDLE), (one) => {
      asked += one.asked.length
      const found = firstDifference(engine, one)
      if (found !== null) difference = found
      return found === null
    }),
    {
      seed,
      numRuns: Math.ceil(requests / 8),
      endOnFailure: !shrink,
      interruptAfterTimeLimit: shrink ? 300_000 : 600_000,
      skipEqualValues: false,
    },
  )
  return { seed: details.seed, requests: asked, difference }
}

/** The seed and the number of requests that the environment asks for. */
export function settings(defaultRuns: number): { readonly seed: number; readonly runs: number } {
  const seed = Number(process.env.MARQUE_SEED ?? Number.NaN)
  const runs = Number(process.env.MARQUE_RUNS ?? Number.NaN)
  return {
    seed: Number.isInteger(seed) ? seed : Math.floor(Math.random() * 2 ** 31),
    runs: Number.isInteger(runs) && runs > 0 ? runs : defaultRuns,
  }
}

/** A difference for people: the resource that was met, the request, both answers. */
export function describeDifference(comparison: Comparison): string {
  const { difference, seed } = comparison
  if (difference === null)
    return `no difference in ${comparison.requests} requests, MARQUE_SEED=${seed}`
  const text = (value: unknown): string =>
    typeof value === 'string' ? value : JSON.stringify(value, null, 1)
  return [
    `${difference.what}: engine and oracle differ, MARQUE_SEED=${seed}`,
    `bundle ${text(difference.bundle)}`,
    `asked ${text(difference.asked)}`,
    `engine ${text(difference.engine)}`,
    `oracle ${text(difference.oracle)}`,
  ].join('\n')
}

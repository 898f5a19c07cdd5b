/**
 * A run from the policy to the report.
 *
 * @module
 */
import { digestOf, prepare } from '@marque/core'
import { type Expectations, markOwnOptionsAnswers, observeLayer } from '../comparison/index.ts'
import { diagnose, type JudgedLayer } from '../diagnosis/index.ts'
import { type AskOptions, askLayers, curlFor } from '../prober/index.ts'
import { planProbes } from '../probes/index.ts'
import type { Verification, VerifyInput } from './verification.ts'

/**
 * Asks every layer the probes of the policy, and reports where one answers otherwise and why.
 *
 * Never throws for what a layer does. When `asking.signal` is aborted, it reports what is known. The same seed, policy, time and answers give the same
 * report.
 *
 * @throws {TypeError} The bundle is invalid, or the URL of a layer.
 */
export async function verify(input: VerifyInput): Promise<Verification> {
  const { bundle, context, asking, layers } = input
  const startedAt = input.now()
  const engine = prepare(bundle)
  const plan = planProbes(bundle, {
    now: startedAt,
    seed: asking.seed,
    maxProbes: input.maxProbes,
    mutating: input.mutating,
    paths: input.paths,
    throughCache: input.throughCache,
    alsoKnown: input.alsoKnown,
    withCredentials: asking.credentials.length > 0,
  })
  const { onProgress } = input
  const options: Omit<AskOptions, 'onProgress'> = {
    ...asking,
    forwardedHttps: bundle.self.some((origin) => origin.startsWith('https:')),
  }
  const asked = await askLayers(layers, plan.probes, options, ({ name }, done, planned) =>
    onProgress?.({ layer: name, done, planned }),
  )
  const expectations: Expectations = {
    engine,
    context,
    headers: asking.headers,
    credentials: asking.credentials,
    certificate: asking.tls.client !== null,
  }
  const observed = asked.map((each) => ({ asked: each, ...observeLayer(each, expectations) }))
  const marked = markOwnOptionsAnswers(observed.map(({ observations }) => observations))
  const judged = observed.map((each, at) => ({ ...each, observations: marked[at] ?? [] }))
  const { findings, drifted } = diagnose(judged, {
    expectations,
    older: input.alsoKnown.map((older) => prepare(older)),
    curl: (observation, { layer }) => curlFor(observation, layer, options),
  })
  const isAnswered = asked.every(({ state }) => state !== 'unreachable')
  return {
    report: {
      format: 'marque-verify/1',
      bundle: digestOf(bundle),
      environment: bundle.environment,
      startedAt: new Date(startedAt).toISOString(),
      complete: isAnswered && !asking.signal.aborted,
      seed: asking.seed,
      layers: judged.map(({ asked: { layer, sent, exchanges } }, index) => ({
        name: layer.name,
        url: layer.url,
        sent,
        drifted: drifted[index]?.size ?? 0,
        unanswered: new Set(
          exchanges.flatMap(({ answer, probe }) => (answer === null ? [probe.id] : [])),
        ).size,
      })),
      leftOut: leftOutOf(plan.leftOut, judged),
      findings,
    },
    observations: judged.flatMap(({ observations }) => observations),
  }
}

interface Judged extends JudgedLayer {
  readonly conditionUnknown: ReadonlySet<number>
}

/** A probe that several layers left out for one reason counts once: what is left out first is last in the plan, the same at each. */
function leftOutOf(
  planned: { readonly [why: string]: number },
  judged: readonly Judged[],
): { readonly [why: string]: number } {
  const counts = new Map(Object.entries(planned))
  for (const { asked } of judged) {
    for (const [why, count] of Object.entries(asked.leftOut))
      counts.set(why, Math.max(counts.get(why) ?? 0, count))
  }
  const unknown = new Set(judged.flatMap(({ conditionUnknown }) => [...conditionUnknown]))
  if (unknown.size > 0) counts.set('condition-unknown', unknown.size)
  return Object.fromEntries([...counts].filter(([, count]) => count > 0).sort())
}

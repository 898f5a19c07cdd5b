/**
 * A layer against the vectors: status, headers and reach of every answer.
 *
 * @module
 */
import { answerHeaders, type HeaderLine, type Vector, type VectorFile } from '@marque/core'
import { alike, normalLines } from '../normal.ts'
import { HOSTILE_LINES, HOSTILE_STATUS, startHostileUpstream } from './hostile-upstream.ts'
import type { LayerUnderTest, Situation } from './layer.ts'
import { inexpressible, requestBytes } from './request-bytes.ts'
import { ask, type WireAnswer } from './wire.ts'

/** One vector that a layer answered otherwise, or that it could not be asked. */
export interface Remark {
  readonly id: string
  readonly text: string
}

export interface LayerReport {
  readonly asked: number
  readonly differences: readonly Remark[]
  readonly leftOut: readonly Remark[]
}

/** What the policy has a say in; the rest is the application's. */
const JUDGED = /^(?:access-control-.*|timing-allow-origin|cross-origin-resource-policy|vary)$/

/**
 * Starts the layer with the bundle of the file and asks it every case.
 *
 * @param cannot Why this layer cannot be asked a vector that HTTP/1.1 can hold; null where it can.
 */
export async function compareLayer(
  layer: LayerUnderTest,
  file: string,
  { bundle, cases }: VectorFile,
  cannot: (vector: Vector) => string | null,
): Promise<LayerReport> {
  const upstream = await startHostileUpstream()
  let situation: Situation = { context: {}, moment: { now: 0 } }
  const running = await layer.start(bundle, { upstream: upstream.url, situation: () => situation })
  const differences: Remark[] = []
  const leftOut: Remark[] = []
  let asked = 0
  try {
    for (const vector of cases) {
      const id = `${file}/${vector.id}`
      const why = inexpressible(vector) ?? cannot(vector)
      if (why !== null) {
        leftOut.push({ id, text: why })
        continue
      }
      asked++
      situation = { context: vector.in.context, moment: vector.in.moment }
      const answer = await ask(running.url, requestBytes(vector.in.request))
      const text = differenceOf(vector, answer, upstream.take())
      if (text !== null) differences.push({ id, text })
    }
  } finally {
    await running.stop()
    await upstream.stop()
  }
  return { asked, differences, leftOut }
}

function differenceOf(
  { in: { request }, out }: Vector,
  answer: WireAnswer | null,
  reached: readonly string[],
): string | null {
  if (answer === null) return 'no answer'
  const goesOn = out.status === null
  if (reached.length !== (goesOn ? 1 : 0))
    return `reached the upstream ${reached.length} times, ${JSON.stringify(reached)}; answered ${answer.status}`
  const status = goesOn ? HOSTILE_STATUS : out.status
  if (answer.status !== status) return `status ${answer.status}, not ${status}`
  const target = /^[^/?#\\*]*/.exec(request.url.replace(/^[^:]*:\/\//, ''))?.[0] ?? ''
  const rest = request.url.slice(request.url.indexOf('://') + 3 + target.length)
  const wantedTarget = /^[/*]/.test(rest) ? rest : `/${rest}`
  if (goesOn && reached[0]?.startsWith(`${request.method} ${wantedTarget} HTTP/1.1`) !== true)
    return `the target reached the upstream as ${reached[0]?.split('\r\n')[0]}`
  const wanted = judged(answerHeaders(out, goesOn ? HOSTILE_LINES : []))
  const got = judged(answer.headers)
  if (!alike(got, wanted)) return `${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`
  const isStored = !answer.headers.some(
    ([name, value]) => name.toLowerCase() === 'cache-control' && value === 'no-store',
  )
  return status !== null && status >= 400 && isStored ? 'a refusal that may be stored' : null
}

function judged(lines: readonly HeaderLine[]): HeaderLine[] {
  return normalLines(lines.filter(([name]) => JUDGED.test(name.toLowerCase())))
}

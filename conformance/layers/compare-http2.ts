/**
 * A layer against the vectors over HTTP/2: against what `decide` says of each request as HTTP/2 carries it.
 *
 * @module
 */

import { decide, layerHeaders, prepare, type RequestFacts, type VectorFile } from '@marque/core'
import { openHttp2Session } from '@marque/testkit/http'
import { startHostileUpstream } from '@marque/testkit/upstream'
import { alike, normalDecision } from '../normal.ts'
import type { VectorNote } from './compare-layer.ts'
import { differenceOf } from './compare-response.ts'
import { carriedForms } from './http2-request.ts'
import type { LayerUnderTest, Situation } from './layer.ts'
import { partsOf } from './request-bytes.ts'

export interface Http2Report {
  /** Vectors that were asked in each of their forms. */
  readonly asked: number
  readonly differences: readonly VectorNote[]
  /** Vectors that the other side refuses by the protocol, in each form, so that nothing reaches the application. */
  readonly refused: readonly string[]
  /** Vectors that `decide` answers otherwise than the vector says, as HTTP/2 carries them. */
  readonly otherwise: readonly string[]
}

/** Starts the layer with the bundle of the file and asks it every case in every form, over one connection. */
export async function compareHttp2(
  layer: LayerUnderTest,
  file: string,
  { bundle, cases }: VectorFile,
): Promise<Http2Report> {
  const engine = prepare(bundle)
  const upstream = await startHostileUpstream()
  let situation: Situation = { context: {}, moment: { now: 0 } }
  const running = await layer.start(bundle, { upstream: upstream.url, situation: () => situation })
  const session = await openHttp2Session(running.url)
  const differences: VectorNote[] = []
  const refused: string[] = []
  const otherwise: string[] = []
  try {
    for (const vector of cases) {
      const id = `${file}/${vector.id}`
      const { request, context, moment } = vector.in
      situation = { context, moment }
      const forms = carriedForms(request)
      let refusals = 0
      let isOtherwise = false
      for (const { form, lines, facts } of forms) {
        const answer = await session.request(lines)
        const reached = upstream.take()
        if (answer === null && reached.length === 0) {
          refusals++
          continue
        }
        const decision = decide(engine, facts, context, moment)
        // What no policy refuses the layer does: it opens no tunnel (D25), and says so as it says all that is its own (D21).
        const expected =
          isTunnel(facts) && decision.status === null
            ? { status: 405, decision: layerHeaders(engine, facts, context, moment) }
            : { status: decision.status, decision }
        isOtherwise ||= !alike(normalDecision(decision), normalDecision(vector.out))
        const forwarded = {
          // An application behind HTTP/1.1 sees a handshake.
          method: facts.method === 'CONNECT' ? 'GET' : facts.method,
          target: partsOf(facts.url).target,
        }
        const text = differenceOf(forwarded, expected, answer, reached)
        if (text !== null) differences.push({ id, text: `by ${form}: ${text}` })
      }
      if (refusals === forms.length) refused.push(id)
      else if (refusals > 0) differences.push({ id, text: `${refusals} forms are refused` })
      if (isOtherwise) otherwise.push(id)
    }
  } finally {
    session.close()
    await running.stop()
    await upstream.stop()
  }
  return { asked: cases.length - refused.length, differences, refused, otherwise }
}

function isTunnel({ method, headers }: RequestFacts): boolean {
  return (
    method === 'CONNECT' &&
    !headers.some(([name, value]) => name === ':protocol' && value === 'websocket')
  )
}

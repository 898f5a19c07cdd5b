/**
 * workerd's side: a vector file comes as the body of a request, the answer goes back as JSON.
 *
 * @module
 */
import { answerVectors } from './answer-vectors.js'

export default {
  async fetch(request) {
    try {
      return Response.json(answerVectors(await request.json()))
    } catch (error) {
      return new Response(String(error?.stack ?? error), { status: 500 })
    }
  },
}

/**
 * Entry point in workerd: takes a vector file as the request body and responds with the result as JSON.
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

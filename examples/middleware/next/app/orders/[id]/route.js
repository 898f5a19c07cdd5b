import { decisionOf } from '@marque/middleware/next'
import { route } from '../../../marque.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: async (request, { params }) =>
    Response.json({ id: (await params).id, decided: decisionOf(request)?.reason }),
})

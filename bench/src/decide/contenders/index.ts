/**
 * All contenders; workers receive the index.
 *
 * @module
 */
import type { Contender } from '../contender.ts'
import { corsList, corsSet } from './cors.ts'
import { corserList, corserSet } from './corser.ts'
import { fastifyList, fastifySet } from './fastify-cors.ts'
import { honoList, honoSet } from './hono-cors.ts'
import { koaSet } from './koa-cors.ts'
import { marque, marqueReading, marqueWithProblem } from './marque.ts'

export const CONTENDERS: readonly Contender[] = [
  marque,
  marqueReading,
  marqueWithProblem,
  corsList,
  corsSet,
  corserList,
  corserSet,
  fastifyList,
  fastifySet,
  honoList,
  honoSet,
  koaSet,
]

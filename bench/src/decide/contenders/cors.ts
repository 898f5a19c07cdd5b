/**
 * `cors`, the middleware that Express applications use.
 *
 * @module
 */
import cors from 'cors'
import type { Contender } from '../contender.ts'
import { RULES } from '../rules.ts'
import { connectRunner } from './connect.ts'

const OPTIONS = {
  methods: RULES.methods,
  allowedHeaders: RULES.requestHeaders,
  exposedHeaders: RULES.exposeHeaders,
  credentials: true,
  maxAge: RULES.maxAge,
}

export const corsList: Contender = {
  name: 'cors',
  option: 'list',
  build: (origins) => connectRunner(cors({ ...OPTIONS, origin: origins })),
}

export const corsSet: Contender = {
  name: 'cors',
  option: 'set',
  build: (origins) => {
    const known = new Set(origins)
    return connectRunner(
      cors({
        ...OPTIONS,
        origin: (origin: string | undefined, done: (error: null, allowed: boolean) => void) =>
          done(null, origin !== undefined && known.has(origin)),
      }),
    )
  },
}

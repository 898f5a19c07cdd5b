/**
 * `corser`, the other connect-style middleware. It writes no `Vary`.
 *
 * @module
 */
import corser from 'corser'
import type { Contender } from '../contender.ts'
import { RULES } from '../rules.ts'
import { connectRunner } from './connect.ts'

const OPTIONS = {
  methods: RULES.methods,
  requestHeaders: RULES.requestHeaders,
  responseHeaders: RULES.exposeHeaders,
  supportsCredentials: true,
  maxAge: RULES.maxAge,
}

export const corserList: Contender = {
  name: 'corser',
  option: 'list',
  build: (origins) => connectRunner(corser.create({ ...OPTIONS, origins })),
}

export const corserSet: Contender = {
  name: 'corser',
  option: 'set',
  build: (origins) => {
    const known = new Set(origins)
    return connectRunner(
      corser.create({
        ...OPTIONS,
        origins: (origin: string, done: (error: null, allowed: boolean) => void) =>
          done(null, known.has(origin)),
      }),
    )
  },
}

/**
 * Loaded with `--import`: `@marque/core` is the copy that `MARQUE_CORE` names.
 *
 * @module
 */
import { registerHooks } from 'node:module'

const copy = process.env.MARQUE_CORE

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== '@marque/core' || copy === undefined) return next(specifier, context)
    return { url: copy, shortCircuit: true }
  },
})

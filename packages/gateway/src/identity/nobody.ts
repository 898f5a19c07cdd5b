/**
 * The sender of whom nothing is known.
 *
 * @module
 */
import { UNKNOWN } from '../exchange/exchange.ts'
import type { Identity } from '../serve/stages.ts'
import { NO_LOGIN } from './challenge.ts'

export const NOBODY: Identity = {
  context: UNKNOWN,
  subject: null,
  fault: null,
  challenge: NO_LOGIN,
  more: [],
}

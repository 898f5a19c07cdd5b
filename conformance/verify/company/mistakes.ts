/**
 * Single mistakes of the company's operators.
 *
 * @module
 */
import { APPLICATION_MISTAKES } from './application-mistakes.ts'
import { GATEWAY_MISTAKES } from './gateway-mistakes.ts'
import type { CompanyMistake } from './mistake.ts'
import { NGINX_MISTAKES } from './nginx-mistakes.ts'

export type { CompanyMistake } from './mistake.ts'

export const COMPANY_MISTAKES: readonly CompanyMistake[] = [
  ...NGINX_MISTAKES,
  ...APPLICATION_MISTAKES,
  ...GATEWAY_MISTAKES,
]

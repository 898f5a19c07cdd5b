/**
 * The sample company behind three real layers, and single mistakes of its operators.
 *
 * @module
 */
export { type Company, type CompanyStack, startCompany } from './company.ts'
export { COMPANY_MISTAKES, type CompanyMistake } from './mistakes.ts'
export { COMPANY_POLICY, OLDER_COMPANY_POLICY } from './policy.ts'

/**
 * The rules behind finding codes, of the policy language, of the importers and of the layers together.
 *
 * @module
 */
import { ruleAddress } from '@marque/core'
import type { FindingRule, RETIRED_CODES } from '@marque/policy'

type RetiredCodes = typeof RETIRED_CODES

/** All rules. Loads the three packages. */
export async function loadRules(): Promise<readonly FindingRule[]> {
  const packages = await Promise.all([
    import('@marque/policy'),
    import('@marque/import'),
    import('@marque/verify'),
  ])
  return packages.flatMap(({ RULES }) => RULES)
}

/** A lookup by code and reason among the rules of documents: the policy language and the importers. */
export async function loadRuleOf(): Promise<
  (code: string, reason?: string) => FindingRule | undefined
> {
  const [policy, openapi] = await Promise.all([import('@marque/policy'), import('@marque/import')])
  return (code, reason) => policy.ruleOf(code, reason) ?? openapi.ruleOf(code)
}

/** The codes that were replaced, each with the code and reason that took its place. */
export async function loadRetiredCodes(): Promise<RetiredCodes> {
  return (await import('@marque/policy')).RETIRED_CODES
}

/** A citation with the address of its text: `D24 (docs/rules.md#d24)`; others, such as RFCs, are returned as they are. */
export function withAddress(citation: string): string {
  return isRule(citation) ? `${citation} (${ruleAddress(citation)})` : citation
}

function isRule(citation: string): citation is `D${number}` {
  return /^D\d+$/.test(citation)
}

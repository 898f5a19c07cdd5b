/**
 * The rules behind finding codes, of the policy language and of the OpenAPI importer together.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'

/** Every rule, those of the language first. Loads both packages. */
export async function loadRules(): Promise<readonly FindingRule[]> {
  const [policy, openapi] = await Promise.all([import('@marque/policy'), import('@marque/import')])
  return [...policy.RULES, ...openapi.RULES]
}

/** A lookup by code among {@link loadRules}. */
export async function loadRuleOf(): Promise<(code: string) => FindingRule | undefined> {
  const [policy, openapi] = await Promise.all([import('@marque/policy'), import('@marque/import')])
  return (code) => policy.ruleOf(code) ?? openapi.ruleOf(code)
}

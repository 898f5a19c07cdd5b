/**
 * The rule of a finding code in SARIF.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'

/** A `reportingDescriptor` (SARIF 2.1.0, 3.49); only the code where there is no rule. */
export function sarifRule(code: string, rule: FindingRule | undefined): object {
  if (!rule) return { id: code }
  return {
    id: code,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: `${rule.why}\n\nfix: ${rule.help}`, markdown: markdownOf(rule) },
    defaultConfiguration: { level: rule.severity },
    properties: { tags: ['cors', ...rule.see] },
  }
}

function markdownOf({ why, help, example }: FindingRule): string {
  const block = (text: string): string => `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``
  return [
    why,
    `**How to fix:** ${help}`,
    '**Incorrect**',
    block(example.bad),
    '**Correct**',
    block(example.good),
  ].join('\n\n')
}

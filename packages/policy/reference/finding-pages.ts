/**
 * The pages of the catalogue: one a code, and the index.
 *
 * @module
 */
import type { FindingRule } from '../src/catalogue/index.ts'

const MARK =
  '<!-- Written by packages/policy/reference/write.ts. Change the rule, then run `npm run fix`. -->'

const RANGES: readonly { readonly from: number; readonly to: number; readonly title: string }[] = [
  { from: 100, to: 119, title: 'The text of the file' },
  { from: 120, to: 139, title: 'The shape of the document' },
  { from: 140, to: 159, title: 'Origins' },
  { from: 160, to: 179, title: 'Hosts, paths, methods, headers, times' },
  { from: 180, to: 189, title: 'Names and references' },
  { from: 190, to: 199, title: 'Files of policy tests' },
  { from: 200, to: 299, title: 'Unsafe' },
  { from: 300, to: 399, title: 'Without effect, or misleading' },
  { from: 400, to: 499, title: 'Governance' },
  { from: 800, to: 819, title: 'Descriptions of an API (OpenAPI)' },
  { from: 820, to: 839, title: 'A policy held against the description of its API' },
  { from: 840, to: 859, title: 'Bringing a policy up to date' },
]

/** Writes the page of one rule. */
export function findingPage(rule: FindingRule): string {
  const language = rule.example.bad.startsWith('{') ? 'json' : 'yaml'
  return [
    MARK,
    '',
    `# ${rule.code}: ${rule.title}`,
    '',
    `Severity: **${rule.severity}**.`,
    '',
    `**Why.** ${sentence(rule.why)}`,
    '',
    `**How to mend it.** ${sentence(rule.help)}`,
    '',
    '## Example',
    '',
    `This has it:`,
    '',
    ...fence(language, rule.example.bad),
    '',
    'This does not:',
    '',
    ...fence(language, rule.example.good),
    '',
    '## See also',
    '',
    ...rule.see.map((source) => `- ${source}`),
    '',
    '[All findings](README.md)',
    '',
  ].join('\n')
}

/** Writes the index of all rules. */
export function findingIndex(rules: readonly FindingRule[]): string {
  const sections = RANGES.flatMap(({ from, to, title }) => {
    const inRange = rules.filter(({ code }) => numberOf(code) >= from && numberOf(code) <= to)
    if (inRange.length === 0) return []
    return [
      `## ${title}`,
      '',
      '| code | severity | |',
      '|---|---|---|',
      ...inRange.map(
        ({ code, severity, title: name }) =>
          `| [${code}](${code}.md) | ${severity} | ${name.replaceAll('|', '\\|')} |`,
      ),
      '',
    ]
  })
  return [
    MARK,
    '',
    '# Findings',
    '',
    'What `marque check` can say of a policy. A policy with an error is never compiled, not even in part. `marque check --explain CODE` shows a page in the terminal.',
    '',
    ...sections,
  ].join('\n')
}

function numberOf(code: FindingRule['code']): number {
  return Number(code.slice('MQ-'.length))
}

function fence(language: string, text: string): readonly string[] {
  return [`\`\`\`${language}`, visible(text).trimEnd(), '```']
}

/** A tab is the mistake of one example, and would not be seen. */
function visible(text: string): string {
  return text.replaceAll('\t', '→')
}

/** Rules speak in clauses; a page speaks in sentences. */
function sentence(text: string): string {
  const first = text.startsWith('`') ? text : text.charAt(0).toUpperCase() + text.slice(1)
  return /[.?!]$/.test(first) ? first : `${first}.`
}

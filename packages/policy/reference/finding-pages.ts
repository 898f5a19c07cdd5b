/**
 * The reference pages of findings: one page for each code, and the index.
 *
 * @module
 */
import type { Example, FindingRule, ReasonRule } from '../src/catalogue/index.ts'

const MARK =
  '<!-- Written by packages/policy/reference/write.ts. Change the rule, then run `npm run fix`. -->'

const RANGES: readonly { readonly from: number; readonly to: number; readonly title: string }[] = [
  { from: 100, to: 119, title: 'Text of the file' },
  { from: 120, to: 139, title: 'Shape of the document' },
  { from: 140, to: 159, title: 'Origins' },
  { from: 160, to: 179, title: 'Hosts, paths, methods, headers and times' },
  { from: 180, to: 189, title: 'Names and references' },
  { from: 190, to: 199, title: 'Test files' },
  { from: 200, to: 299, title: 'Unsafe' },
  { from: 300, to: 399, title: 'Without effect, or misleading' },
  { from: 400, to: 499, title: 'Governance' },
  { from: 600, to: 649, title: 'Layers' },
  { from: 800, to: 819, title: 'OpenAPI descriptions' },
  { from: 820, to: 839, title: 'Policy compared with the description of its API' },
  { from: 840, to: 859, title: 'Updating a policy' },
  { from: 860, to: 871, title: 'Options of CORS libraries' },
  { from: 872, to: 879, title: 'Recorded traffic' },
  { from: 880, to: 889, title: 'Logs' },
]

/** Writes the page of one rule. */
export function findingPage(rule: FindingRule): string {
  return [
    MARK,
    '',
    `# ${rule.code}: ${rule.title}`,
    '',
    `Severity: **${rule.severity}**.`,
    '',
    '## Why',
    '',
    sentence(rule.why),
    '',
    '## How to fix',
    '',
    sentence(rule.help),
    '',
    ...(rule.reasons === undefined ? examples(rule.example, '##') : reasonsOf(rule.reasons)),
    '## See also',
    '',
    ...rule.see.map((source) => `- ${linked(source)}`),
    '- [All findings](README.md)',
    '',
  ].join('\n')
}

function reasonsOf(reasons: readonly ReasonRule[]): readonly string[] {
  return [
    '## Reasons',
    '',
    'Each finding with this code has one of these reasons.',
    '',
    ...reasons.flatMap(({ reason, title, why, help, example }) => [
      `### \`${reason}\``,
      '',
      sentence([title, why].filter((text) => text !== undefined).join(': ')),
      ...(help === undefined ? [] : ['', `How to fix: ${help}.`]),
      '',
      ...examples(example, '####'),
    ]),
  ]
}

function examples({ bad, good }: Example, level: string): readonly string[] {
  const language = languageOf(bad)
  return [
    `${level} Incorrect`,
    '',
    ...fence(language, bad),
    '',
    `${level} Correct`,
    '',
    ...fence(language, good),
    '',
  ]
}

function languageOf(text: string): string {
  if (text.startsWith('{')) return 'json'
  if (/^[A-Z]+ \//.test(text)) return 'http'
  return text.startsWith('import ') ? 'js' : 'yaml'
}

/** A source as a link, if it is a rule or a page of this repository. Pages of findings are in `docs/reference/findings`. */
function linked(source: string): string {
  if (/^D\d+$/.test(source)) return `[${source}](../../rules.md#${source.toLowerCase()})`
  const page = /^docs\/([^#]+?)(#.*)?$/.exec(source)
  return page === null ? source : `[${page[1]}](../../${page[1]}${page[2] ?? ''})`
}

/** Writes the index of all rules. */
export function findingIndex(rules: readonly FindingRule[]): string {
  const sections = RANGES.flatMap(({ from, to, title }) => {
    const inRange = rules.filter(({ code }) => numberOf(code) >= from && numberOf(code) <= to)
    if (inRange.length === 0) return []
    return [
      `## ${title}`,
      '',
      '| code | severity | finding |',
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
    'The findings that `marque check`, `marque test` and `marque verify` can report. A policy with an error is never compiled, not even in part. `marque check --explain CODE` prints a page in the terminal.',
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

/** Shows the tabs of the example that is about tabs. */
function visible(text: string): string {
  return text.replaceAll('\t', '→')
}

/** Texts of the catalogue are clauses; a page has sentences. */
function sentence(text: string): string {
  const first = text.startsWith('`') ? text : text.charAt(0).toUpperCase() + text.slice(1)
  return /[.?!]$/.test(first) ? first : `${first}.`
}

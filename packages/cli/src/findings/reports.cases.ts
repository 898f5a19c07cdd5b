import type { Finding, FindingRule } from '@marque/policy'
import type { FormatOptions, Report } from './report.ts'

export const rules: readonly FindingRule[] = [
  {
    code: 'MQ-201',
    severity: 'error',
    title: 'a pattern covers a public suffix',
    why: 'anyone can register a name under it and read answers with the credentials of your users',
    help: 'list the exact origins that you own',
    see: ['D3', 'RFC 6454, 7'],
    example: {
      bad: 'origins:\n  web:\n    allow: ["https://*.github.io"]\n',
      good: 'origins:\n  web:\n    allow: [https://acme.github.io]\n',
    },
  },
  {
    code: 'MQ-302',
    severity: 'warning',
    title: 'duplicate origin',
    why: 'one of them will be forgotten when the other is removed',
    help: 'remove one of them',
    see: [],
    example: { bad: 'a: 1\n', good: 'b: 1\n' },
  },
]

const byCode = new Map<string, FindingRule>(rules.map((rule) => [rule.code, rule]))

const text = [
  'version: 1',
  'origins:',
  '  web:',
  '\tallow: # a tab',
  '      - "https://*.github.io"',
  '      - https://a.example   # twice: a%b, c:d',
  `      - https://a.example   # ${'long '.repeat(40)}`,
  '',
].join('\n')

const finding = (
  fields: Partial<Finding> & Pick<Finding, 'code' | 'message' | 'path'>,
): Finding => ({
  severity: byCode.get(fields.code)?.severity ?? 'note',
  why: byCode.get(fields.code)?.why ?? 'for information only',
  help: byCode.get(fields.code)?.help ?? null,
  file: 'policies/a b.yaml',
  line: null,
  column: null,
  ...fields,
})

/** Each severity, a value that is quoted, a cut line, a finding without place and one with text that must be escaped. */
export const mixed: Report = {
  file: 'policies/a b.yaml',
  text,
  summary: null,
  findings: [
    finding({ code: 'MQ-333', path: '', message: 'the document is `<short>` & ends with `]]>`' }),
    finding({
      code: 'MQ-201',
      path: '/origins/web/allow/0',
      line: 5,
      column: 9,
      value: 'https://*.github.io',
      message: '`https://*.github.io` covers the public suffix `github.io`',
    }),
    finding({
      code: 'MQ-302',
      path: '/origins/web/allow/1',
      line: 6,
      column: 9,
      value: 'https://a.example',
      message: 'duplicate origin `https://a.example`: 50 %, here, and\n::error::there',
    }),
    finding({
      code: 'MQ-302',
      path: '/origins/web/allow/2',
      line: 7,
      column: 9,
      value: 'https://a.example',
      message: 'duplicate origin `https://a.example`: 50 %, here, and\n::error::there',
    }),
    finding({
      code: 'MQ-334',
      path: '/origins/web/x',
      line: 99,
      column: 1,
      message: 'an \u001b[31mescape\u0000',
    }),
  ],
}

export const clean: Report = {
  file: 'policy.yaml',
  text: 'version: 1\n',
  findings: [],
  summary: {
    environment: 'production',
    digest: `sha256:${'0123456789abcdef'.repeat(4)}`,
    counts: [
      [1, 'resource'],
      [512, 'origin'],
      [2, 'grant'],
    ],
  },
}

const plainly = (value: string): string => value

export const options: FormatOptions = {
  palette: {
    error: plainly,
    warning: plainly,
    note: plainly,
    fine: plainly,
    strong: plainly,
    faint: plainly,
    frame: plainly,
  },
  columns: 80,
  ruleOf: (code) => byCode.get(code),
  strict: false,
}

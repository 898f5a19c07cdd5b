import { readFileSync } from 'node:fs'
import { type Bundle, digestOf } from '@marque/core'
import { compile, load } from '@marque/policy'
import { diff } from '@marque/policy/diff'
import { describe, expect, test } from 'vitest'
import { companyEdits } from './company.cases.ts'
import { formatPretty } from './format-pretty.ts'
import { options } from './reports.cases.ts'

const POLICY = readFileSync(
  new URL('../../../../examples/company/policy.yaml', import.meta.url),
  'utf8',
)
const NOW = Date.UTC(2098, 10, 22, 12)

function bundleOf(text: string): Bundle {
  const { bundle, findings } = compile(load(text, 'policy.yaml'), {
    environment: 'production',
    now: NOW,
  })
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'))
  return bundle
}

function reportOf(edits: readonly (readonly [text: string, by: string])[]): string {
  const edited = edits.reduce((text, [from, to]) => {
    expect(text).toContain(from)
    return text.replace(from, () => to)
  }, POLICY)
  const [before, after] = [bundleOf(POLICY), bundleOf(edited)]
  const side = (name: string, bundle: Bundle) => ({
    name,
    environment: 'production',
    digest: digestOf(bundle),
  })
  const report = {
    old: side('policy.yaml', before),
    new: side('edited.yaml', after),
    difference: diff(before, after),
    now: NOW,
    allowed: new Set<never>(),
    failing: new Set<never>(),
    lineOf: () => undefined,
  }
  // The digests change with every edit of the example.
  return formatPretty(report, options).replace(/ +sha256:[0-9a-f]{12}$/gm, '')
}

/** A change of one thing can be read at a glance. */
const MOST_LINES = 15

describe('edits of the sample company', () => {
  for (const { name, edits } of companyEdits) {
    test(name, async () => {
      const text = reportOf(edits)
      expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(MOST_LINES)
      await expect(text).toMatchFileSnapshot(`./golden/company/${name}.txt`)
    })
  }
})

import type { Bundle } from '@marque/core'
import { expect, test } from 'vitest'
import { compile } from '../../check.ts'
import { load } from '../../load.ts'
import type { Cause } from '../change.ts'
import { diff } from '../diff.ts'
import { cases, POLICY } from './cause.cases.ts'

function bundleOf(text: string): Bundle {
  const options = { environment: 'production', now: Date.UTC(2098, 10, 22) }
  const { bundle, findings } = compile(load(text, 'policy.yaml'), options)
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'))
  return bundle
}

const lineOf = ({ edits, what, effect }: Cause): string =>
  `${edits.map(({ kind }) => kind).join('+')}: ${what}${effect === null ? '' : ` — ${effect}`}`

for (const { name, edits, causes, notes = [] } of cases) {
  test(name, () => {
    const after = edits.reduce((text, [from, to]) => {
      const replaced = text.replace(from.includes('.*') ? new RegExp(from) : from, () => to)
      if (replaced === text) throw new Error(`nothing to replace: ${from}`)
      return replaced
    }, POLICY)
    const difference = diff(bundleOf(POLICY), bundleOf(after))
    expect(difference.causes.map(lineOf)).toEqual(causes)
    expect(difference.notes.map(({ what }) => what)).toEqual(notes)
  })
}

/**
 * The structural edits between two bundles.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { EDIT_KINDS, type Edit } from './edit.ts'
import { setEdits, tenantEdits } from './list-edits.ts'
import { policyEdits } from './policy-edits.ts'
import { resourceEdits } from './resource-edits.ts'

/**
 * Lists everything that two bundles write differently, apart from self-tests, in the order of {@link EDIT_KINDS}.
 *
 * Each edit can be applied alone. They are not meant to be applied one after another: indexes of grants count as in `before`.
 */
export function editsBetween(before: Bundle, after: Bundle): readonly Edit[] {
  return [
    ...setEdits(before, after),
    ...tenantEdits(before, after),
    ...resourceEdits(before, after),
    ...policyEdits(before, after),
  ].sort((a, b) => RANKS.indexOf(a.kind) - RANKS.indexOf(b.kind))
}

const RANKS: readonly string[] = EDIT_KINDS

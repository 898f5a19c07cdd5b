/**
 * Edits of keys of the whole policy.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { durationText } from './condition-text.ts'
import { type Edit, type EditKind, pointer, quoted } from './edit.ts'
import { isSame } from './same.ts'

const FACTS = { resources: null, origin: null, list: null } as const

/** Edits of `self`, `unmatched`, `context`, tenancy, `staleAfter`, `contact`. */
export function policyEdits(before: Bundle, after: Bundle): readonly Edit[] {
  return [
    ...selfEdits(before, after),
    ...unmatchedEdits(before, after),
    ...tenancyEdits(before, after),
    ...contextEdits(before, after),
    ...staleEdits(before, after),
    ...contactEdits(before, after),
  ]
}

function selfEdits(before: Bundle, after: Bundle): readonly Edit[] {
  const one = (origin: string, isAdded: boolean, index: number): Edit => ({
    ...FACTS,
    kind: isAdded ? 'self-added' : 'self-removed',
    path: pointer('self', index),
    subject: quoted(origin),
    plural: 'origins',
    says: isAdded
      ? ['becomes an own origin (`self`)', 'become own origins (`self`)']
      : ['is no longer an own origin (`self`)', 'are no longer own origins (`self`)'],
    apply: (bundle) => ({
      ...bundle,
      self: isAdded
        ? [...bundle.self, origin].sort()
        : bundle.self.filter((other) => other !== origin),
    }),
  })
  return [
    ...after.self.flatMap((origin, at) =>
      before.self.includes(origin) ? [] : [one(origin, true, at)],
    ),
    ...before.self.flatMap((origin, at) =>
      after.self.includes(origin) ? [] : [one(origin, false, at)],
    ),
  ]
}

/** An edit that replaces a key of the bundle. */
function keyEdit<Key extends keyof Bundle>(
  kind: EditKind,
  key: Key,
  value: Bundle[Key],
  text: string,
): Edit {
  return {
    ...FACTS,
    kind,
    path: pointer(key),
    subject: quoted(key),
    plural: 'keys',
    says: [text, text],
    apply: (bundle) => ({ ...bundle, [key]: value }),
  }
}

function unmatchedEdits(before: Bundle, { unmatched }: Bundle): readonly Edit[] {
  if (before.unmatched === unmatched) return []
  const text = `is ${quoted(unmatched)} instead of ${quoted(before.unmatched)}`
  return [keyEdit('unmatched', 'unmatched', unmatched, text)]
}

function tenancyEdits(before: Bundle, { tenancy }: Bundle): readonly Edit[] {
  if (isSame(before.tenancy, tenancy)) return []
  const text = `identifies tenants by ${sourceText(tenancy)} instead of ${sourceText(before.tenancy)}`
  return [keyEdit('tenancy', 'tenancy', tenancy, text)]
}

function contextEdits(before: Bundle, after: Bundle): readonly Edit[] {
  return (['apiVersion', 'roles', 'scopes'] as const).flatMap((fact) => {
    const [old, now] = [before.context[fact], after.context[fact]]
    if (isSame(old, now)) return []
    return [
      {
        ...FACTS,
        kind: 'context' as const,
        path: pointer('context', fact),
        subject: quoted(`context.${fact}`),
        plural: 'keys',
        says: [
          `is read from ${sourceText(now)} instead of ${sourceText(old)}`,
          'are read from elsewhere',
        ] as const,
        apply: (bundle: Bundle): Bundle => {
          const { [fact]: _, ...others } = bundle.context
          return { ...bundle, context: now === undefined ? others : { ...others, [fact]: now } }
        },
      },
    ]
  })
}

function staleEdits(before: Bundle, after: Bundle): readonly Edit[] {
  return (['public', 'internal', 'confidential', 'restricted'] as const).flatMap((sensitivity) => {
    const [old, now] = [before.staleAfter[sensitivity], after.staleAfter[sensitivity]]
    if (old === now) return []
    const says = `is ${ageText(now)} instead of ${ageText(old)}`
    return [
      {
        ...FACTS,
        kind: 'stale-after' as const,
        path: pointer('staleAfter', sensitivity),
        subject: quoted(`staleAfter.${sensitivity}`),
        plural: 'keys',
        says: [says, says] as const,
        apply: (bundle: Bundle): Bundle => ({
          ...bundle,
          staleAfter: { ...bundle.staleAfter, [sensitivity]: now },
        }),
      },
    ]
  })
}

function contactEdits(before: Bundle, { contact }: Bundle): readonly Edit[] {
  if (before.contact === contact) return []
  const text = (value: string | null): string => (value === null ? 'absent' : quoted(value))
  const says = `is ${text(contact)} instead of ${text(before.contact)}`
  return [keyEdit('contact', 'contact', contact, says)]
}

function sourceText(source: object | null | undefined): string {
  if (source === null || source === undefined) return 'nothing'
  return Object.entries(source)
    .map(([key, value]) => quoted(`${key}: ${String(value)}`))
    .join(', ')
}

function ageText(milliseconds: number | null): string {
  return milliseconds === null ? 'never' : durationText(milliseconds)
}

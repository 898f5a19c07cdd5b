import { describe, expect, test } from 'vitest'
import { EditIndex } from './edit-index.ts'
import { edit, grantEdit, joins } from './edits.cases.ts'

const A = 'https://a.example.com'
const B = 'https://b.example.com'

const EDITS = {
  a: joins(A),
  pattern: joins('https://*.example.com'),
  unmatched: edit({ kind: 'unmatched', resources: null }),
  orders: edit(),
  moved: edit({ kind: 'match-moved', resources: new Set(['orders', 'items']) }),
  web: grantEdit(['web', 'admin']),
  tenants: grantEdit([], { tenant: true }),
  anyone: grantEdit([], { any: true }),
  nobody: grantEdit([], { nullReach: true }),
}

const NAMES = new Map(Object.entries(EDITS).map(([name, one]) => [one, name]))
const index = new EditIndex(Object.values(EDITS))

const everywhere = ['pattern', 'unmatched']
const ofOrders = ['orders', 'moved']
const ofAnySender = ['tenants', 'anyone', 'nobody']

const cases: readonly {
  readonly name: string
  readonly resources: readonly string[] | null
  readonly origins: readonly string[]
  readonly sets: readonly string[]
  readonly edits: readonly string[]
}[] = [
  {
    name: 'no resource and no origin: edits of patterns and of the policy',
    resources: [],
    origins: [],
    sets: [],
    edits: everywhere,
  },
  {
    name: 'an origin that joins a list',
    resources: [],
    origins: [A],
    sets: [],
    edits: ['a', ...everywhere],
  },
  { name: 'another origin', resources: [], origins: [B], sets: [], edits: everywhere },
  {
    name: 'a resource: grants for sets only are left out where no set holds the origin',
    resources: ['orders'],
    origins: [B],
    sets: [],
    edits: [...everywhere, ...ofOrders, ...ofAnySender],
  },
  {
    name: 'a resource and a set of one of its grants',
    resources: ['orders'],
    origins: [B],
    sets: ['admin'],
    edits: [...everywhere, ...ofOrders, 'web', ...ofAnySender],
  },
  {
    name: 'both sets of a grant: the edit is listed once',
    resources: ['orders'],
    origins: [B],
    sets: ['web', 'admin'],
    edits: [...everywhere, ...ofOrders, 'web', ...ofAnySender],
  },
  {
    name: 'the other resource of a moved match',
    resources: ['items'],
    origins: [],
    sets: ['web'],
    edits: [...everywhere, 'moved'],
  },
  {
    name: 'every resource: every edit',
    resources: null,
    origins: [],
    sets: [],
    edits: [...NAMES.values()],
  },
]

describe('the edits that can concern a request, in their fixed order', () => {
  test.each(cases)('$name', ({ resources, origins, sets, edits }) => {
    const found = index.editsFor(resources && new Set(resources), origins, new Set(sets))
    expect(found.map((one) => NAMES.get(one))).toEqual(edits)
  })

  test('an edit has its position; -1 for an unknown one', () => {
    expect([index.numberOf(EDITS.orders), index.numberOf(edit())]).toEqual([3, -1])
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cell, CellAtoms, Outcome, Place, Region } from '../cells/index.ts'
import type { Box } from './box.ts'
import { boxesOf, mergeBoxes } from './index.ts'

const METHODS = ['GET', 'PUT', '*']
const ORIGINS = ['https://a.example', 'https://b.example', '*']
const TIMES = [
  { from: null, until: 10 },
  { from: 10, until: 20 },
  { from: 20, until: null },
]

/** One request of the small world: an index into each dimension. */
interface Point {
  readonly place: number
  readonly method: number
  readonly origin: number
  readonly cookie: number
  readonly now: number
}

const POINTS: readonly Point[] = [0, 1].flatMap((place) =>
  [0, 1, 2].flatMap((method) =>
    [0, 1, 2].flatMap((origin) =>
      [0, 1].flatMap((cookie) => [0, 1, 2].map((now) => ({ place, method, origin, cookie, now }))),
    ),
  ),
)

const PLACES: readonly Place[] = ['/a/**', '/b/**'].map((pattern) => ({
  url: `https://api.example.com${pattern.slice(0, 2)}`,
  pattern,
  resources: ['r', 'r'],
  tenants: [null, null],
  unknownTenants: [false, false],
  versions: [null, null],
  leads: ['resource', 'resource'],
}))

const NOTHING: Outcome = {
  reach: true,
  read: false,
  preflight: false,
  credentials: false,
  expose: [],
  timing: false,
  embed: null,
  withoutLogin: null,
  isolated: false,
}
const READ: Outcome = { ...NOTHING, read: true }

const witness = (): never => {
  throw new Error('no witness is needed')
}

function atomsOf({ method, origin, cookie, now }: Point): CellAtoms {
  return {
    method: { key: String(method), siblings: 3, methods: [METHODS[method]!] },
    origin: {
      key: String(origin),
      siblings: 3,
      kind: origin === 2 ? 'unlisted' : 'listed',
      senders: [ORIGINS[origin]!],
      sample: '',
    },
    cookie: { key: String(cookie), siblings: 2, value: cookie === 1 },
    now: { key: String(now), siblings: 3, ...TIMES[now]! },
  }
}

/** A region for each place, with one cell a point that differs. */
function regionsOf(changes: readonly number[]): readonly Region[] {
  return PLACES.map((place, at) => ({
    shape: 'actual',
    kinds: ['actual', 'actual'],
    own: [],
    methods: METHODS,
    places: [place],
    cells: POINTS.flatMap((point, index): Cell[] => {
      const change = changes[index] ?? 0
      if (point.place !== at || change === 0) return []
      const outcomes = change > 0 ? ([NOTHING, READ] as const) : ([READ, NOTHING] as const)
      return [{ atoms: atomsOf(point), outcomes, request: witness, witness }]
    }),
  }))
}

function holds({ direction, dimensions }: Box, point: Point): number {
  const atoms = atomsOf(point)
  const { origin, method, carried, now, place } = dimensions
  const isIn =
    [...place.values()].some(({ patterns }) => patterns.includes(PLACES[point.place]!.pattern)) &&
    method.has(METHODS[point.method]!) &&
    (origin === null || [...origin.values()].some(({ key }) => key === atoms.origin?.key)) &&
    (carried === null ||
      [...carried.values()].some(({ cookie }) => cookie === (point.cookie === 1))) &&
    (now === null || [...now.values()].some(({ from }) => from === TIMES[point.now]!.from))
  return isIn ? (direction === 'wider' ? 1 : -1) : 0
}

const boxesFor = (changes: readonly number[]): readonly Box[] =>
  mergeBoxes(regionsOf(changes).flatMap((region) => boxesOf(region, () => () => [])))

test('each request that differs is in exactly one box, and no other request is', () => {
  const change = fc.constantFrom(0, 0, 1, 1, -1)
  fc.assert(
    fc.property(
      fc.array(change, { minLength: POINTS.length, maxLength: POINTS.length }),
      (changes) => {
        const boxes = boxesFor(changes)
        for (const [index, point] of POINTS.entries()) {
          const found = boxes.map((box) => holds(box, point)).filter((one) => one !== 0)
          expect(found).toEqual(changes[index] === 0 ? [] : [changes[index]])
        }
      },
    ),
    { numRuns: 200 },
  )
})

test('a product of classes is one box, with every value where nothing is left out', () => {
  const all = boxesFor(POINTS.map(() => 1))
  expect(all).toHaveLength(1)
  expect(all[0]?.dimensions).toMatchObject({ origin: null, carried: null, now: null })
  const some = boxesFor(POINTS.map(({ origin, method }) => (origin < 2 && method > 0 ? 1 : 0)))
  expect(some).toHaveLength(1)
  expect([...(some[0]?.dimensions.method.keys() ?? [])]).toEqual(['PUT', '*'])
})

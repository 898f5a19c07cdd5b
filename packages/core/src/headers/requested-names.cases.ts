import type { NamesVerdict } from './requested-names.ts'

export interface NamesCase {
  readonly name: string
  readonly granted: readonly string[]
  readonly lines: readonly string[]
  readonly verdict: NamesVerdict
}

const FOO_BAR = ['x-bar', 'x-foo']
const of = (
  granted: readonly string[],
  verdict: NamesVerdict,
  cases: { readonly [name: string]: readonly string[] },
): readonly NamesCase[] =>
  Object.entries(cases).map(([name, lines]) => ({ name, granted, lines, verdict }))

const copies = (count: number): string => new Array<string>(count).fill('x-foo').join(',')
/** `x-foo`, and spaces up to this many bytes. */
const padded = (bytes: number): string => 'x-foo'.padEnd(bytes)

/** D24; the cases of other libraries are in `packages/core/test/libraries.cases.ts`. */
export const namesCases: readonly NamesCase[] = [
  ...of(FOO_BAR, 'covered', {
    'both names': ['x-bar,x-foo'],
    'another order, another case, a space': ['X-Foo, X-Bar'],
    'several lines': ['x-bar', 'x-foo'],
    'empty elements': [',,x-foo,,'],
    'empty elements with padding': [' , \t,x-foo\t , x-bar ,'],
    'a name twice': ['x-foo,x-foo,X-FOO'],
    'an empty value': [''],
    'only spaces': [' \t '],
    'no line': [],
    'exactly 8192 bytes': [padded(8192)],
    'exactly 8192 bytes over two lines': [padded(8000), padded(191)],
    'exactly 128 names': [copies(128)],
    'exactly 128 names over two lines': [copies(100), copies(28)],
    '128 names and many empty elements': [`${copies(128)}${','.repeat(2000)}`],
  }),
  ...of(FOO_BAR, 'not-covered', {
    'one name beside a granted one': ['x-bar,x-qux'],
    'one name before a granted one': ['x-qux,x-bar'],
    'a name that only starts like one': ['x-fooo'],
    'a name that a granted one starts with': ['x-fo'],
    'a name that differs in its last letter': ['x-fop'],
    'a name that differs in its first letter': ['y-foo'],
    'a space within a name': ['x-foo x-bar'],
    'a name that is no token': ['x-foo@'],
    'something that is no token alone': ['@'],
    'a colon': ['x-foo:'],
    'a quoted name': ['"x-foo"'],
    'an NBSP as padding': ['\u00a0x-foo'],
    'a letter that folds to one of ASCII': ['x-\u212aoo'],
    'a letter beyond ASCII': ['x-f\u00f6o'],
    'no token in the second line': ['x-foo', '(x-bar)'],
    'a line end': ['x-foo\n'],
    'a star': ['*'],
    '8192 bytes of another name': ['y'.repeat(8192)],
    '128 other names': [copies(128).replaceAll('foo', 'qux')],
    'no token, then 127 names': [`@,${copies(127)}`],
    '127 names, then no token': [`${copies(127)},@ x ; y`],
  }),
  ...of(FOO_BAR, 'too-long', {
    '8193 bytes': [padded(8193)],
    '8193 bytes over two lines, the comma between counted': [padded(8000), padded(192)],
    '129 names': [copies(129)],
    '129 names over two lines': [copies(100), copies(29)],
    '129 other names': [copies(129).replaceAll('foo', 'qux')],
    'no token, then 128 names': [`@,${copies(128)}`],
    '128 names, then no token': [`${copies(128)},@`],
    '1 MiB of commas': [','.repeat(1 << 20)],
    '10⁵ copies of a name': [copies(100_000)],
    'one name of 1 MiB': ['x'.repeat(1 << 20)],
    '8193 empty lines': new Array<string>(8194).fill(''),
  }),
  ...of([], 'covered', { 'nothing requested, nothing granted': [''] }),
  ...of([], 'not-covered', { 'nothing granted': ['x-foo'] }),
  ...of(['*'], 'covered', {
    'any name under `*`': ['x-a,X-B'],
    'a name as long as authorization': ['authorizatiom,buthorization'],
    'a name that starts with authorization': ['authorization2'],
    'a name that authorization starts with': ['authorizatio'],
    'a star under `*`': ['*'],
  }),
  ...of(['*'], 'not-covered', {
    'authorization under `*`': ['authorization'],
    'authorization in another case under `*`': ['AuthoriZation'],
    'authorization behind another under `*`': ['x-a,authorization'],
    'no token under `*`': ['x a'],
  }),
  ...of(['*', 'authorization'], 'covered', {
    'authorization by its name': ['authorization,x-a'],
    'authorization in another case': ['AUTHORIZATION'],
  }),
  ...of(['aZ'.toLowerCase(), 'x-^_`'], 'covered', {
    'letters at the ends of the alphabet': ['AZ,Az'],
    'marks around the letters': ['X-^_`'],
  }),
  ...of(['x-^_`'], 'not-covered', { 'marks that only folding would make equal': ['x->?@'] }),
  // jub0bs/cors #15: an optimised matcher denied listed names.
  ...['a', 'x-ab', 'x-abc', 'x-abd', 'content-type', 'x-requested-with', 'x-abcdefghij'].flatMap(
    (one, _, all) => of(all, 'covered', { [`\`${one}\` alone of seven`]: [one] }),
  ),
]

import { expect, test } from 'vitest'
import { COLOURED, type Palette, PLAIN, paletteFor } from './palette.ts'

const terminal = { isTTY: true }
const pipe = {}

const cases: readonly (readonly [string, object, Record<string, string>, Palette])[] = [
  ['a terminal has colours', terminal, { TERM: 'xterm' }, COLOURED],
  ['a pipe has none', pipe, { TERM: 'xterm' }, PLAIN],
  ['NO_COLOR takes them', terminal, { NO_COLOR: '1' }, PLAIN],
  ['NO_COLOR is stronger than FORCE_COLOR', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, PLAIN],
  ['an empty NO_COLOR says nothing', terminal, { NO_COLOR: '' }, COLOURED],
  ['FORCE_COLOR colours a pipe', pipe, { FORCE_COLOR: '1' }, COLOURED],
  ['FORCE_COLOR=0 takes them', terminal, { FORCE_COLOR: '0' }, PLAIN],
  ['a dumb terminal has none', terminal, { TERM: 'dumb' }, PLAIN],
]

for (const [name, stream, environment, want] of cases) {
  test(name, () => expect(paletteFor(stream, environment)).toBe(want))
}

import { expect, test } from 'vitest'
import { COLOURED, PLAIN } from '../terminal/palette.ts'
import { createProgressBars } from './progress.ts'

function drawn(stream: { isTTY?: boolean; columns?: number }, environment = {}, palette = PLAIN) {
  let text = ''
  const write = (part: string): void => {
    text += part
  }
  const bars = createProgressBars(['gateway', 'app'], { ...stream, write }, palette, environment)
  bars.update({ layer: 'app', done: 5, planned: 10 })
  const shown = text
  bars.clear()
  return { shown, whole: text }
}

test('a terminal shows one line for each layer, and is clean afterwards', () => {
  const { shown, whole } = drawn({ isTTY: true, columns: 80 })
  expect(shown.split('\n')).toEqual([
    `gateway ${'░'.repeat(24)} `,
    `app     ${'█'.repeat(12)}${'░'.repeat(12)} 5/10`,
    '',
  ])
  expect(whole.slice(shown.length)).toBe('\u001b[2A\r\u001b[J')
})

test('no line is longer than the terminal', () => {
  const { shown } = drawn({ isTTY: true, columns: 40 })
  for (const line of shown.split('\n')) expect(line.length).toBeLessThanOrEqual(40)
})

test('colours only where the palette has them', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours.
  const colours = /\u001b\[\d+m/
  expect(drawn({ isTTY: true }, {}, COLOURED).shown).toMatch(colours)
  expect(drawn({ isTTY: true }).shown).not.toMatch(colours)
})

test('nothing is written to a pipe, a file or a dumb terminal', () => {
  expect(drawn({}).whole).toBe('')
  expect(drawn({ isTTY: true }, { TERM: 'dumb' }).whole).toBe('')
})

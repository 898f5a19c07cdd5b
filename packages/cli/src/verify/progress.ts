/**
 * Progress bars on a terminal, one line for each layer.
 *
 * @module
 */
import type { Progress } from '@marque/verify'
import type { Palette } from '../terminal/index.ts'

interface TerminalStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface ProgressBars {
  update(progress: Progress): void
  /** Removes the bars, so that the report starts on a clean line. */
  clear(): void
}

/** Milliseconds between two drawings. */
const REDRAW = 100

const WIDTH = 24

/**
 * Draws on a terminal; does nothing on another stream or a `dumb` terminal.
 *
 * @param layers Names of the layers that are asked.
 */
export function createProgressBars(
  layers: readonly string[],
  stream: TerminalStream,
  palette: Palette,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ProgressBars {
  if (stream.isTTY !== true || environment.TERM === 'dumb') {
    return { update: () => undefined, clear: () => undefined }
  }
  const states = new Map(layers.map((name) => [name, { done: 0, planned: 0 }]))
  const widest = Math.max(...layers.map((name) => name.length))
  let drawn = 0
  let lastDrawing = Number.NEGATIVE_INFINITY
  const erase = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\r\u001b[J`)
  const draw = (): void => {
    const lines = [...states].map(([name, { done, planned }]) => {
      const share = planned === 0 ? 0 : Math.min(1, done / planned)
      const full = Math.round(share * WIDTH)
      const bar = palette.fine('█'.repeat(full)) + palette.faint('░'.repeat(WIDTH - full))
      // Longer lines would wrap and break the count of lines to erase.
      const label = name.padEnd(widest).slice(0, Math.max(0, (stream.columns || 80) - WIDTH - 24))
      return `${label} ${bar} ${planned === 0 ? '' : `${done}/${planned}`}\n`
    })
    stream.write(erase() + lines.join(''))
    drawn = lines.length
  }
  return {
    update({ layer, done, planned }) {
      states.set(layer, { done, planned })
      const now = performance.now()
      if (now - lastDrawing < REDRAW) return
      lastDrawing = now
      draw()
    },
    clear() {
      if (drawn > 0) stream.write(erase())
      drawn = 0
    },
  }
}

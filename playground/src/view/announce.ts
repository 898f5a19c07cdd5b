/**
 * One line for what has just happened: seen, and read aloud.
 *
 * @module
 */
import { byId, sentence } from './element.ts'

/** Says something; the next thing said takes its place. */
export function announce(text: string, ...actions: readonly HTMLElement[]): void {
  byId('notice', HTMLElement).replaceChildren(
    ...(text === '' ? [] : [sentence(text), ...actions.flatMap((action) => [' ', action])]),
  )
}

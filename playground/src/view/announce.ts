/**
 * Status messages, visible and read by screen readers.
 *
 * @module
 */
import { byId, sentence } from './element.ts'

/** Shows a message; replaces the previous one. */
export function announce(text: string, ...actions: readonly HTMLElement[]): void {
  byId('notice', HTMLElement).replaceChildren(
    ...(text === '' ? [] : [sentence(text), ...actions.flatMap((action) => [' ', action])]),
  )
}

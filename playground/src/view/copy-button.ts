/**
 * Copies to the clipboard, with a status message.
 *
 * @module
 */
import { announce } from './announce.ts'
import { element } from './element.ts'

/** A button that copies the result of `text` on click. */
export function copyButton(label: string, text: () => string): HTMLButtonElement {
  return element('button', { type: 'button', onclick: () => void copy(text()) }, label)
}

/** Copies a text; false, with a message, if the browser does not allow it. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    announce('copied')
    return true
  } catch {
    announce('the browser does not allow copying; select the text and copy it manually')
    return false
  }
}

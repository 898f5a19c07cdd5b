/**
 * Copying to the clipboard, with an answer that is said aloud.
 *
 * @module
 */
import { announce } from './announce.ts'
import { element } from './element.ts'

/** A button that copies what `text` gives when it is pressed. */
export function copyButton(label: string, text: () => string): HTMLButtonElement {
  return element('button', { type: 'button', onclick: () => void copy(text()) }, label)
}

/** Copies a text; where the browser does not allow it, says so. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    announce('copied')
    return true
  } catch {
    announce('the browser does not let this page copy: select the text and copy it by hand')
    return false
  }
}

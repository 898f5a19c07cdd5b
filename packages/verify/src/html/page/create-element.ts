/**
 * Elements for the script of the page.
 *
 * @module
 */
import type { PageDocument, PageElement } from './dom.ts'

declare const document: PageDocument

/**
 * Creates an element. Text is set as text: nothing in the page is parsed as markup.
 *
 * Self-contained: its source is copied into the page.
 */
export function createElement(
  name: string,
  attributes: { readonly [name: string]: string | number },
  ...children: readonly (PageElement | string)[]
): PageElement {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  element.append(...children)
  return element
}

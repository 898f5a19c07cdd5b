/**
 * The part of the DOM that the page uses.
 *
 * Types only. TypeScript's own library would apply to the whole program, and contradict Node's types of `fetch` and streams.
 *
 * @module
 */

export interface PageEvent {
  readonly target: unknown
  readonly key: string
  preventDefault(): void
}

export interface PageElement {
  textContent: string
  title: string
  hidden: boolean
  /** Of `details`. */
  open: boolean
  /** Of `input`. */
  checked: boolean
  value: string
  readonly tagName: string
  readonly childElementCount: number
  readonly parentElement: PageElement | null
  readonly dataset: { readonly [name: string]: string | undefined }
  append(...children: readonly (PageElement | string)[]): void
  replaceChildren(...children: readonly (PageElement | string)[]): void
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
  removeAttribute(name: string): void
  matches(selector: string): boolean
  querySelector(selector: string): PageElement | null
  querySelectorAll(selector: string): ArrayLike<PageElement> & Iterable<PageElement>
  addEventListener(type: string, listener: (event: PageEvent) => void): void
  focus(): void
  click(): void
}

export interface PageDocument {
  createElement(name: string): PageElement
  getElementById(id: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement>
}

/** `globalThis` of the page. */
export interface PageWindow {
  readonly document: PageDocument
  readonly location: { readonly hash: string }
  readonly navigator: { readonly clipboard: { writeText(text: string): Promise<void> } }
  addEventListener(type: string, listener: () => void): void
  getSelection(): { selectAllChildren(element: PageElement): void } | null
}

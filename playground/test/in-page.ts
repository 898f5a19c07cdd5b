/**
 * Interactions with the page. The functions run in the page, so they use nothing from outside themselves.
 *
 * @module
 */
import type { Page } from '@marque/conformance/browsers'
import { EMPTY, type Form } from '../src/input/form.ts'

/** What the page shows. */
export interface Shown {
  readonly headline: string
  readonly why: string
  readonly notice: string
  /** The texts of the findings. */
  readonly findings: readonly string[]
  readonly count: string
  readonly decisions: readonly ShownDecision[]
  /** The rows of the browser table. */
  readonly browsers: readonly (readonly string[])[]
}

/** One decision as it is shown. */
export interface ShownDecision {
  readonly heading: string
  readonly facts: { readonly [name: string]: string }
  readonly steps: readonly string[]
  readonly headers: string
  readonly command: string
}

/** Fills every field, and waits until the page has evaluated them. */
export async function fill(page: Page, form: Partial<Form>): Promise<void> {
  await page.evaluate(
    (fields) => {
      for (const [name, value] of Object.entries(fields)) {
        const field = document.getElementById(name) as HTMLInputElement
        if (typeof value === 'boolean') field.checked = value
        else field.value = value
        field.dispatchEvent(new Event('input', { bubbles: true }))
      }
    },
    { ...EMPTY, ...form },
  )
  await settle(page)
}

/** Waits until the result belongs to the current input. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const main = document.getElementById('main')
    while (main?.getAttribute('aria-busy') === 'true') {
      await new Promise((resume) => setTimeout(resume, 10))
    }
    await new Promise((resume) => setTimeout(resume, 10))
  })
}

/** Waits until the notice contains a text. */
export async function noticed(page: Page, words: string): Promise<string> {
  return page.evaluate(async (expected) => {
    const notice = document.getElementById('notice')
    for (let times = 0; times < 30_000; times++) {
      if (notice?.textContent?.includes(expected)) break
      await new Promise((resume) => setTimeout(resume, 10))
    }
    return notice?.textContent ?? ''
  }, words)
}

/** Reads the page. */
export function shown(page: Page): Promise<Shown> {
  return page.evaluate(() => {
    const textOf = (element: Element | null | undefined): string => element?.textContent ?? ''
    const textsIn = (within: ParentNode, selector: string): string[] =>
      [...within.querySelectorAll(selector)].map(textOf)
    const factsOf = (list: Element | null): { [name: string]: string } =>
      Object.fromEntries(
        [...(list?.querySelectorAll('dt') ?? [])].map((name) => [
          textOf(name),
          textOf(name.nextElementSibling),
        ]),
      )
    return {
      headline: textOf(document.querySelector('#verdict .headline span:last-child')),
      why: textOf(document.querySelector('#verdict .why')),
      notice: textOf(document.getElementById('notice')),
      findings: textsIn(document, '#findings li'),
      count: textOf(document.getElementById('finding-count')),
      decisions: [...document.querySelectorAll('.decision')].map((section) => ({
        heading: textOf(section.querySelector('h3')),
        facts: factsOf(section.querySelector('.facts')),
        steps: [...section.querySelectorAll('.step')].map((step) =>
          [...step.children].map((part) => textOf(part).replace(/^[✓✗–]/, '')).join(' '),
        ),
        headers: textOf(section.querySelector('pre:not(.command)')),
        command: textOf(section.querySelector('.command')),
      })),
      browsers: [...document.querySelectorAll('.browsers tbody tr')].map((row) =>
        [...row.children].map(textOf),
      ),
    }
  })
}

/** The values of all fields. */
export function fields(page: Page): Promise<Form> {
  return page.evaluate(
    (names) =>
      Object.fromEntries(
        names.map((name) => {
          const field = document.getElementById(name) as HTMLInputElement
          return [name, field.type === 'checkbox' ? field.checked : field.value]
        }),
      ) as unknown as never,
    Object.keys(EMPTY),
  )
}

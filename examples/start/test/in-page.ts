/**
 * Functions that read test results from a page.
 *
 * @module
 */
import type { Page } from '@marque/conformance/browsers'

/** The verdict of one card, as the page shows it. */
export interface Shown {
  readonly id: string
  readonly reach: string
  readonly read: string
  readonly reason: string
  readonly origin: string
  readonly arrived: string
  readonly got: string
  readonly session: string
  /** The visible text. */
  readonly text: string
}

/** Waits until no request is in flight. */
export async function settled(page: Page): Promise<readonly Shown[]> {
  return page.evaluate(async () => {
    const isDone = (): boolean => {
      const cards = [...document.querySelectorAll<HTMLElement>('.card')]
      const summary = document.getElementById('summary')?.textContent ?? 'Asking…'
      return (
        cards.length > 0 &&
        summary !== 'Asking…' &&
        cards.every(({ dataset }) => dataset.state === 'done')
      )
    }
    while (!isDone()) await new Promise((resume) => setTimeout(resume, 50))
    return [...document.querySelectorAll<HTMLElement>('.card')].map(
      ({ id, dataset, innerText }) => ({
        id: id.replace('ask-', ''),
        reach: dataset.reach ?? '',
        read: dataset.read ?? '',
        reason: dataset.reason ?? '',
        origin: dataset.origin ?? '',
        arrived: dataset.arrived ?? '',
        got: dataset.got ?? '',
        session: dataset.session ?? '',
        text: innerText,
      }),
    )
  })
}

/** Accessibility problems of the page, one line each. Runs in the page. */
export function audit(): readonly string[] {
  const faults: string[] = []
  for (const control of document.querySelectorAll('button, a')) {
    const name = control.getAttribute('aria-label') ?? control.textContent ?? ''
    if (name.trim() === '') faults.push(`no name: ${control.outerHTML}`)
    if (control.getBoundingClientRect().height < 23.5) faults.push(`small: ${name}`)
  }
  let before = 0
  for (const heading of document.querySelectorAll('h1, h2, h3')) {
    const level = Number(heading.tagName.slice(1))
    if (level > before + 1) faults.push(`heading skips a level: ${heading.textContent}`)
    before = level
  }
  for (const landmark of ['header', 'main', 'footer']) {
    if (document.querySelectorAll(`body > ${landmark}`).length !== 1) faults.push(landmark)
  }
  for (const mark of document.querySelectorAll('.mark')) {
    if (!/[a-z]{4}/.test(mark.textContent ?? '')) faults.push(`colour alone: ${mark.textContent}`)
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push('scrolls sideways')
  return faults
}

/** Lowest contrast of any text with its background (WCAG 2.2, 1.4.3). Runs in the page. */
export function lowestContrast(): number {
  const read = (text: string): readonly number[] => (text.match(/[\d.]+/g) ?? []).map(Number)
  const behind = (element: Element | null): readonly number[] => {
    for (let at = element; at; at = at.parentElement) {
      const color = read(getComputedStyle(at).backgroundColor)
      if ((color[3] ?? 1) === 1) return color
    }
    return [255, 255, 255]
  }
  const luminance = (color: readonly number[]): number => {
    const [x = 0, y = 0, z = 0] = color.slice(0, 3).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const texts = [...document.querySelectorAll('body *')].filter(
    (element) =>
      element.getClientRects().length > 0 &&
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
  )
  const ratios = texts.map((element) => {
    const [light = 0, dark = 0] = [
      luminance(read(getComputedStyle(element).color)),
      luminance(behind(element)),
    ].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
  })
  return Math.min(...ratios)
}

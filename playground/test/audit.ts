/**
 * Accessibility checks that a script can do. The function runs in the page, so it uses nothing
 * from outside itself.
 *
 * @module
 */

/** Violations of WCAG 2.2, one line each. */
export function audit(): readonly string[] {
  const faults: string[] = []
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}.${element.className} "${(element.textContent ?? '').trim().slice(0, 40)}"`
  const isShown = (element: Element): boolean => element.getClientRects().length > 0

  const labelOf = (element: HTMLElement): string => {
    const by = element.getAttribute('aria-labelledby')
    if (by) {
      return by
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' ')
        .trim()
    }
    const label = element.getAttribute('aria-label')
    if (label) return label
    const labels = (element as HTMLInputElement).labels
    if (labels && labels.length > 0) return labels[0]?.textContent?.trim() ?? ''
    return /^(BUTTON|A|SUMMARY)$/.test(element.tagName) ? (element.textContent?.trim() ?? '') : ''
  }

  // 4.1.2, 3.3.2: whatever takes input or focus has a name.
  for (const control of document.querySelectorAll<HTMLElement>(
    'input, textarea, select, button, a[href], summary, [tabindex="0"]',
  )) {
    if (isShown(control) && labelOf(control) === '') faults.push(`no name: ${nameOf(control)}`)
  }
  // 1.3.1: references go somewhere, ids are one.
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  for (const id of new Set(ids)) {
    if (ids.filter((other) => other === id).length > 1) faults.push(`id twice: ${id}`)
  }
  for (const attribute of ['for', 'aria-labelledby', 'aria-describedby']) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of (element.getAttribute(attribute) ?? '').split(' ')) {
        if (!ids.includes(id)) faults.push(`${attribute} leads nowhere: ${nameOf(element)}`)
      }
    }
  }
  // 1.3.1, 2.4.6: landmarks, and headings without a gap.
  for (const landmark of ['header', 'main', 'footer']) {
    if (document.querySelectorAll(`body > ${landmark}`).length !== 1) {
      faults.push(`not one ${landmark}`)
    }
  }
  let before = 0
  for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const level = Number(heading.tagName.slice(1))
    if (level > before + 1) faults.push(`heading skips a level: ${nameOf(heading)}`)
    before = level
  }
  if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1')
  for (const section of document.querySelectorAll('section')) {
    if (labelOf(section) === '') faults.push(`section without a name: ${nameOf(section)}`)
  }
  // 3.1.1, 2.4.2, 4.1.3
  if (document.documentElement.lang === '') faults.push('no language')
  if (document.title === '') faults.push('no title')
  for (const id of ['verdict', 'notice', 'finding-count']) {
    if (document.getElementById(id)?.getAttribute('role') !== 'status') {
      faults.push(`${id} is not read aloud`)
    }
  }
  // 1.4.1: signs and words, not colour alone.
  for (const mark of document.querySelectorAll('.yes, .no, .outcome, #verdict, .finding')) {
    if (!/[a-z]{2,}/i.test(mark.textContent ?? '')) faults.push(`colour alone: ${nameOf(mark)}`)
  }
  for (const sign of document.querySelectorAll('.sign')) {
    if (sign.getAttribute('aria-hidden') !== 'true') faults.push(`sign read aloud: ${nameOf(sign)}`)
  }
  // 1.3.1: tables say what their cells are of, laid out as blocks too.
  for (const cell of document.querySelectorAll('th')) {
    if (!/^(row|column)header$/.test(cell.getAttribute('role') ?? '')) {
      faults.push(`header of nothing: ${nameOf(cell)}`)
    }
  }

  // 1.4.3, 1.4.11: contrast of every text with what is behind it, and of the edges of controls.
  const colorOf = (text: string): [number, number, number, number] => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return [r, g, b, a]
  }
  const behind = (element: Element | null): [number, number, number, number] => {
    for (let at = element; at; at = at.parentElement) {
      const color = colorOf(getComputedStyle(at).backgroundColor)
      if (color[3] === 1) return color
      if (color[3] > 0) faults.push(`background that shines through: ${nameOf(at)}`)
    }
    return [255, 255, 255, 1]
  }
  const luminance = ([r, g, b]: readonly number[]): number => {
    const [x = 0, y = 0, z = 0] = [r, g, b].map((value = 0) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const contrast = (a: readonly number[], b: readonly number[]): number => {
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
    return (light + 0.05) / (dark + 0.05)
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const seen = new Set<string>()
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    if (!element || !node.textContent?.trim() || !isShown(element)) continue
    if (element.closest('option, script, style, :disabled')) continue
    const style = getComputedStyle(element)
    const ratio = contrast(colorOf(style.color), behind(element))
    const size = Number.parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    const line = `contrast ${ratio.toFixed(2)}: ${nameOf(element)}`
    if (ratio < (isLarge ? 3 : 4.5) && !seen.has(line)) faults.push(line)
    seen.add(line)
  }
  for (const control of document.querySelectorAll<HTMLElement>('input, textarea, select, button')) {
    if (!isShown(control) || (control as HTMLInputElement).disabled) continue
    const box = control.id === 'policy' ? control.parentElement : control
    const style = getComputedStyle(box ?? control)
    if (Number.parseFloat(style.borderTopWidth) > 0 && style.appearance !== 'auto') {
      const ratio = contrast(colorOf(style.borderTopColor), behind(box?.parentElement ?? null))
      if (ratio < 3) faults.push(`edge ${ratio.toFixed(2)}: ${nameOf(control)}`)
    }
    const held = colorOf(getComputedStyle(control, '::placeholder').color)
    if ('placeholder' in control && control.placeholder !== '') {
      const ratio = contrast(held, behind(control))
      if (ratio < 4.5) faults.push(`placeholder ${ratio.toFixed(2)}: ${nameOf(control)}`)
    }
  }

  // 2.5.8: targets are at least 24 pixels high, or part of a line of text.
  for (const target of document.querySelectorAll<HTMLElement>(
    'button, select, input, textarea, summary',
  )) {
    if (!isShown(target)) continue
    const { width, height } = target.getBoundingClientRect()
    const isLabelled = target.matches('[type="checkbox"]') && target.parentElement !== null
    const box = isLabelled ? target.parentElement?.getBoundingClientRect() : undefined
    if (Math.min(width, box?.height ?? height) < (isLabelled ? 16 : 23.5)) {
      faults.push(`small target ${width}x${height}: ${nameOf(target)}`)
    }
  }
  // 1.4.10: nothing but code scrolls sideways.
  if (document.documentElement.scrollWidth > window.innerWidth) faults.push('scrolls sideways')
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    if (!isShown(element) || element.closest('pre, textarea, .skip, thead, select')) continue
    const { right } = element.getBoundingClientRect()
    if (right > document.documentElement.clientWidth + 1) {
      faults.push(`out of the window: ${nameOf(element)}`)
    }
  }
  return faults
}

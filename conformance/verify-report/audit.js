/**
 * Accessibility checks that a script can do, as one function that runs in the page.
 *
 * @returns Violations of WCAG 2.2, one line each.
 */
;() => {
  const faults = []
  const nameOf = (element) =>
    `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 40)}"`
  const isShown = (element) => element.getClientRects().length > 0
  const labelOf = (element) =>
    element.getAttribute('aria-label') ??
    (element.hasAttribute('aria-labelledby')
      ? document.getElementById(element.getAttribute('aria-labelledby'))?.textContent
      : element.labels?.[0]?.textContent) ??
    (/^(BUTTON|A|SUMMARY)$/.test(element.tagName) ? element.textContent.trim() : '')

  // 4.1.2: whatever takes input or focus has a name, and so has each section.
  const controls = 'input, button, a[href], summary, [tabindex="0"], section'
  for (const element of document.querySelectorAll(controls)) {
    if (isShown(element) && !labelOf(element)) faults.push(`no name: ${nameOf(element)}`)
  }
  // 1.3.1: ids are unique, references lead somewhere, headings skip no level.
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  if (new Set(ids).size < ids.length) faults.push('duplicate id')
  for (const attribute of ['for', 'aria-labelledby', 'aria-describedby']) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      if (!ids.includes(element.getAttribute(attribute))) {
        faults.push(`${attribute} leads nowhere: ${nameOf(element)}`)
      }
    }
  }
  let before = 0
  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    const level = Number(heading.tagName[1])
    if (isShown(heading) && level > before + 1) faults.push(`skips a level: ${nameOf(heading)}`)
    if (isShown(heading)) before = level
  }
  for (const name of ['header', 'main', 'footer', 'h1']) {
    if (document.querySelectorAll(name).length !== 1) faults.push(`not one ${name}`)
  }
  // 1.3.1: header cells have a scope; 2.1.1: one cell of the matrix is in the order of Tab.
  for (const cell of document.querySelectorAll('th:not([scope])')) {
    faults.push(`no scope: ${nameOf(cell)}`)
  }
  const stops = document.querySelectorAll('.cell[tabindex="0"]').length
  if (stops !== Math.min(1, document.querySelectorAll('.cell').length)) faults.push('tab stops')
  // 1.4.1: signs or words, not colour alone.
  for (const mark of document.querySelectorAll('.cell, .severity, .outcome, .verdict')) {
    if (!/[✓✗~?!]|[a-z]{2,}/i.test(mark.textContent)) faults.push(`colour alone: ${nameOf(mark)}`)
  }

  // 1.4.3: contrast of every text with what is behind it.
  const colorOf = (text) => (text.match(/[\d.]+/g) ?? []).map(Number)
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = colorOf(getComputedStyle(at).backgroundColor)
      if (color.length === 3 || color[3] === 1) return color
    }
    return [255, 255, 255]
  }
  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    if (!node.textContent.trim() || !isShown(element) || element.closest('script, noscript'))
      continue
    const [light, dark] = [colorOf(getComputedStyle(element).color), behind(element)]
      .map(luminance)
      .sort((a, b) => b - a)
    const ratio = (light + 0.05) / (dark + 0.05)
    if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${nameOf(element)}`)
  }
  // 2.5.8: targets are at least 24 pixels high. 1.4.10: only the matrix scrolls sideways.
  for (const target of document.querySelectorAll('button, summary, input[type="search"]')) {
    const { height } = target.getBoundingClientRect()
    if (isShown(target) && height < 23.5) faults.push(`small target ${height}: ${nameOf(target)}`)
  }
  for (const element of document.querySelectorAll('body *')) {
    if (!isShown(element) || element.closest('.frame, .skip, .hidden, .layers thead')) continue
    const { right } = element.getBoundingClientRect()
    if (right > document.documentElement.clientWidth + 1) {
      faults.push(`out of the window: ${nameOf(element)}`)
    }
  }
  return [...new Set(faults)]
}

import { expect, test } from 'vitest'
import { comparisonCases, PAGE } from './compare-case.cases.ts'
import { compareCase } from './compare-case.ts'

for (const { name, browser = 'chromium', page, arrivals, result, want } of comparisonCases) {
  test(name, () => {
    const difference = compareCase(browser, { ...PAGE, ...page }, arrivals, result)
    expect(difference?.facet ?? null).toBe(want)
  })
}

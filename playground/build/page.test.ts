import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { buildPage, type Page } from './page.ts'
import { SIZE_LIMIT, sizeOf } from './sizes.ts'

let page: Page
beforeAll(async () => {
  page = await buildPage()
})

test('the page is under its size', () => {
  expect(sizeOf(page.html).brotli).toBeLessThan(SIZE_LIMIT)
})

test('the schema library and the whole suffix list are not in it', () => {
  const files = [...page.modules.keys()]
  expect(files.filter((file) => /node_modules/.test(file))).toEqual([])
})

test('the same sources give the same bytes', async () => {
  expect((await buildPage()).html === page.html).toBe(true)
})

test('the policy of the page allows its own script and style, and nothing else', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page.html)?.[1]
  const script = /<script type="module">(.*?)<\/script>/s.exec(page.html)?.[1] ?? ''
  const style = /<style>(.*?)<\/style>/s.exec(page.html)?.[1] ?? ''
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64')
  expect(policy?.split('; ')).toEqual([
    "default-src 'none'",
    `script-src 'sha256-${hash(script)}'`,
    `style-src 'sha256-${hash(style)}'`,
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ])
  expect(page.html.match(/<script/g)).toHaveLength(1)
  expect(page.html.match(/<\/script/g)).toHaveLength(1)
})

test('the page names nothing that would be loaded', () => {
  const [markup = ''] = page.html.split('<script')
  expect(markup.match(/\b(src|srcset|action|poster|data)=/g)).toBeNull()
  expect(markup.match(/<link[^>]*>/g)).toEqual(['<link rel="icon" href="data:,">'])
  expect(markup).not.toMatch(/@import|url\(|@font-face| style=| on[a-z]+=/)
})

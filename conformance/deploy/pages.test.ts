import { readdirSync } from 'node:fs'
import { readSettings } from '@marque/gateway'
import { expect, test } from 'vitest'
import { pageBlocks } from './page-config.ts'

const pages = readdirSync(new URL('../../docs/guide/deploy', import.meta.url)).map((name) =>
  name.replace(/\.md$/, ''),
)
const files = pages.flatMap((page) =>
  pageBlocks(page)
    .filter((text) => text.startsWith('# gateway.yaml') && text.includes('version:'))
    .map((text) => ({ page, text })),
)

test('most pages have a gateway file', () => {
  expect(files.length).toBeGreaterThanOrEqual(4)
})

test.each(files)('F35: the gateway file of $page is valid', async ({ text }) => {
  expect(await readSettings(Buffer.from(text), 'gateway.yaml')).not.toHaveProperty('problems')
})

/**
 * Writes the pictures of the guide: `node --conditions=@marque/source examples/start/test/write-screenshots.ts`, with Chromium and free ports.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchBrowser } from '@marque/conformance/browsers'
import { startDemo } from '../demo/demo.ts'
import { PORTS } from '../demo/ports.ts'
import type { SiteName } from '../page/setup.ts'
import { settled } from './in-page.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'guide', 'images')
const PICTURES: readonly (readonly [file: string, site: SiteName])[] = [
  ['start-application', 'web'],
  ['start-stranger', 'hostile'],
]

const demo = await startDemo(PORTS)
const browser = await launchBrowser('chromium')
try {
  for (const [file, name] of PICTURES) {
    const site = demo.sites.find((one) => one.name === name)
    const page = await browser.open(`${site?.origin}/`)
    await page.puppeteer?.setViewport({ width: 1240, height: 640 })
    await settled(page)
    writeFileSync(join(FOLDER, `${file}.png`), await page.screenshot())
    await page.close()
  }
} finally {
  await browser.close()
  await demo.close()
}

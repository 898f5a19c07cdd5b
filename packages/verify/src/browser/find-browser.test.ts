import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { temporaryFolder } from '@marque/testkit/processes'
import { expect, test } from 'vitest'
import { findBrowser } from './find-browser.ts'

test.each([
  ['chromium', 'chromium'],
  ['firefox', 'firefox-esr'],
] as const)('the message about a missing %s names its Debian package', (name, debianPackage) => {
  const problem: unknown = expect.stringContaining(`Debian package \`${debianPackage}\``)
  expect(findBrowser(name, '')).toEqual({ problem })
})

test('the first program on the PATH that can be executed is taken', () => {
  const folder = temporaryFolder()
  try {
    for (const [name, mode] of [
      ['a', 0o644],
      ['b', 0o755],
    ] as const) {
      mkdirSync(folder.at(name))
      writeFileSync(folder.at(`${name}/chromium`), '')
      chmodSync(folder.at(`${name}/chromium`), mode)
    }
    const path = `${folder.at('a')}:${folder.at('b')}`
    expect(findBrowser('chromium', path)).toEqual({ program: folder.at('b/chromium') })
  } finally {
    folder.remove()
  }
})

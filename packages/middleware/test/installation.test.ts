import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const ROOT = new URL('../../../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8')

/** The packages that the page packs. */
function packedBy(page: string): readonly string[] {
  const block = /^npm pack (?:.*\\\n)*.*$/m.exec(read(page))?.[0] ?? ''
  return [...block.matchAll(/-w (@marque\/[a-z]+)/g)].map(([, name = '']) => name)
}

/** The packages of Marque that a package needs. */
function needsOf(name: string): readonly string[] {
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(
    read(`packages/${name.slice('@marque/'.length)}/package.json`),
  ) as { dependencies?: object; peerDependencies?: object }
  const names = [...Object.keys(dependencies), ...Object.keys(peerDependencies)]
  return names.filter((each) => each.startsWith('@marque/'))
}

test.each(['README.md', 'docs/guide/ci.md', 'docs/guide/middleware/README.md'])(
  '%s packs the middleware, and with each package what it needs',
  (page) => {
    const packed = packedBy(page)
    expect(packed).toContain('@marque/middleware')
    expect(packed).toEqual([...new Set(packed)].sort())
    for (const name of packed) expect(packed).toEqual(expect.arrayContaining([...needsOf(name)]))
  },
)

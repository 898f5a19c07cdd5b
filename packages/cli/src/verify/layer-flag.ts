/**
 * Reads `--layer NAME=URL[,target=…][,http=2]` and `--only-as-seen`.
 *
 * @module
 */
import type { Layer } from '@marque/verify'
import { CommandError, EXIT } from '../errors.ts'

/** Compile targets whose documented narrowings `target=` admits. There are none yet. */
const TARGETS: readonly string[] = []

const EXAMPLE = 'write a name and an address: --layer gateway=http://localhost:8080'

/** @throws {CommandError} Exit 64. */
export function readLayers(
  flags: readonly string[],
  onlyAsSeen: readonly string[],
): readonly Layer[] {
  if (flags.length === 0) throw new CommandError(EXIT.usage, 'missing `--layer`', EXAMPLE)
  const layers = flags.map(readLayer)
  const names = new Set<string>()
  for (const { name } of layers) {
    if (names.has(name)) {
      throw new CommandError(
        EXIT.usage,
        `two layers have the name \`${name}\``,
        'give each `--layer` a name of its own',
      )
    }
    names.add(name)
  }
  for (const name of onlyAsSeen) {
    if (names.has(name)) continue
    throw new CommandError(
      EXIT.usage,
      `\`--only-as-seen ${name}\` names no layer`,
      `the layers are ${[...names].map((one) => `\`${one}\``).join(', ')}`,
    )
  }
  const seen = new Set(onlyAsSeen)
  if (layers.every(({ name }) => seen.has(name))) {
    throw new CommandError(
      EXIT.usage,
      'every layer is `--only-as-seen`, so none can be asked',
      'remove `--only-as-seen` of at least one layer',
    )
  }
  return layers.map((layer) => ({ ...layer, onlyAsSeen: seen.has(layer.name) }))
}

function readLayer(flag: string): Layer {
  const problem = (message: string, help: string = EXAMPLE): CommandError =>
    new CommandError(EXIT.usage, `invalid layer \`${flag}\`: ${message}`, help)
  const at = flag.indexOf('=')
  const name = flag.slice(0, at)
  if (at === -1) throw problem('expected `NAME=URL`')
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) {
    throw problem(
      `\`${name}\` is no name`,
      'a name has up to 64 letters, digits, `.`, `_` and `-`, and starts with a letter or digit',
    )
  }
  const [url = '', ...settings] = flag.slice(at + 1).split(',')
  const fault = urlFault(url)
  if (fault !== null) throw problem(fault)
  let http: 1 | 2 = 1
  const known = new Set<string>()
  for (const setting of settings) {
    const [key = '', value = ''] = setting.split(/=(.*)/s)
    if (known.has(key)) throw problem(`\`${key}\` is given twice`)
    known.add(key)
    if (key === 'http') {
      if (value !== '1' && value !== '2')
        throw problem(`\`${setting}\` is no version of HTTP`, 'write `http=1` or `http=2`')
      http = value === '2' ? 2 : 1
    } else if (key === 'target') {
      throw problem(
        `unknown target \`${value}\``,
        TARGETS.length === 0
          ? 'no target has documented narrowings yet; remove `target=`'
          : `the targets are ${TARGETS.map((target) => `\`${target}\``).join(', ')}`,
      )
    } else {
      throw problem(`unknown setting \`${setting}\``, 'the settings are `target=` and `http=`')
    }
  }
  return { name, url, http, target: null, onlyAsSeen: false }
}

/** What is wrong with the address of a layer; null for nothing. */
function urlFault(text: string): string | null {
  if (!/^https?:\/\//i.test(text)) return 'the URL must start with `http://` or `https://`'
  if (!URL.canParse(text)) return `\`${text}\` is no URL`
  const { username, password, pathname, search, hash } = new URL(text)
  if (username !== '' || password !== '') {
    return 'the URL has a user name or password; put credentials into `--header-file`'
  }
  if (pathname !== '/' || search !== '' || hash !== '' || /[?#]/.test(text)) {
    return 'the URL has more than scheme, host and port; paths are those of the policy'
  }
  return null
}

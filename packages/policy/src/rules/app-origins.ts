/**
 * Origins of app shells and of browser extensions: what trusting them means.
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type { ModelOrigin } from '../read/index.ts'
import { type Judgement, originLists } from './judgement.ts'

/** The schemes of pages on the web. */
const WEB_SCHEMES: ReadonlySet<string> = new Set(['http', 'https'])

/** Fixed origins of shells, by scheme: every app that is made with one has the same. */
const SHELLS: ReadonlyMap<string, string> = new Map([
  ['capacitor', 'Capacitor'],
  ['ionic', 'Ionic'],
  ['tauri', 'Tauri'],
])

/** Extension schemes whose host differs in each installation. */
const PER_INSTALLATION: ReadonlySet<string> = new Set(['moz-extension', 'safari-web-extension'])

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Looks at each origin and each pattern of the document. */
export function* judgeAppOrigins(judgement: Judgement): Iterable<RawFinding> {
  for (const list of originLists(judgement.model)) {
    for (const origin of list) {
      const { scheme, host } = origin.exact ?? origin.pattern ?? { scheme: 'https', host: '' }
      if (isShellHost(host)) yield shared(origin, 'Tauri')
      else if (!WEB_SCHEMES.has(scheme)) yield judgeScheme(origin, scheme, host)
    }
  }
}

/** The host of pages of Tauri on Windows and Android, where they have `http:` or `https:`. */
export function isShellHost(host: string): boolean {
  return host === 'tauri.localhost'
}

/** Whether an origin is one of a page on the web, rather than of an app or an extension. */
export function isOnWeb({ exact, pattern }: ModelOrigin): boolean {
  const { scheme, host } = exact ?? pattern ?? { scheme: 'https', host: '' }
  return WEB_SCHEMES.has(scheme) && !isShellHost(host)
}

function judgeScheme(origin: ModelOrigin, scheme: string, host: string): RawFinding {
  const { path, text } = origin
  const at = { path, value: text } as const
  const shell = SHELLS.get(scheme)
  if (shell !== undefined) return shared(origin, shell)
  const hasPort = typeof (origin.exact ?? origin.pattern)?.port === 'number'
  if (PER_INSTALLATION.has(scheme)) {
    if (hasPort) return withPort(origin)
    const sent = scheme === 'moz-extension' ? host : host.toLowerCase()
    if (!UUID.test(sent)) {
      return {
        ...at,
        code: 'MQ-345',
        message: `\`${host}\` is not the UUID of an extension, so browsers never send \`${text}\``,
        why: 'the host is a UUID with hyphens, in lower case in Firefox, and differs in each installation',
        help: 'request host permissions in the manifest of the extension, which then needs no CORS',
      }
    }
    return {
      ...at,
      code: 'MQ-343',
      message: `\`${text}\` is an extension in one installation only`,
    }
  }
  if (scheme !== 'chrome-extension') {
    return {
      ...at,
      code: 'MQ-342',
      message: `\`${text}\` is the origin of an app: any app can register \`${scheme}:\``,
    }
  }
  if (hasPort) return withPort(origin)
  return /^[a-p]{32}$/.test(host)
    ? { ...at, code: 'MQ-344', message: `\`${text}\` is a browser extension` }
    : {
        ...at,
        code: 'MQ-345',
        message: `\`${host}\` is not the ID of an extension`,
      }
}

function withPort({ path, text }: ModelOrigin): RawFinding {
  return {
    code: 'MQ-345',
    path,
    value: text,
    message: `browsers never send \`${text}\`: the origin of an extension has no port`,
    why: 'the origin of an extension is its scheme and its ID',
    help: 'remove the port',
  }
}

function shared({ path, text }: ModelOrigin, shell: string): RawFinding {
  return {
    code: 'MQ-341',
    path,
    value: text,
    message: `\`${text}\` is the origin of every app made with ${shell}`,
  }
}

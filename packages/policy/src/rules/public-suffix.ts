/**
 * Patterns over names that strangers can register: public suffixes, and hosts that many customers share.
 *
 * The suffixes are those of the public suffix list, its private section included: `github.io` is as open as `com`.
 *
 * @module
 */
import { isLoopbackHost, type OriginPattern } from '@marque/core'
import { getPublicSuffix } from 'tldts'
import type { RawFinding } from '../findings/index.ts'
import type { ModelOrigin } from '../read/index.ts'
import { type Judgement, originLists } from './judgement.ts'

/**
 * The package that carries the public suffix list, and the day on which that version was published: the list is as of then. A test
 * compares the version with the installed one.
 */
export const SUFFIX_LIST = { package: 'tldts', version: '7.5.4', date: '2026-11-15' } as const

/** Names that the DNS keeps out of the hands of strangers (RFC 6761, RFC 8375, ICANN 2024): no one can register under them. */
const RESERVED: ReadonlySet<string> = new Set([
  'example',
  'home.arpa',
  'internal',
  'invalid',
  'localhost',
  'test',
])

/** Only their hosts are names of the DNS; the host of `chrome-extension://` is not. */
const DNS_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'ws', 'wss', 'ftp'])

/**
 * Domains below which a provider gives names to its customers, and which the list does not hold themselves, only some names under
 * them or none.
 */
const SHARED_HOSTING: ReadonlySet<string> = new Set([
  'amazonaws.com',
  'aliyuncs.com',
  'appspot.com',
  'atlassian.net',
  'auth0.com',
  'azure.com',
  'azure.net',
  'backblazeb2.com',
  'bitbucket.org',
  'cloudapp.net',
  'custhelp.com',
  'digitaloceanspaces.com',
  'expo.dev',
  'force.com',
  'freshdesk.com',
  'gitbook.com',
  'github.com',
  'gitlab.com',
  'google.com',
  'googleapis.com',
  'googleusercontent.com',
  'hubspot.com',
  'jsfiddle.net',
  'linode.com',
  'linodeobjects.com',
  'microsoft.com',
  'myworkday.com',
  'notion.so',
  'okta.com',
  'oktapreview.com',
  'onmicrosoft.com',
  'oraclecloud.com',
  'powerapps.com',
  'qualtrics.com',
  'salesforce.com',
  'scw.cloud',
  'service-now.com',
  'servicenow.com',
  'sharepoint.com',
  'site.com',
  'slack.com',
  'squarespace.com',
  'statuspage.io',
  'substack.com',
  'trafficmanager.net',
  'tumblr.com',
  'visualforce.com',
  'vultrobjects.com',
  'webex.com',
  'windows.net',
  'wix.com',
  'wordpress.com',
  'yahoo.com',
  'zendesk.com',
  'zoom.us',
])

/** Judges each pattern of the document; exact origins cost one look each. */
export function* judgePublicSuffixes(judgement: Judgement): Iterable<RawFinding> {
  for (const list of originLists(judgement.model)) {
    for (const origin of list) {
      if (origin.pattern?.subdomains) yield* judgePattern(origin, origin.pattern)
    }
  }
}

function* judgePattern(origin: ModelOrigin, pattern: OriginPattern): Iterable<RawFinding> {
  const place = { path: origin.path, value: origin.text } as const
  if (isLoopbackHost(pattern.host)) return
  if (DNS_SCHEMES.has(pattern.scheme)) {
    if (isPublicSuffix(pattern.host)) {
      yield {
        ...place,
        code: 'MQ-201',
        message: `\`${origin.text}\` covers the public suffix \`${pattern.host}\` (public suffix list of ${SUFFIX_LIST.date})`,
        why: `anyone can register a name under \`${pattern.host}\` and would be trusted from that moment; it is a public suffix by the list of ${SUFFIX_LIST.date}`,
      }
      return
    }
    if (isSharedHosting(pattern.host)) {
      yield {
        ...place,
        code: 'MQ-320',
        message: `\`${origin.text}\` covers names that \`${pattern.host}\` gives to its customers`,
      }
    }
  }
  yield {
    ...place,
    code: 'MQ-319',
    message: `\`${origin.text}\` covers every level below \`${pattern.host}\`, and not \`${pattern.host}\` itself`,
  }
}

/** Whether a host is a public suffix of either section, or a top-level name that no list knows and anybody may get. */
export function isPublicSuffix(host: string): boolean {
  if (RESERVED.has(host)) return false
  return getPublicSuffix(host, { allowPrivateDomains: true, validateHostname: false }) === host
}

/** The domain itself, or a region of it, such as `eu-west-1.amazonaws.com`. */
function isSharedHosting(host: string): boolean {
  if (SHARED_HOSTING.has(host)) return true
  return host.endsWith('.amazonaws.com') || host.endsWith('.windows.net')
}

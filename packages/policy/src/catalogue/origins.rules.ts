/**
 * Findings about one origin: its text (MQ-140 to MQ-159), public suffixes, TLS, loopback.
 *
 * @module
 */
import { setExample, withOrigins } from './examples.ts'
import type { FindingRule, ReasonRule } from './finding-rule.ts'

const APP = 'https://app.example.com'

/** A way to spell an origin wrong: the text, and the same origin in the form that browsers send. */
function spelling(
  reason: string,
  title: string,
  bad: string,
  good: string,
  more: Pick<ReasonRule, 'why' | 'help'>,
): ReasonRule {
  return { reason, title, ...more, example: { bad: withOrigins(bad), good: withOrigins(good) } }
}

const partnerPattern = (origin: string): string =>
  setExample(`{ allow: ["${origin}"], owner: p@example.com, purpose: partners }`)

const partnerSet = (origin: string, environments = ''): string =>
  `{ allow: ["${origin}"], owner: p@example.com, purpose: partners${environments} }`

export const originRules: readonly FindingRule[] = [
  {
    code: 'MQ-140',
    severity: 'error',
    title: 'malformed origin',
    why: 'browsers never send this form, and origins are compared byte for byte: it matches nothing',
    help: 'write scheme and host, and the port unless it is the default one: `https://app.example.com:8443`',
    see: ['D3', 'RFC 6454, 6.2'],
    example: { bad: withOrigins(`${APP}/`), good: withOrigins(APP) },
    reasons: [
      spelling('not-an-origin', 'not an origin', "'^https://app\\.example\\.com$'", APP, {
        why: 'a text that is not an origin matches no request',
      }),
      spelling('missing-scheme', 'missing scheme', 'app.example.com', APP, {
        why: '`http:` and `https:` are different origins, and only one of them is protected in transit',
        help: 'write the scheme',
      }),
      spelling('trailing-slash', 'trailing slash', `${APP}/`, APP, { help: 'remove the slash' }),
      spelling('path', 'path in an origin', `${APP}/admin`, APP, {
        why: 'all pages of a host are one origin: browsers never send a path, so this would match no request',
        help: 'remove the path',
      }),
      spelling('query', 'query in an origin', `${APP}?a=1`, APP, { help: 'remove the query' }),
      spelling('fragment', 'fragment in an origin', `'${APP}#top'`, APP, {
        help: 'remove the fragment',
      }),
      spelling(
        'user-info',
        'user information in an origin',
        'https://app@example.com',
        'https://example.com',
        {
          why: 'browsers never send user information, so this would match no request; a name before `@` is also a known trick to fake a host',
          help: 'remove the part before `@`',
        },
      ),
      spelling('upper-case', 'upper-case letters in an origin', 'https://App.example.com', APP, {
        help: 'write the origin in lower case',
      }),
      spelling('default-port', 'default port in an origin', `${APP}:443`, APP, {
        help: 'remove the port',
      }),
      spelling('port', 'invalid port', `${APP}:08443`, `${APP}:8443`, {
        help: 'write a number from 1 to 65535 without leading zeros',
      }),
      spelling('host', 'invalid host', 'https://app..example.com', APP, {
        help: 'write labels of letters, digits, `_` and `-`, with one dot between them',
      }),
      spelling(
        'ipv4',
        'IPv4 address in another notation',
        'http://127.1:3000',
        'http://127.0.0.1:3000',
        { help: 'write four numbers from 0 to 255, separated by dots' },
      ),
      spelling(
        'ipv6',
        'IPv6 address in another notation',
        "'http://[0:0::1]:3000'",
        "'http://[::1]:3000'",
        {
          help: 'write the address in brackets, as the URL Standard serializes it: lower case, no leading zeros, no dotted decimals',
        },
      ),
      spelling(
        'ipv6-zone',
        'IPv6 zone',
        "'http://[fe80::1%eth0]'",
        'http://device.internal.example',
        {
          why: 'browsers never send a zone, so this would match no request; a zone has a meaning on one machine only',
          help: 'use a DNS name for the host',
        },
      ),
      spelling(
        'international-name',
        'international domain name that is not encoded',
        'https://bücher.example',
        'https://xn--bcher-kva.example',
        {
          why: 'browsers send the A-label (`xn--…`), so this would match no request; letters that look alike would hide which host is trusted',
          help: 'write the A-label',
        },
      ),
      spelling(
        'punycode',
        'invalid A-label',
        'https://xn--f.example',
        'https://xn--bcher-kva.example',
        {
          why: 'no browser can open such a name, so this would match no request',
          help: 'write the A-label of the name',
        },
      ),
      spelling(
        'too-long',
        'origin too long',
        `https://${'a'.repeat(64)}.example`,
        `https://${'a'.repeat(63)}.example`,
        {
          why: 'DNS has no such name, so this would match no request',
          help: 'shorten it: labels have at most 63 characters, hosts 253, schemes 64',
        },
      ),
      spelling('white-space', 'white space in an origin', `'${APP} '`, APP, {
        help: 'remove the white space',
      }),
    ],
  },
  {
    code: 'MQ-157',
    severity: 'error',
    title: 'unsupported origin pattern',
    why: 'a wildcard in another place lets anyone register a name that matches',
    help: 'write `*.` once, before the host, for whole labels; `*`, a hyphen and at least two more characters for the end of the first label; and `:*` for any port',
    see: ['D3', 'docs/guide/policy.md#origins'],
    example: {
      bad: withOrigins('https://app-*.example.com'),
      good: withOrigins("'https://*.app.example.com'"),
    },
  },
  {
    code: 'MQ-159',
    severity: 'error',
    title: '`null` or `file:` as an origin',
    why: 'every sandboxed frame, every local file and some redirected requests send `Origin: null`: granting it grants any page',
    help: 'name the origin; to let forms with `Origin: null` reach the application, use `nullReach`',
    see: ['D10', 'D14', 'Fetch, `Origin` header'],
    example: { bad: withOrigins('"null"'), good: withOrigins(APP) },
  },
  {
    code: 'MQ-197',
    severity: 'error',
    title: 'scheme of no page',
    why: 'no page with an origin of its own has this scheme: it would match nothing',
    help: 'write the origin of the page that sends the request',
    see: ['D3', 'Fetch, `Origin` header', 'docs/guide/apps.md'],
    example: { bad: withOrigins('wss://app.example.com'), good: withOrigins(APP) },
  },
  {
    code: 'MQ-201',
    severity: 'error',
    title: 'pattern over a public suffix',
    why: 'anyone can register a name under a public suffix and would be trusted at once',
    help: 'list the exact origins that you own; for previews, use a domain of your own, or let CI add exact origins to a set with `until`',
    see: ['D3', 'docs/guide/policy.md#origins', 'https://publicsuffix.org'],
    example: {
      bad: partnerPattern('https://*.github.io'),
      good: partnerPattern('https://*.docs.example.com'),
    },
  },
  {
    code: 'MQ-336',
    severity: 'note',
    title: 'host with a trailing dot',
    why: 'a page that is opened with a dot at the end of its host has another origin than without: Chromium sends the dot, and origins are compared byte for byte',
    help: 'remove the dot, unless users open the page in this form',
    see: ['D3'],
    example: { bad: withOrigins('https://app.example.com.'), good: withOrigins(APP) },
  },
  {
    code: 'MQ-340',
    severity: 'warning',
    title: 'http API that https pages cannot request',
    why: 'browsers block requests of https pages to http as mixed content, preflights included, except to loopback hosts',
    help: 'serve this host over TLS, and write `https:`',
    see: ['D28', 'docs/guide/explain.md#browser-behaviour'],
    example: {
      bad: withOrigins(APP).replace('self: [https:', 'self: [http:'),
      good: withOrigins(APP),
    },
  },
  {
    code: 'MQ-346',
    severity: 'warning',
    title: 'port to which browsers send nothing',
    why: 'browsers block this port for every scheme, so no page is opened there and no request is sent there',
    help: 'use another port',
    see: ['D28', 'https://fetch.spec.whatwg.org/#port-blocking'],
    example: { bad: withOrigins('https://app.example.com:6000'), good: withOrigins(APP) },
  },
  {
    code: 'MQ-319',
    severity: 'note',
    title: 'pattern covers every level',
    why: '`*.` matches one or more labels: `a.b.c` under the host is trusted like `a`, and so is each name that is added later',
    help: 'list the exact origins if they are few and known; the host itself needs an entry of its own',
    see: ['D3'],
    example: {
      bad: partnerPattern('https://*.example.com'),
      good: partnerPattern('https://docs.example.com'),
    },
  },
  {
    code: 'MQ-320',
    severity: 'warning',
    title: 'pattern on shared hosting',
    why: 'the provider gives names under this host to any customer, although the public suffix list does not contain it',
    help: 'list the exact origins that you own there, or serve them from your own domain',
    see: ['docs/guide/policy.md#origins'],
    example: {
      bad: partnerPattern('https://*.zendesk.com'),
      good: partnerPattern('https://acme-support.zendesk.com'),
    },
  },
  {
    code: 'MQ-210',
    severity: 'error',
    title: 'credentials for an origin without TLS',
    why: "anyone on the network path to that page can inject script, which would act with your users' credentials",
    help: 'serve the page over `https:`, or remove `credentials`; loopback origins are exempt',
    see: ['docs/rules.md#sensitivity', 'Secure Contexts, 3.1'],
    example: {
      bad: setExample(
        partnerSet('http://portal.acme.example'),
        '{ origins: [partners], credentials: true }',
      ),
      good: setExample(
        partnerSet('http://localhost:3000'),
        '{ origins: [partners], credentials: true }',
      ),
    },
  },
  {
    code: 'MQ-317',
    severity: 'warning',
    title: 'origin without TLS',
    why: 'anyone on the network path to that page can inject script and read what the origin may read',
    help: 'serve the page over `https:`',
    see: ['docs/guide/policy.md#origins'],
    example: {
      bad: setExample(partnerSet('http://portal.acme.example')),
      good: setExample(partnerSet('https://portal.acme.example')),
    },
  },
  {
    code: 'MQ-318',
    severity: 'warning',
    title: 'loopback origin in production',
    why: "any program on a user's machine can serve a page there, and production would trust it; every Android app made with Capacitor or Cordova has `https://localhost`",
    help: 'move it to a set with `environments` that omit production; give apps tokens instead of cookies',
    see: ['docs/guide/policy.md#origins', 'docs/guide/apps.md'],
    example: {
      bad: setExample(partnerSet('http://localhost:3000')),
      good: setExample(partnerSet('http://localhost:3000', ', environments: [staging]')),
    },
  },
  {
    code: 'MQ-341',
    severity: 'warning',
    title: 'origin of every app of a shell',
    why: 'the shell fixes this origin: any app made with it sends the same',
    help: 'grant it no credentials, and give the app tokens instead of cookies; in Capacitor, set a hostname of your own',
    see: ['D3', 'docs/guide/apps.md'],
    example: { bad: withOrigins('capacitor://localhost'), good: withOrigins(APP) },
  },
  {
    code: 'MQ-342',
    severity: 'warning',
    title: 'origin with a scheme of an app',
    why: 'any app can register this scheme; Electron sends `null` unless the scheme is registered as `standard`, `secure` and `corsEnabled`',
    help: 'grant it no credentials, and give the app tokens instead of cookies',
    see: ['D3', 'docs/guide/apps.md'],
    example: { bad: withOrigins('app://bundle'), good: withOrigins(APP) },
  },
  {
    code: 'MQ-343',
    severity: 'warning',
    title: 'extension of one installation',
    why: 'the UUID differs in each installation of the extension: the origin is useless for its other users',
    help: 'request host permissions in the manifest of the extension, which then needs no CORS',
    see: ['D3', 'docs/guide/apps.md'],
    example: {
      bad: withOrigins('moz-extension://2f1e8c1a-7f1b-4c1e-9b53-6a1d2e8c9f10'),
      good: withOrigins(APP),
    },
  },
  {
    code: 'MQ-344',
    severity: 'note',
    title: 'browser extension',
    why: 'whoever controls the extension can read what the grant lets it read; its content scripts send the origin of the page that they are in',
    help: 'keep it in a set of its own, with an owner and `reviewBy`',
    see: ['D3', 'docs/guide/apps.md'],
    example: {
      bad: withOrigins('chrome-extension://abcdefghijklmnopabcdefghijklmnop'),
      good: withOrigins(APP),
    },
  },
  {
    code: 'MQ-345',
    severity: 'warning',
    title: 'not the ID of an extension',
    why: 'an extension ID in Chromium has 32 letters from `a` to `p`',
    help: 'copy the ID from `chrome://extensions`',
    see: ['D3', 'docs/guide/apps.md'],
    example: { bad: withOrigins('chrome-extension://my-extension'), good: withOrigins(APP) },
  },
]

/**
 * Regular expressions for origins, as applications have them, and their readings.
 *
 * @module
 */

/** The origins of an exact reading, or the kind of the reading. */
export interface RegExpCase {
  readonly source: string
  readonly flags?: string
  readonly want: readonly string[] | 'unsafe' | 'inexact'
}

export const regExpCases: readonly RegExpCase[] = [
  { source: '^https://app\\.example\\.com$', want: ['https://app.example.com'] },
  { source: '^https:\\/\\/app\\.example\\.com$', want: ['https://app.example.com'] },
  {
    source: '^https?://app\\.example\\.com$',
    want: ['http://app.example.com', 'https://app.example.com'],
  },
  {
    source: '^https://(app|admin)\\.example\\.com$',
    want: ['https://app.example.com', 'https://admin.example.com'],
  },
  {
    source: '^(?:https://a\\.example|https://b\\.example:8443)$',
    want: ['https://a.example', 'https://b.example:8443'],
  },
  {
    source: '^https://a\\.example$|^https://b\\.example$',
    want: ['https://a.example', 'https://b.example'],
  },
  { source: '^https://.+\\.example\\.com$', want: ['https://*.example.com'] },
  { source: '^https://.*\\.example\\.com$', want: ['https://*.example.com'] },
  { source: '^https://[^/]+\\.example\\.com$', want: ['https://*.example.com'] },
  { source: '^https://([^.]+\\.)+example\\.com$', want: ['https://*.example.com'] },
  {
    source: '^https://([\\w-]+\\.)*example\\.com$',
    want: ['https://example.com', 'https://*.example.com'],
  },
  {
    source: '^https://(.+\\.)?example\\.com$',
    want: ['https://example.com', 'https://*.example.com'],
  },
  { source: '^http://localhost(:\\d+)?$', want: ['http://localhost:*'] },
  { source: '^http://localhost(?::[0-9]+)?$', want: ['http://localhost:*'] },
  {
    source: '^https://.+\\.example\\.com(:\\d+)?$',
    want: ['https://*.example.com:*'],
  },
  { source: '^https://APP\\.example\\.com$', flags: 'i', want: ['https://app.example.com'] },
  { source: '^https://app[.]example[.]com$', want: ['https://app.example.com'] },
  // No browser sends these, so nothing is granted.
  { source: '^https://app\\.example\\.com/$', want: [] },
  { source: '^https://APP\\.example\\.com$', want: [] },
  { source: '^https://app\\.example\\.com:443$', want: [] },

  { source: '\\.example\\.com$', want: 'unsafe' },
  { source: 'example\\.com$', want: 'unsafe' },
  { source: 'example\\.com', want: 'unsafe' },
  { source: '\\.preview\\.example\\.com', want: 'unsafe' },
  { source: '^https://app\\.example\\.com', want: 'unsafe' },
  { source: 'https://app\\.example\\.com', want: 'unsafe' },
  { source: '^https://app.example.com$', want: 'unsafe' },
  { source: '^https://.+.example.com$', want: 'unsafe' },
  { source: '^https://.*example\\.com$', want: 'unsafe' },
  { source: '^https://.*', want: 'unsafe' },
  { source: '^https://.*$', want: 'unsafe' },
  { source: '.*', want: 'unsafe' },
  { source: 'localhost', want: 'unsafe' },
  { source: '^http://localhost', want: 'unsafe' },
  { source: '^https://(app|admin)\\.example\\.com', want: 'unsafe' },
  { source: '^https://a\\.example$|b\\.example$', want: 'unsafe' },

  { source: '^https://[a-z]+\\.example\\.com$', want: 'inexact' },
  { source: '^https://[^.]+\\.example\\.com$', want: 'inexact' },
  { source: '^https://app-\\d+\\.example\\.com$', want: 'inexact' },
  { source: '^https://(?!evil).+\\.example\\.com$', want: 'inexact' },
  { source: '^http://localhost:\\d+$', want: 'inexact' },
  { source: '^http://localhost:\\d+', want: 'inexact' },
  { source: '^http://localhost:\\d{4}$', want: 'inexact' },
  { source: '^https://(a+)+\\.example$', want: 'inexact' },
  { source: '^https://.{3,}\\.example\\.com$', want: 'inexact' },
  { source: '^.+\\.example\\.com$', want: 'inexact' },
  { source: '(', want: 'inexact' },
  { source: '^https://\\bexample\\.com$', want: 'inexact' },
]

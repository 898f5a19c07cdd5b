/**
 * What can be wrong with the text of an origin.
 *
 * @module
 */

import { withOrigins } from './examples.ts'
import type { FindingRule } from './finding-rule.ts'

export const originRules: readonly FindingRule[] = [
  {
    code: 'MQ-140',
    severity: 'error',
    title: 'not an origin',
    why: 'what is no origin matches nobody, and whoever wrote it believes that it does',
    help: 'write scheme and host, and a port where it is not the default one: `https://app.example.com:8443`',
    see: ['D3', 'DESIGN 3'],
    example: {
      bad: withOrigins("'^https://app\\.example\\.com$'"),
      good: withOrigins('https://app.example.com'),
    },
  },
  {
    code: 'MQ-141',
    severity: 'error',
    title: 'an origin with a trailing slash',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody',
    help: 'remove the slash',
    see: ['D3', 'DESIGN 3'],
    example: {
      bad: withOrigins('https://app.example.com/'),
      good: withOrigins('https://app.example.com'),
    },
  },
  {
    code: 'MQ-142',
    severity: 'error',
    title: 'an origin with a path',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody; all pages of a host are one origin',
    help: 'remove the path',
    see: ['RFC 6454, 4', 'D3'],
    example: {
      bad: withOrigins('https://app.example.com/admin'),
      good: withOrigins('https://app.example.com'),
    },
  },
  {
    code: 'MQ-143',
    severity: 'error',
    title: 'an origin with a query',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody',
    help: 'remove the query',
    see: ['D3', 'DESIGN 3'],
    example: {
      bad: withOrigins('https://app.example.com?a=1'),
      good: withOrigins('https://app.example.com'),
    },
  },
  {
    code: 'MQ-144',
    severity: 'error',
    title: 'an origin with a fragment',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody',
    help: 'remove the fragment',
    see: ['D3', 'DESIGN 3'],
    example: {
      bad: withOrigins("'https://app.example.com#top'"),
      good: withOrigins('https://app.example.com'),
    },
  },
  {
    code: 'MQ-145',
    severity: 'error',
    title: 'an origin without scheme',
    why: '`http:` and `https:` are different origins, and only one of them is protected on its way',
    help: 'write the scheme',
    see: ['D3', 'DESIGN 3'],
    example: {
      bad: withOrigins('app.example.com'),
      good: withOrigins('https://app.example.com'),
    },
  },
  {
    code: 'MQ-146',
    severity: 'error',
    title: 'upper case in an origin',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody',
    help: 'write it in lower case',
    see: ['D3', 'DESIGN 3'],
    example: {
      bad: withOrigins('https://App.example.com'),
      good: withOrigins('https://app.example.com'),
    },
  },
  {
    code: 'MQ-147',
    severity: 'error',
    title: 'a default port in an origin',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody',
    help: 'leave the port out',
    see: ['D3', 'DESIGN 3'],
    example: {
      bad: withOrigins('https://app.example.com:443'),
      good: withOrigins('https://app.example.com'),
    },
  },
  {
    code: 'MQ-148',
    severity: 'error',
    title: 'user information in an origin',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody, and a name before `@` is a well-known trick to fake a host',
    help: 'remove what stands before `@`',
    see: ['D3', 'DESIGN 3'],
    example: {
      bad: withOrigins('https://app@example.com'),
      good: withOrigins('https://example.com'),
    },
  },
  {
    code: 'MQ-149',
    severity: 'error',
    title: 'a bad port',
    why: 'such a port does not exist, so the origin would match nobody',
    help: 'write a number from 1 to 65535 without leading zeros',
    see: ['D3', 'DESIGN 3'],
    example: {
      bad: withOrigins('https://app.example.com:08443'),
      good: withOrigins('https://app.example.com:8443'),
    },
  },
  {
    code: 'MQ-150',
    severity: 'error',
    title: 'an IPv4 address in another notation',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody',
    help: 'write four numbers from 0 to 255 with dots between',
    see: ['URL Standard, IPv4 parser', 'D3'],
    example: {
      bad: withOrigins('http://127.1:3000'),
      good: withOrigins('http://127.0.0.1:3000'),
    },
  },
  {
    code: 'MQ-151',
    severity: 'error',
    title: 'an IPv6 address in another notation',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody',
    help: 'write it as RFC 5952 says, in brackets',
    see: ['RFC 5952, 4', 'D3'],
    example: {
      bad: withOrigins("'http://[0:0::1]:3000'"),
      good: withOrigins("'http://[::1]:3000'"),
    },
  },
  {
    code: 'MQ-152',
    severity: 'error',
    title: 'an IPv6 zone',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody; a zone means something on one machine only',
    help: 'name the host by a DNS name',
    see: ['RFC 6874', 'URL Standard, IPv6 parser'],
    example: {
      bad: withOrigins("'http://[fe80::1%eth0]'"),
      good: withOrigins('http://device.internal.example'),
    },
  },
  {
    code: 'MQ-153',
    severity: 'error',
    title: 'an international name that is not encoded',
    why: 'browsers send the A-label (`xn--…`), so the text would match nobody; letters that look alike would hide who is trusted',
    help: 'write the A-label',
    see: ['RFC 5890, 2.3.2.1', 'D3'],
    example: {
      bad: withOrigins('https://bücher.example'),
      good: withOrigins('https://xn--bcher-kva.example'),
    },
  },
  {
    code: 'MQ-154',
    severity: 'error',
    title: 'a broken A-label',
    why: 'no browser can visit such a name, so it would match nobody',
    help: 'write the A-label of the name',
    see: ['RFC 5891, 4.4', 'D3'],
    example: {
      bad: withOrigins('https://xn--f.example'),
      good: withOrigins('https://xn--bcher-kva.example'),
    },
  },
  {
    code: 'MQ-155',
    severity: 'error',
    title: 'an origin that is too long',
    why: 'DNS has no such name, so it would match nobody',
    help: 'shorten it: labels have 63 characters at most, hosts 253, schemes 64',
    see: ['RFC 1035, 2.3.4', 'D3'],
    example: {
      bad: withOrigins(
        'https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example',
      ),
      good: withOrigins(
        'https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example',
      ),
    },
  },
  {
    code: 'MQ-156',
    severity: 'error',
    title: 'a host that is no name',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody',
    help: 'write labels of letters, digits, `_` and `-`, with one dot between them and none at the end',
    see: ['D3', 'DESIGN 3'],
    example: {
      bad: withOrigins('https://app..example.com'),
      good: withOrigins('https://app.example.com'),
    },
  },
  {
    code: 'MQ-157',
    severity: 'error',
    title: '`*` in a wrong place',
    why: 'a star that stands for parts of a label lets strangers register a name that fits',
    help: 'write `*.` once, before the host, and `:*` for any port',
    see: ['DESIGN 1', 'jub0bs/cors'],
    example: {
      bad: withOrigins('https://app-*.example.com'),
      good: withOrigins("'https://*.app.example.com'"),
    },
  },
  {
    code: 'MQ-158',
    severity: 'error',
    title: 'white space in an origin',
    why: 'browsers never send it so, and origins are compared byte for byte: it would match nobody',
    help: 'remove the white space',
    see: ['D3', 'DESIGN 3'],
    example: {
      bad: withOrigins("'https://app.example.com '"),
      good: withOrigins('https://app.example.com'),
    },
  },
  {
    code: 'MQ-159',
    severity: 'error',
    title: '`null` or `file:`',
    why: 'every sandboxed frame, every local file and every redirected request sends `null`: granting it grants everybody',
    help: 'name the origin; where a form must come without one, `nullReach` is for that',
    see: ['D10', 'D14', 'Fetch, origin header'],
    example: {
      bad: withOrigins('"null"'),
      good: withOrigins('https://app.example.com'),
    },
  },
]

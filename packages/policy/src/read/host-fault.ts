/**
 * Why the host of an origin, or of a match, is none.
 *
 * @module
 */
import { isAddress, ORIGIN_LIMITS, readOrigin } from '@marque/core'
import { shorten } from '../text/index.ts'
import { decodeALabel } from './punycode.ts'
import type { Fault } from './reader.ts'

/** Says what is wrong with the host that starts at `start`; `undefined` where it is none of the known mistakes. */
export function hostFault(text: string, start: number): Fault | undefined {
  if (text[start] === '[') return ipv6Fault(text, start)
  const colon = text.indexOf(':', start)
  const end = colon < 0 ? text.length : colon
  if (colon >= 0 && text.indexOf(':', colon + 1) > 0) {
    return {
      code: 'MQ-151',
      message: `\`${shorten(text)}\` holds several colons`,
      help: 'write an IPv6 address in brackets: `http://[::1]`',
    }
  }
  const host = text.slice(start, end)
  const rewrite = (better: string): string => text.slice(0, start) + better + text.slice(end)
  return starFault(text, host) ?? namedFault(host, rewrite)
}

function starFault(text: string, host: string): Fault | undefined {
  const inside = host.startsWith('*.') ? host.slice(2) : host
  if (inside.includes('*')) {
    return {
      code: 'MQ-157',
      message: `\`*\` stands in a wrong place in \`${shorten(text)}\``,
      help: '`*.` stands once, before the host, for whole labels: `https://*.example.com`',
    }
  }
  if (inside !== host && isAddress(inside)) {
    return {
      code: 'MQ-157',
      message: `\`${shorten(inside)}\` is an address and has no subdomains`,
      help: 'write the address alone',
    }
  }
  return undefined
}

function namedFault(written: string, rewrite: (host: string) => string): Fault | undefined {
  const star = written.startsWith('*.') ? '*.' : ''
  const host = written.slice(star.length)
  const shown = `\`${shorten(host)}\``
  if (host === '')
    return { code: 'MQ-156', message: 'the host is missing', help: 'write the host after `://`' }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the bound of ASCII.
  if (/[^\x00-\x7f]/.test(host)) {
    return {
      code: 'MQ-153',
      message: `${shown} holds letters outside ASCII, and browsers send the A-label`,
      ...instead(platformHost(host), (name) => rewrite(star + name)),
    }
  }
  if (host.endsWith('.') && !host.endsWith('..')) {
    return {
      code: 'MQ-156',
      message: `${shown} ends in a dot`,
      ...(star === '' && instead(readHostName(host.slice(0, -1)), rewrite)),
    }
  }
  const labels = host.split('.')
  if (labels.includes(''))
    return {
      code: 'MQ-156',
      message: `${shown} has an empty label`,
      help: 'write one dot between labels',
    }
  if (host.length > ORIGIN_LIMITS.host) {
    return {
      code: 'MQ-155',
      message: `the host has ${host.length} characters, and ${ORIGIN_LIMITS.host} are the most`,
    }
  }
  const long = labels.find((label) => label.length > ORIGIN_LIMITS.label)
  if (long !== undefined) {
    return {
      code: 'MQ-155',
      message: `the label \`${shorten(long)}\` has ${long.length} characters, and ${ORIGIN_LIMITS.label} are the most`,
    }
  }
  const bad = labels.find((label) => !/^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/i.test(label))
  if (bad !== undefined) {
    return {
      code: 'MQ-156',
      message: `\`${shorten(bad)}\` in ${shown} is no label`,
      help: 'labels hold letters, digits, `_`, and `-` inside',
    }
  }
  if (/^(?:[0-9]+|0x[0-9a-f]*)$/i.test(labels.at(-1) ?? '')) {
    return {
      code: 'MQ-150',
      message: `${shown} is no IPv4 address as browsers write it`,
      help: 'write four numbers from 0 to 255 with dots between',
      ...instead(platformHost(host), (name) => rewrite(star + name)),
    }
  }
  return punycodeFault(host)
}

/** Says which A-label is none (RFC 5891, 4.4): core reads letters, not what they encode. */
export function punycodeFault(host: string): Fault | undefined {
  if (!host.includes('xn--')) return undefined
  const label = host
    .split('.')
    .find((one) => one.startsWith('xn--') && decodeALabel(one) === undefined)
  if (label === undefined) return undefined
  return {
    code: 'MQ-154',
    message: `\`${shorten(label)}\` is no A-label of an international name`,
    help: 'copy the name from the address bar of a browser, or write the A-label that your registrar shows',
  }
}

function ipv6Fault(text: string, start: number): Fault | undefined {
  const close = text.indexOf(']', start)
  if (close < 0)
    return {
      code: 'MQ-151',
      message: `\`${shorten(text)}\` has no \`]\``,
      help: 'close the address with `]`',
    }
  const address = text.slice(start + 1, close)
  const after = text.slice(close + 1)
  if (after !== '' && !after.startsWith(':')) {
    return {
      code: 'MQ-149',
      message: `\`${shorten(after)}\` after the address is no port`,
      help: 'write `:` and the port',
    }
  }
  if (address.includes('%')) {
    return {
      code: 'MQ-152',
      message: `\`${shorten(address)}\` names a zone, which no origin has`,
      help: 'name the host by a DNS name',
    }
  }
  if (/^::ffff:|\./i.test(address)) {
    return {
      code: 'MQ-151',
      message: `\`${shorten(address)}\` is an IPv4 address in IPv6 notation, which has no one form`,
      help: 'write the IPv4 address: four numbers with dots between',
    }
  }
  return {
    code: 'MQ-151',
    message: `\`${shorten(address)}\` is no IPv6 address as browsers write it (RFC 5952)`,
    help: 'write it in lower case, without leading zeros, the longest run of zeros as `::`',
    ...instead(platformHost(`[${address}]`), (name) => text.slice(0, start) + name + after),
  }
}

function instead(
  host: string | undefined,
  rewrite: (host: string) => string,
): { help: string } | undefined {
  if (host === undefined) return undefined
  const better = rewrite(host)
  return (
    readOrigin(better.replace('://*.', '://').replace(/:\*$/, '')) && {
      help: `write \`${better}\``,
    }
  )
}

function readHostName(host: string): string | undefined {
  return readOrigin(`https://${host}`)?.host
}

/** What the platform's URL parser makes of a host: used for advice, never to accept anything. */
function platformHost(host: string): string | undefined {
  try {
    return new URL(`https://${host}/`).hostname
  } catch {
    return undefined
  }
}

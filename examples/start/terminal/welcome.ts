/**
 * The text that `npm start` prints when the servers listen: URLs and example commands.
 *
 * @module
 */
import { relative } from 'node:path'
import type { Demo } from '../demo/index.ts'
import type { SiteName } from '../page/index.ts'
import type { Ink } from './ink.ts'

const ABOUT: { readonly [name in SiteName]: string } = {
  web: 'the company’s own application: open this one first',
  shop: 'a partner’s page',
  hostile: 'a stranger’s page: tries everything',
  forgotten: 'same site but not trusted: cookies are sent, responses are not readable',
  lookalike: 'a name that begins like the application’s',
}

/** @param seconds Start-up time. */
export function welcome(
  { api, sites, policy, oldProxy }: Pick<Demo, 'api' | 'sites' | 'policy' | 'oldProxy'>,
  seconds: number,
  ink: Ink,
): string {
  const width = Math.max(...sites.map(({ origin }) => origin.length)) + 2
  const originOf = (name: SiteName): string =>
    sites.find((site) => site.name === name)?.origin ?? ''
  const curl = (about: string, lines: readonly string[]): readonly string[] => [
    `   ${ink.faint(`# ${about}`)}`,
    ...lines.map(
      (line, index) =>
        `   ${index === 0 ? '' : '  '}${line}${index < lines.length - 1 ? ' \\' : ''}`,
    ),
    '',
  ]
  return [
    '',
    `${ink.strong('Tern Parcels')} is up after ${seconds.toFixed(1)} s: an API behind the Marque gateway, and five pages that send it the same requests.`,
    '',
    ink.strong('Open'),
    '',
    ...sites.map(({ origin, name }) => `   ${origin.padEnd(width)}${ink.faint(ABOUT[name])}`),
    '',
    ink.strong('Or send requests without a browser'),
    '',
    ...curl('a resource that any origin may read', [
      `curl -i ${api}/v1/tariffs -H 'Origin: ${originOf('hostile')}'`,
    ]),
    ...curl('the application’s preflight before it changes an account: granted', [
      `curl -i -X OPTIONS ${api}/v1/account`,
      `-H 'Origin: ${originOf('web')}'`,
      "-H 'Access-Control-Request-Method: PATCH' -H 'Access-Control-Request-Headers: content-type'",
    ]),
    ...curl('the explanation for an origin without a grant', [
      `curl -s ${api}/.well-known/marque/explain -H 'Origin: ${originOf('hostile')}'`,
      `-d '{"url":"${api}/v1/account","credentials":true}'`,
    ]),
    ...curl('what CORS does not stop: a program with the shop’s key', [
      `curl -i ${api}/v1/parcels/TP-1042 -H 'Authorization: Bearer quay-books-demo-key'`,
    ]),
    ink.strong('Change the policy'),
    '',
    `   ${shortest(policy)} is watched: save a change, and press "Send all again".`,
    '',
    ink.strong('Ask the layers whether they answer as the policy decides'),
    '',
    ...curl(
      oldProxy === null
        ? 'to see a mistake found, start with `npm start -- --mistake`'
        : 'the proxy in front of the gateway echoes whatever origin asks',
      [
        `node_modules/.bin/marque verify ${shortest(policy)} --env local`,
        [
          ...(oldProxy === null ? [] : [`--layer proxy=${oldProxy}`]),
          `--layer gateway=${gatewayOf(api)}`,
        ].join(' '),
      ],
    ),
    ink.faint('Ctrl-C stops everything.'),
    '',
    '',
  ].join('\n')
}

/** The address at which the gateway is asked: names below `localhost` do not resolve everywhere. */
function gatewayOf(api: string): string {
  return `http://127.0.0.1:${new URL(api).port}`
}

function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere.startsWith('..') ? path : fromHere
}

/**
 * A stack with one mistake, and the finding that names it.
 *
 * @module
 */
import type { Cause, Layer, VerifyInput } from '@marque/verify'
import type { Bed } from '../servers/index.ts'

/** The parts of the input that a stack may set. */
export type InputChange = Partial<
  Pick<VerifyInput, 'alsoKnown' | 'throughCache' | 'maxProbes' | 'paths' | 'context' | 'mutating'>
> & { readonly asking?: Partial<VerifyInput['asking']> }

export interface Stack {
  readonly id: string
  /** What is unusual or wrong, in words. */
  readonly note: string
  /** The policy that is verified; the one of this folder unless given. */
  readonly policy?: string
  /** Programs that it needs besides Node. */
  readonly needs?: readonly Program[]
  readonly input?: InputChange
  /** Starts the servers. @returns Name and URL of each layer, the outermost first. */
  start(bed: Bed): Promise<readonly StackLayer[]>
}

export type Program = 'nginx' | 'apache' | 'caddy' | 'haproxy' | 'varnish'

/** `http`, `target` and `onlyAsSeen` are 1, null and false unless given. */
export type StackLayer = Pick<Layer, 'name' | 'url'> & Partial<Layer>

export interface Mistake extends Stack {
  readonly expected: { readonly layer: string; readonly cause: Cause }
}

/** One application. */
export const alone = (url: string): readonly StackLayer[] => [{ name: 'app', url }]

/** A proxy in front of an application. */
export const behind = (proxy: string, app: string): readonly StackLayer[] => [
  { name: 'proxy', url: proxy },
  { name: 'app', url: app },
]

/** nginx: the target as it came, to the server at this URL. */
export const nginxTo = (inner: string): string => `
  proxy_pass ${inner}; proxy_http_version 1.1; proxy_set_header Host $http_host;
  proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $upgrade;`

/** Apache: the same. It merges slashes at the start of a path whatever it is told, so those are refused (D23). */
export const apacheTo = (inner: string): string => `
LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
AllowEncodedSlashes NoDecode
MergeSlashes Off
ProxyPreserveHost On
RewriteEngine On
RewriteCond %{THE_REQUEST} "^[A-Z]+ //"
RewriteCond %{HTTP:Origin} "!^(https://api.example.com)?$"
RewriteRule ^ - [R=400,L]
ProxyPass / ${inner}/ nocanon upgrade=websocket`

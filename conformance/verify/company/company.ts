/**
 * Starts the layers of the company: the gateway, nginx and the application, for every mistake at once.
 *
 * @module
 */

import { startTestGateway } from '@marque/testkit/gateway'
import { closeServer, listen } from '@marque/testkit/http'
import { freePorts } from '@marque/testkit/processes'
import { startNginx } from '../../deploy/index.ts'
import { nginxTo, type StackLayer } from '../mistakes/index.ts'
import { companyApplication } from './application.ts'
import type { CompanyMistake, NginxChange } from './mistake.ts'
import { COMPANY_POLICY } from './policy.ts'

/** What is changed in the layers; nothing in a right stack. */
export type CompanyStack = Pick<CompanyMistake, 'id' | 'nginx' | 'application' | 'gateway'>

export interface Company {
  /** Starts the gateway of a stack. @returns Its layers, the outermost first. */
  layersOf(id: string): Promise<readonly StackLayer[]>
  stop(): Promise<void>
}

/** Starts one nginx with a server for each stack, and an application for each that changes it. */
export async function startCompany(stacks: readonly CompanyStack[]): Promise<Company> {
  const stops: (() => Promise<unknown>)[] = []
  const startApplication = async (change: CompanyStack['application']): Promise<string> => {
    const server = companyApplication(change)
    const port = await listen(server)
    stops.push(() => closeServer(server))
    return `http://127.0.0.1:${port}`
  }
  const right = await startApplication(undefined)
  const ports = await freePorts(stacks.length)
  const started = new Map<string, { readonly nginx: string; readonly app: string }>()
  const blocks: string[] = []
  for (const [at, { id, nginx, application }] of stacks.entries()) {
    const app = application === undefined ? right : await startApplication(application)
    const port = ports[at] ?? 0
    blocks.push(serverBlock(port, app, nginx))
    started.set(id, { nginx: `http://127.0.0.1:${port}`, app })
  }
  const { stop } = await startNginx(
    (port) => `
      map $http_upgrade $upgrade { default upgrade; "" ""; }
      server { listen 127.0.0.1:${port}; return 204; }
      ${blocks.join('\n')}`,
  )
  stops.push(stop)

  return {
    async layersOf(id) {
      const urls = started.get(id)
      if (urls === undefined) throw new Error(`no stack \`${id}\``)
      const policy = stacks.find((stack) => stack.id === id)?.gateway?.policy ?? COMPANY_POLICY
      const gateway = await startTestGateway({ upstream: [urls.nginx], policy })
      stops.push(gateway.stop)
      return [
        { name: 'gateway', url: gateway.url },
        { name: 'nginx', url: urls.nginx },
        { name: 'app', url: urls.app },
      ]
    },
    async stop() {
      for (const each of stops.reverse()) await each()
    },
  }
}

function serverBlock(port: number, app: string, change: NginxChange = {}): string {
  const { http = '', server = '', location = '' } = change
  return `
    ${http}
    server {
      listen 127.0.0.1:${port}; absolute_redirect off; merge_slashes off;
      ${server.replaceAll('PASS', nginxTo(app))}
      location / { ${nginxTo(app)} ${location} }
    }`
}

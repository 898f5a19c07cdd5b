/**
 * A gateway that checks logins, in front of an application that responds with the header lines that reached it.
 *
 * @module
 */
import { type RunningGateway, runGateway, type Settings } from '@marque/gateway'
import { LOGIN_POLICY } from '../issuer/index.ts'
import { APP } from '../policies/index.ts'
import {
  type ClientResponse,
  type GatewayFixture,
  gatewayFixture,
  sendRequest,
} from './gateway-fixture.ts'

export interface LoginGateway {
  readonly fixture: GatewayFixture
  readonly gateway: RunningGateway
  /** Sends a request from the origin {@link APP}, unless `headers` has another. */
  send(
    path: string,
    headers?: { readonly [name: string]: string | readonly string[] },
  ): Promise<ClientResponse>
  close(): Promise<void>
}

/** Starts one with {@link LOGIN_POLICY}. */
export async function startLoginGateway(settings: Partial<Settings>): Promise<LoginGateway> {
  const fixture = await gatewayFixture({
    app: (request, response) => response.end(JSON.stringify(request.rawHeaders)),
    settings,
    policy: LOGIN_POLICY,
  })
  const gateway = await runGateway(fixture.settings).catch(async (error: unknown) => {
    await fixture.remove()
    throw error
  })
  return {
    fixture,
    gateway,
    send: (path, headers = {}) =>
      sendRequest(`${gateway.urls[0]}${path}`, { headers: { origin: APP, ...headers } }),
    async close() {
      await gateway.close()
      await fixture.remove()
    },
  }
}

// The parts of an untyped package that the benchmark uses.
declare module 'http-proxy' {
  import type { Agent, IncomingMessage, ServerResponse } from 'node:http'

  interface ProxyServer {
    web(request: IncomingMessage, response: ServerResponse): void
    on(event: 'proxyRes', listener: (answer: IncomingMessage) => void): void
  }
  const proxy: {
    createProxyServer(options: { readonly target: string; readonly agent: Agent }): ProxyServer
  }
  export default proxy
}

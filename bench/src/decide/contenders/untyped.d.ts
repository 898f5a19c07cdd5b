// The parts of untyped packages that the race uses.
declare module 'cors' {
  export default function cors(
    options: object,
  ): (request: object, response: object, next: () => void) => void
}

declare module 'corser' {
  const corser: {
    create(options: object): (request: object, response: object, next: () => void) => void
  }
  export default corser
}

declare module 'koa' {
  export default class Koa {
    createContext(request: object, response: object): KoaContext
  }
  export interface KoaContext {
    set(name: string, value: string): void
    get(name: string): string
    readonly response: { get(name: string): string }
  }
}

declare module '@koa/cors' {
  import type { KoaContext } from 'koa'
  export default function cors(
    options: object,
  ): (context: KoaContext, next: () => Promise<void>) => Promise<unknown>
}

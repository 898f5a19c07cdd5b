// The parts of untyped packages that the benchmark uses.
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

declare module '@koa/cors' {
  import type Koa from 'koa'
  export default function cors(
    options: object,
  ): (context: Koa.Context, next: () => Promise<void>) => Promise<unknown>
}

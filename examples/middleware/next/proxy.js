import { route } from './marque.js'

export const proxy = route({}).POST

export const config = { matcher: '/.well-known/marque/explain' }

/**
 * Policies, contexts and instants of the vectors, for an application in a process of its own.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixedSource, marque, withMarque } from './.marque/marque.js'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const reached = () => new Response('reached', { headers: { 'x-reached': 'yes' } })
const plain = Object.fromEntries(METHODS.map((method) => [method, reached]))
const known = new Map()

/** What stands for the file of vectors that is named, its policy set to the case that is named; no policy where none is. */
export function routeFor(name) {
  if (name === null || name === undefined) return { handlers: plain, middleware: undefined }
  if (known.size === 0) readAll(process.env.MARQUE_VECTORS)
  const [file, number] = name.split('#')
  const route = known.get(file)
  route.ask(Number(number))
  return route
}

function readAll(folder) {
  for (const file of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const { bundle, cases } = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    let current = cases[0].in
    const policy = { ...fixedSource(bundle), moment: () => current.moment }
    const options = { policy, context: () => current.context, log: false, hosts: 'any' }
    known.set(file.replace('.json', ''), {
      handlers: withMarque(options)(plain),
      middleware: marque(options),
      ask: (number) => {
        current = cases[number].in
      },
    })
  }
}

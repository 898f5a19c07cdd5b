/**
 * The demo's policy and gateway configuration, adapted to its ports.
 *
 * Origins include ports, so other ports need another policy: a copy with these ports, in a folder that is removed when the demo stops.
 *
 * @module
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PORTS, type Ports } from './ports.ts'

export interface Files {
  readonly policy: string
  readonly gateway: string
  remove(): void
}

const FOLDER = join(import.meta.dirname, '..')

/** The original files if the ports match, otherwise copies. */
export function filesAt(ports: Ports): Files {
  if (ports === PORTS) return { ...namesIn(FOLDER), remove: () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'marque-start-'))
  const originals = namesIn(FOLDER)
  const copies = namesIn(folder)
  for (const name of ['policy', 'gateway'] as const) {
    writeFileSync(copies[name], moved(readFileSync(originals[name], 'utf8'), ports))
  }
  return { ...copies, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function namesIn(folder: string): { readonly policy: string; readonly gateway: string } {
  return { policy: join(folder, 'policy.yaml'), gateway: join(folder, 'gateway.yaml') }
}

function moved(text: string, { pages, gateway, application }: Ports): string {
  const to = new Map([
    [String(PORTS.pages), pages],
    [String(PORTS.gateway), gateway],
    [String(PORTS.application), application],
  ])
  return text.replaceAll(/(?<=:)\d{4}\b/g, (port) => String(to.get(port) ?? port))
}

/**
 * The file of a decision service read: settings, or everything that is wrong with it.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { DecisionServiceSettings } from '../decision-service/service.ts'
import { DEFAULTS } from './defaults.ts'
import { addressReader, decisionsOf, policyOf, sendersOf, tlsOf } from './file-parts.ts'
import { brokenIssuerRules } from './login-rules.ts'
import { at, parseFile, type SettingsProblem } from './parse-file.ts'

export type ReadServiceSettings =
  /** `listen` is null where the file says nothing of it. */
  | { readonly settings: Omit<DecisionServiceSettings, 'listen'> & ServiceAddress }
  | { readonly problems: readonly SettingsProblem[] }

interface ServiceAddress {
  readonly listen: DecisionServiceSettings['listen'] | null
}

/**
 * Reads it, YAML or JSON: the keys of a gateway file that say something of a decision service, with the same meaning. Paths in it are relative to it.
 *
 * @throws The file cannot be read.
 */
export async function readServiceFile(name: string): Promise<ReadServiceSettings> {
  const bytes = readFileSync(name)
  const { serviceFile } = await import('./file-schema.ts')
  const parsed = await parseFile(bytes, name, serviceFile)
  if ('problems' in parsed) return parsed
  const { file, loaded } = parsed
  const folder = dirname(resolve(name))
  const near = (path: string): string => resolve(folder, path)
  const problems: SettingsProblem[] = []
  const address = addressReader(loaded, problems)
  for (const { path, message } of brokenIssuerRules(file)) problems.push(at(loaded, path, message))
  const { listen, grpc, admin, serviceKeyFile } = file
  const settings = {
    policy: policyOf(file, near),
    environment: file.environment ?? DEFAULTS.environment,
    listen: listen === undefined ? null : address(listen, '/listen'),
    grpc: grpc === undefined ? null : address(grpc, '/grpc'),
    admin: admin === undefined ? null : address(admin, '/admin'),
    tls: tlsOf(file.tls, near),
    keyFile: serviceKeyFile === undefined ? null : near(serviceKeyFile),
    ...sendersOf(file, near),
    log: { access: false, decisions: decisionsOf(file.log?.decisions) },
  }
  return problems.length > 0 ? { problems } : { settings }
}

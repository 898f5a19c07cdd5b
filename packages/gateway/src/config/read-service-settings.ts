/**
 * Reading of a decision service file.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import {
  addressReader,
  decisionLogSettings,
  hostSettings,
  policySettings,
  senderSettings,
  tlsSettings,
} from './common-settings.ts'
import { brokenIssuerRules } from './cross-field-rules.ts'
import { DEFAULTS } from './defaults.ts'
import { parseFile, problemAt, type SettingsProblem } from './parse-file.ts'
import type { DecisionServiceSettings } from './settings.ts'

export type ReadServiceSettings =
  /** `listen` is null if the file does not set it. */
  | { readonly settings: Omit<DecisionServiceSettings, 'listen'> & ServiceAddress }
  | { readonly problems: readonly SettingsProblem[] }

interface ServiceAddress {
  readonly listen: DecisionServiceSettings['listen'] | null
}

/**
 * Reads a decision service file, YAML or JSON: the keys of a gateway file that apply to a decision service, with the same meaning. Paths are relative to the file.
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
  const resolvePath = (path: string): string => resolve(folder, path)
  const problems: SettingsProblem[] = []
  const address = addressReader(loaded, problems)
  for (const { path, message } of brokenIssuerRules(file))
    problems.push(problemAt(loaded, path, message))
  const { listen, grpc, admin, serviceKeyFile } = file
  const settings = {
    policy: policySettings(file, resolvePath),
    environment: file.environment ?? DEFAULTS.environment,
    listen: listen === undefined ? null : address(listen, '/listen'),
    grpc: grpc === undefined ? null : address(grpc, '/grpc'),
    admin: admin === undefined ? null : address(admin, '/admin'),
    tls: tlsSettings(file.tls, resolvePath),
    keyFile: serviceKeyFile === undefined ? null : resolvePath(serviceKeyFile),
    hosts: hostSettings(file),
    ...senderSettings(file, resolvePath),
    ...(file.usageFile !== undefined && { usageFile: resolvePath(file.usageFile) }),
    log: { access: false as const, ...decisionLogSettings(file.log, resolvePath) },
  }
  return problems.length > 0 ? { problems } : { settings }
}

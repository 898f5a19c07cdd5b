/**
 * From settings to the parts of a gateway.
 *
 * @module
 */
import type { PolicySource } from '@marque/sync'
import type { Settings } from '../settings/settings.ts'
import { statementStage } from '../statement/statement-stage.ts'
import type { Parts } from './gateway.ts'

/** The parts, and what they hold open. */
export interface Assembled {
  readonly parts: Parts
  close(): Promise<void>
}

/**
 * Builds what the settings ask for, and loads nothing else.
 *
 * @throws {TypeError} A setting makes no sense; a file of a key cannot be read.
 */
export async function assemble(settings: Settings, _policy: PolicySource): Promise<Assembled> {
  const parts: Parts = {
    ...(settings.statement !== null && { state: statementStage(settings.statement) }),
  }
  return { parts, close: async () => undefined }
}

/**
 * All trials.
 *
 * @module
 */
import type { Trial } from '../trial.ts'
import { elsewhere } from './elsewhere.cases.ts'
import { errors } from './errors.cases.ts'
import { older } from './older.cases.ts'
import { reading } from './reading.cases.ts'

export const TRIALS: readonly Trial[] = [...reading, ...errors, ...elsewhere, ...older]

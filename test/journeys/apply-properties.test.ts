/** Applying and taking back, of accounts of every shape. NEVERROOT_SEED looks at others, NEVERROOT_RUNS at more of them. */
import { askOfAll } from '../support/apply-properties.ts'

askOfAll(Number(process.env.NEVERROOT_SEED ?? 1119), Number(process.env.NEVERROOT_RUNS ?? 8))

/** What must hold of applying and taking back, asked of a thousand accounts, others each day. */
import { askOfAll } from '../support/apply-properties.ts'

const today = Math.floor(Date.now() / 86_400_000)
askOfAll(Number(process.env.NEVERROOT_SEED ?? today), Number(process.env.NEVERROOT_RUNS ?? 1000))

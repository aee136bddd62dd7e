/** What must not hurt in an organization, asked of many, others each day. */
import { askWhetherSafe } from '../support/organization-safety.ts'

const today = Math.floor(Date.now() / 86_400_000)
askWhetherSafe(Number(process.env.NEVERROOT_SEED ?? today), Number(process.env.NEVERROOT_RUNS ?? 120))

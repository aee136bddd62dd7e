/** What must not hurt, of organizations of every shape. NEVERROOT_SEED looks at others, NEVERROOT_RUNS at more. */
import { askWhetherSafe } from '../support/organization-safety.ts'

askWhetherSafe(Number(process.env.NEVERROOT_SEED ?? 12), Number(process.env.NEVERROOT_RUNS ?? 4))

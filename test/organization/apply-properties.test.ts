/** Applying and taking back, of organizations of every shape. NEVERROOT_SEED looks at others, NEVERROOT_RUNS at more. */
import { askOfOrganizations } from '../support/organization-properties.ts'

askOfOrganizations(Number(process.env.NEVERROOT_SEED ?? 1129), Number(process.env.NEVERROOT_RUNS ?? 4))

/** What must hold of applying to organizations, asked of many, others each day. */
import { askOfOrganizations } from '../support/organization-properties.ts'

const today = Math.floor(Date.now() / 86_400_000)
askOfOrganizations(Number(process.env.NEVERROOT_SEED ?? today), Number(process.env.NEVERROOT_RUNS ?? 200))

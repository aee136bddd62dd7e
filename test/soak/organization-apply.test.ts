/** What must hold of applying to organizations, asked of many, others each day; and every place where one can be stopped. */
import { askOfOrganizations } from '../support/organization-properties.ts'
import '../organization/apply-interrupted.test.ts'

const today = Math.floor(Date.now() / 86_400_000)
askOfOrganizations(Number(process.env.NEVERROOT_SEED ?? today), Number(process.env.NEVERROOT_RUNS ?? 300))

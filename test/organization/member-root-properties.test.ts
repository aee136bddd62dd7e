/** What must hold of taking root of members away. NEVERROOT_SEED looks at others, NEVERROOT_RUNS at more of them. */
import { askOfMemberRoots } from '../support/member-root-properties.ts'

askOfMemberRoots(Number(process.env.NEVERROOT_SEED ?? 7), Number(process.env.NEVERROOT_RUNS ?? 20))

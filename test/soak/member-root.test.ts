/** What must hold of taking root of members away, asked of many, others each day. */
import { askOfMemberRoots } from '../support/member-root-properties.ts'

const today = Math.floor(Date.now() / 86_400_000)
askOfMemberRoots(Number(process.env.NEVERROOT_SEED ?? today), Number(process.env.NEVERROOT_RUNS ?? 400))

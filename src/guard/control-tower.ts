import type { Policy } from '../policy/index.ts'

/** Statements that Control Tower writes about root, by their Sid (Control Tower, "Strongly recommended controls"). */
const controls: Readonly<Record<string, string>> = {
  GRRESTRICTROOTUSER: 'AWS-GR_RESTRICT_ROOT_USER',
  GRRESTRICTROOTUSERACCESSKEYS: 'AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS',
}

/** The controls of Control Tower about root that a policy is part of. */
export const controlTowerOf = ({ statements }: Policy): string[] =>
  statements.flatMap(({ sid }) => (sid !== undefined ? (controls[sid] ?? []) : []))

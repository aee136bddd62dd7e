/** The numbers that judges compare with; each can be set in the configuration under `baseline`. */
export interface Baseline {
  /** Days without any use of root for it to count as not used. */
  rootUnusedDays: number
  /** Budget limit as a multiple of the typical day. */
  budgetFactor: number
  /** The smallest daily budget that makes sense, USD. */
  budgetFloorUsd: number
  /** Minimum length of IAM users' passwords. */
  passwordLength: number
  /** Remembered passwords that may not be used again (24 is AWS's maximum). */
  passwordReuse: number
  /** Days for which a root key or certificate is switched off and watched before it may be deleted. */
  quarantineDays: number
  /** The most actions of AWS that control policies may leave to root of a member. */
  rootActions: number
}

export const defaultBaseline: Baseline = {
  rootUnusedDays: 90,
  budgetFactor: 1.5,
  budgetFloorUsd: 1,
  passwordLength: 14,
  passwordReuse: 24,
  quarantineDays: 7,
  rootActions: 200,
}

import type { Posture } from '../../src/model/index.ts'

/** The grade as one large letter; what it means stands beside it in words. */
export const GradeTile = ({ grade }: Pick<Posture, 'grade'>) => (
  <div className={`grade grade-${grade}`} role="img" aria-label={`Grade ${grade}`}>
    {grade}
  </div>
)

/**
 * The least time that an audit can take, from what AWS publishes (src/aws/quotas.ts has the sources): a rate, and a burst
 * that goes at once. `(calls - burst) / rate` for what is asked of the caller's own quotas; what members are asked counts
 * for each of them alone and does not add up.
 */
export function floorOf(byAction) {
  const of = (action) => byAction[action] ?? 0
  /** Each member that lets nobody in is described once more, and its three alternate contacts are asked of the centre. */
  const outside = of('organizations:DescribeAccount')
  const least = (calls, rate, burst) => Math.max(0, calls - burst) / rate
  const parts = {
    list: least(of('organizations:ListAccounts'), 8, 12),
    sessions: least(of('sts:AssumeRole'), 600, 600),
    centre: least(3 * outside, 10, 15),
  }
  return { ...parts, all: Math.max(...Object.values(parts)), outside }
}

import { z } from 'zod'

/** What looks as if somebody else took an account over: the signs, and what to do in which order. */
export const incidentSchema = z.strictObject({
  signs: z.array(z.string()).min(1),
  containment: z.array(z.string()).min(1),
})

/** What fields of several sections hold. */
import { z } from 'zod'

export const text = z.string().min(1)
export const email = z.email('is not an e-mail address')
export const phone = z
  .string()
  .regex(/^\+[\d\s().-]{5,}$/, 'is not a phone number with a country code, such as "+61 2 9374 4000"')
const notAnAccount = 'is not an account id of 12 digits (put it in quotes)'
export const accountId = z.string(notAnAccount).regex(/^\d{12}$/, notAnAccount)

/** The name of a variable of the environment: what is secret is never in the file. */
export const variable = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,99}$/,
    'is not the name of an environment variable (the secret itself belongs into that variable)',
  )

/** Where secrets and questions about people go: over TLS, or to this machine. */
export const endpoint = z
  .string()
  .regex(
    /^(https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?)(\/[\w./~-]*)?$/,
    'is not an address such as https://scim.corp.example/v2 (http:// goes to this machine alone)',
  )

/** Personal data in messages: the same masks as in evidence. */
export { maskEmail, maskPhone } from '../../facts/mask.ts'

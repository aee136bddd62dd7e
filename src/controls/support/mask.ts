/** Personal data in messages: the same masks as in evidence. */
export { maskEmail, maskName, maskPhone } from '../../facts/mask.ts'

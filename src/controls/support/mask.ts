/** Personal data in messages: the same masks as in evidence. */
export { maskEmail, maskId, maskName, maskPhone } from '../../facts/mask.ts'

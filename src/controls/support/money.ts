/** Amounts in messages: `50 USD`, `18.60 USD`. */

export function money(amount: number, unit = 'USD'): string {
  const rounded = Math.round(amount * 100) / 100
  return `${Number.isInteger(rounded) ? rounded : rounded.toFixed(2)} ${unit}`
}

/** `3 Oct` of `2026-10-03`: years do not matter within sixty days. */
export function shortDay(day: string): string {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  const [, month = '', date = ''] = day.split('-')
  return `${Number(date)} ${months[Number(month) - 1] ?? month}`
}

/** Names and messages come from anywhere: no table, link, image, HTML or mention is made of them. */
export const cell = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>|#!~]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b')

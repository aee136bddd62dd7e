/** The tool as reports name it; the version is package.json's, put in at build time. */
declare const __VERSION__: string | undefined

export const tool = {
  name: 'neverroot',
  version: typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-source',
} as const

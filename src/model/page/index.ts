export * from './report.ts'
export * from './wire.ts'

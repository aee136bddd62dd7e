/**
 * The root threat footprint of an organization: 10,000 accounts on 300 distinct paths, out of the texts of their
 * policies, every action of AWS. Ratios are to one path asked action by action as `guard test` does, in the same run:
 * machines differ, ratios less.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const library = join(import.meta.dirname, '../dist/index.mjs')
const { actionTable, decide, Footprints, readPolicyPath } = await import(pathToFileURL(library).href)
const accounts = Number(process.argv[2] ?? 10_000)
const paths = Number(process.argv[3] ?? 300)
const rounds = 5

const allow = { Effect: 'Allow', Action: '*', Resource: '*' }
const policy = (...statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const root = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' }, Null: { 'aws:AssumedRoot': 'true' } }
const deny = (more) => ({ Effect: 'Deny', Resource: '*', ...more })

/** A path as organizations have them: the same at the root, one of a few units, and something of its own. */
function pathOf(n) {
  const level = (level, ...texts) => texts.map((text) => ({ level, type: 'scp', policy: text }))
  const kept =
    n % 5 === 0 ? ['billing:*', 'account:*', 'iam:CreateUser', 'iam:Get*', `s3:*${n}`] : ['billing:*']
  return [
    ...level(
      'root',
      policy(allow),
      policy(deny({ Action: ['organizations:LeaveOrganization', 'cloudtrail:Stop*', 'cloudtrail:Delete*'] })),
    ),
    ...level(
      `ou:${n % 17}`,
      policy(allow),
      policy(
        deny({
          NotAction: ['iam:*', 'sts:*', 'route53:*', 'support:*'],
          Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', `eu-central-${n % 17}`] } },
        }),
      ),
    ),
    ...level(
      'account',
      policy(allow),
      policy(
        n % 3 === 0
          ? deny({ Action: [`${services[n % services.length]}:*`, 's3:Delete*', 'ec2:*Vpc*'] })
          : deny({ NotAction: kept, Condition: root }),
        deny({
          Action: 'iam:CreateUser',
          Resource: undefined,
          NotResource: `arn:aws:iam::*:user/admin-${n}`,
        }),
        deny({ Action: 'kms:*', Condition: { StringEquals: { 'aws:PrincipalAccount': idOf(n) } } }),
      ),
    ),
  ]
}
const idOf = (n) => String(100_000_000_000 + n * 7)

const began = performance.now()
const table = await actionTable()
const load = performance.now() - began
const services = [...new Set(table.actions.map(({ service }) => service))]

const texts = Array.from({ length: paths }, (_, n) => pathOf(n))
const times = Array.from({ length: rounds }, () => measure())
const { seconds, sum, distinct } = times.sort((a, b) => a.seconds - b.seconds)[rounds >> 1]
const each = perAction()

console.log(`${table.actions.length.toLocaleString('en-US')} actions, read in ${load.toFixed(0)} ms`)
console.log(`${accounts.toLocaleString('en-US')} accounts on ${paths} paths, ${distinct} footprints apart`)
console.log(
  `  all of them                 ${seconds.toFixed(2).padStart(7)} s   goal: under 10 s on two cores`,
)
console.log(`  an account                  ${((seconds * 1e3) / accounts).toFixed(3).padStart(7)} ms`)
console.log(`  a path                      ${((seconds * 1e3) / paths).toFixed(2).padStart(7)} ms`)
console.log(`  action by action            ${(each * 1e3).toFixed(0).padStart(7)} ms a path`)
console.log(
  `  ratio                       ${((each * accounts) / seconds).toFixed(0).padStart(7)} x faster than every account action by action`,
)
console.log(`  left to root, on average    ${(sum / accounts).toFixed(0).padStart(7)} actions`)
console.log(`  peak memory                 ${(peak() / 1024).toFixed(0).padStart(7)} MB`)

/** From texts to the numbers of every account, as after reading an organization. */
function measure() {
  const from = performance.now()
  const read = texts.map((entries) => readPolicyPath(entries, 'bench'))
  const footprints = new Footprints(table)
  const seen = new Set()
  let total = 0
  for (let n = 0; n < accounts; n++) {
    const footprint = footprints.of(read[n % paths], idOf(n))
    seen.add(footprint)
    total += footprint.allowed + footprint.conditional
  }
  return { seconds: (performance.now() - from) / 1e3, sum: total, distinct: seen.size }
}

function perAction() {
  const path = readPolicyPath(texts[1], 'bench')
  const from = performance.now()
  for (const { name } of table.actions) decide({ principal: 'root', action: name }, path, table)
  return (performance.now() - from) / 1e3
}

/** Kilobytes; where Linux tells it, what the process itself had at its peak. */
function peak() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
  } catch {
    return process.resourceUsage().maxRSS
  }
}

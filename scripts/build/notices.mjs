import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The licences of all packages of which a part was bundled. Throws on a licence that we may not ship. */
export function notices(root, inputs) {
  const folders = new Set()
  for (const input of inputs) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)
    if (found) folders.add(found[1])
  }
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    if (!/^(Apache-2\.0|MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause)$/.test(license ?? ''))
      throw new Error(`${name} is licensed ${license}: not to be shipped`)
    // What a package asks to be named beside its licence, and what it holds of others: fonts, parts of libraries.
    const files = readdirSync(join(root, folder))
    const texts = [/^licen[cs]e/i, /^notice/i, /^third-party-licenses/i].flatMap((name) =>
      files
        .filter((file) => name.test(file))
        .map((file) => readFileSync(join(root, folder, file), 'utf8').trim()),
    )
    return { head: `${name} ${version} (${license})`, text: texts.join('\n\n') }
  })
  const byText = groupBy(texts)
  return [...byText]
    .map(([text, group]) => `${group.map((t) => t.head).join('\n')}\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`)
}

function groupBy(texts) {
  const groups = new Map()
  for (const t of texts) groups.set(t.text, [...(groups.get(t.text) ?? []), t])
  return groups
}

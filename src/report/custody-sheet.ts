/** The sheet that goes with a hardware key of root: an envelope, a label for the key, and what to do when it is needed. */
import type { CustodyPlace, CustodyRecord } from '../model/index.ts'

export interface CustodySheet {
  /** The account that the key is of. */
  account: string
  /** Its record; names of custodians masked where they are addresses. */
  key: Pick<CustodyRecord, 'label' | 'last4' | 'place' | 'custodians' | 'seal' | 'at' | 'expires'>
  /** How many keys the register holds: with a single one a lost key is a lost root. */
  keys: number
  /** When the sheet was made. */
  now: Date
}

/** Kinds of places, in words. */
export const placeWords: Readonly<Record<CustodyPlace, string>> = {
  safe: 'a safe of your own',
  bank: "a bank's deposit box",
  vault: 'a vault of a service provider',
  notary: 'with a notary or a lawyer',
}

/** One page of A4 or Letter; without colour, script, font or address of anything else. */
const css = `@page{size:auto;margin:14mm}
*{box-sizing:border-box}
body{font:10.5pt/1.4 system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;color:#000;background:#fff;max-width:182mm;margin:8mm auto}
h1{font-size:14pt;margin:0 0 2mm}h2{font-size:11pt;margin:0 0 1.5mm}
section{border:.4mm dashed #555;padding:4mm 5mm;margin:0 0 5mm;break-inside:avoid}
dl{display:grid;grid-template-columns:42mm 1fr;gap:.6mm 4mm;margin:0}dt{color:#333}dd{margin:0;font-weight:600;overflow-wrap:anywhere}
ol{margin:0;padding-left:6mm}li{margin:0 0 .8mm}code{font:9.5pt ui-monospace,Consolas,monospace;overflow-wrap:anywhere}.line{display:block}small{font-weight:400}
.key{width:62mm}.key p{margin:0;font-weight:600;overflow-wrap:anywhere}.note{margin:1.5mm 0 0;font-size:9.5pt;color:#333}
.sign{display:grid;grid-template-columns:repeat(4,1fr);gap:4mm;margin-top:5mm;font-size:9pt}.sign span{border-top:.3mm solid #000;padding-top:1mm}
.warn{border:.6mm solid #000;padding:1.5mm 3mm;font-weight:600}
@media print{body{margin:0;max-width:none}}`

/**
 * The sheet as one HTML page to be printed. It holds what the register holds and lines to be filled in by hand: no secret, no
 * serial, no address. The label for the key says nothing of what the key opens: whoever finds it learns nothing.
 */
export function custodySheet({ account, key, keys, now }: CustodySheet): string {
  const { label, last4, place, custodians, seal, expires } = key
  const lapsed = Date.parse(expires) <= now.getTime()
  const named = custodians.map(escaped)
  const quoted = shellWord(label)
  const code = (command: string) => `<code class="line">${escaped(command)}</code>`
  const steps = [
    `Both custodians are there: ${named.join(' and ')}. Look at the seal together: it is whole, and it says <b>${escaped(seal)}</b>. If not, stop, and look at what root did: ${code('neverroot activity')}`,
    `Say before that root will be used, by whom and why: ${code(`neverroot drill root --open --account ${account} --by NAME --reason "..."`)}`,
    `Open the envelope. On a machine that you trust open <code>https://console.aws.amazon.com/</code>, choose root user, and sign in with the root address and the password of the password manager. When it asks for MFA, put in the key that ends with <b>${escaped(last4)}</b> and touch it.`,
    'Do the one thing that only root can do. No access key, no second device, no other setting. One of you types, the other reads along.',
    'Sign out of root, and close the browser.',
    `Seal the key again, under a new number. Write it on this sheet, and record it: ${code(`neverroot custody --renew ${quoted} --account ${account} --seal NEW`)}`,
    `Close it, which looks whether it was seen: ${code(`neverroot drill root --close --people 2 --key-back`)}`,
    'Was it no drill? Then say at once who must know: whoever is called for security incidents, and the owner of the account.',
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<title>Custody of ${escaped(label)}</title>
<style>${css}</style>
</head>
<body>
<h1>Root MFA key of account ${escaped(account)}</h1>
${lapsed ? `<p class="warn">The record of this key lapsed on ${day(expires)}: look at it together before you print this for its envelope.</p>\n` : ''}<section>
<h2>For the envelope</h2>
<dl>
<dt>AWS account</dt><dd>${escaped(account)}</dd>
<dt>Key</dt><dd>${escaped(label)}, serial ends with ${escaped(last4)}</dd>
<dt>Kind of place</dt><dd>${escaped(placeWords[place])}</dd>
<dt>Seal</dt><dd>${escaped(seal)}</dd>
<dt>Custodians</dt><dd>${named.join(' and ')}</dd>
<dt>Recorded</dt><dd>${day(key.at)}</dd>
<dt>Look at the seal by</dt><dd>${day(expires)}</dd>
</dl>
<p class="note">Nobody opens it alone. No password, no serial and no code belongs on or into this envelope.${keys === 1 ? ' It is the only key in the register: a second one, in another place, is recommended.' : ''}</p>
<div class="sign"><span>Date</span><span>Signature</span><span>Signature</span><span>New seal</span></div>
</section>
<h2>For the key <small>(it does not say what it opens)</small></h2>
<section class="key">
<p>${escaped(label)}</p>
<p>...${escaped(last4)}</p>
</section>
<section>
<h2>When it is needed</h2>
<ol>
${steps.map((step) => `<li>${step}</li>`).join('\n')}
</ol>
</section>
<p class="note">Printed on ${day(now.toISOString())} from the custody register of neverroot. It holds no secret.</p>
</body>
</html>
`
}

const day = (iso: string): string => iso.slice(0, 10)

/** As a shell takes it for one word. */
const shellWord = (text: string): string =>
  /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.codePointAt(0)};`)

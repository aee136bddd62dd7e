import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The page as one file, with three places that a report is put into: its title, what a browser without scripts shows, and its
 * data. Script and style are named by their hashes, so that nothing else runs there, and nothing at all is fetched.
 */
export function shellOf(folder) {
  const assets = join(folder, 'assets')
  const one = (ending) =>
    readFileSync(
      join(
        assets,
        readdirSync(assets).find((name) => name.endsWith(ending)),
      ),
      'utf8',
    )
  const style = one('.css').replace(
    /url\(\.\/(font-[0-9a-f]+\.woff2)\)/g,
    (_all, name) => `url(data:font/woff2;base64,${readFileSync(join(assets, name)).toString('base64')})`,
  )
  // Inside a page these would end the script, or hide what follows; in JavaScript the backslash changes nothing.
  const script = one('.js')
    .replace(/<(?=\/script)/gi, '<\\')
    .replace(/<!--/g, '<\\!--')
  if (/<\/style/i.test(style)) throw new Error('The style sheet would end itself: it holds </style')
  const icon = `data:image/svg+xml;base64,${readFileSync(join(folder, 'icon.svg')).toString('base64')}`
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${sha256(script)}'`,
    `style-src 'sha256-${sha256(style)}'`,
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title><!--neverroot:title--></title>
<link rel="icon" href="${icon}">
<style>${style}</style>
</head>
<body>
<noscript><!--neverroot:summary--></noscript>
<div id="page"><p class="alone" role="status">Reading the report …</p></div>
<script type="application/octet-stream" id="report"><!--neverroot:data--></script>
<script type="module">${script}</script>
</body>
</html>
`
}

const sha256 = (text) => createHash('sha256').update(text).digest('base64')

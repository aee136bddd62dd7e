import { createHash } from 'node:crypto'

/**
 * Cloudscape's style sheet carries its fonts as data: addresses. A page with a strict policy loads them as files; browsers
 * then fetch only those that they need.
 */
export const fontsAsFiles = {
  name: 'fonts-as-files',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const asset of Object.values(bundle)) {
      if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue
      asset.source = String(asset.source).replace(
        /url\((['"]?)data:font\/woff2;base64,([A-Za-z0-9+/=]+)\1\)/g,
        (_all, _quote, base64) => {
          const source = Buffer.from(base64, 'base64')
          const name = `font-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.woff2`
          this.emitFile({ type: 'asset', fileName: `assets/${name}`, source })
          return `url(./${name})`
        },
      )
    }
  },
}

import Toggle from '@cloudscape-design/components/toggle'
import { useEffect, useRef, useState } from 'react'

/**
 * A picture that the server drew. Its own style sheet is handed over as one that a script made, since the page's policy allows
 * no style inside markup; its colours come from the page, which may be dark where the system is light. Nothing else of it but
 * shapes and text comes in.
 */
export function Picture({ svg, label }: { svg: string; label: string }) {
  const place = useRef<HTMLDivElement>(null)
  const [fits, setFits] = useState(false)
  useEffect(() => {
    const host = place.current
    if (!host) return
    const css = [...svg.matchAll(/<style>([^<]*)<\/style>/g)].map(([, text]) => text).join('\n')
    const bare = svg.replace(/<style>[^<]*<\/style>/g, '')
    const drawn = new DOMParser().parseFromString(bare, 'image/svg+xml').documentElement
    if (drawn.nodeName !== 'svg') return
    for (const other of drawn.querySelectorAll('style, script, foreignObject, image, use, a')) other.remove()
    const sheet = new CSSStyleSheet()
    const shapes = css.replace(/@media[^{]*\{svg\{[^}]*\}\}/g, '').replace(/^\s*svg\{--[^}]*\}/gm, '')
    sheet.replaceSync(`${shapes}\n${fits ? 'svg{width:100%;height:auto}' : ''}`)
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets = [sheet]
    root.replaceChildren(document.importNode(drawn, true))
  }, [svg, fits])
  return (
    <>
      <div className="no-print">
        <Toggle checked={fits} onChange={({ detail }) => setFits(detail.checked)}>
          Fit to the window
        </Toggle>
      </div>
      <div className="picture" tabIndex={0} role="region" aria-label={label}>
        <div ref={place} />
      </div>
    </>
  )
}

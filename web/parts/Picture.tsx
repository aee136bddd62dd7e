import { useEffect, useRef } from 'react'

/**
 * A picture that the server drew. Its own style sheet is handed over as one that a script made, since the page's policy allows
 * no style inside markup; nothing else of it but shapes and text comes in.
 */
export function Picture({ svg, label }: { svg: string; label: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const host = place.current
    if (!host) return
    const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
    if (drawn.nodeName !== 'svg') return
    const css = [...drawn.querySelectorAll('style')].map((style) => style.textContent).join('\n')
    for (const other of drawn.querySelectorAll('style, script, foreignObject, image, use, a')) other.remove()
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    // The page may be dark where the system is light, and the other way round: its own class decides.
    const [, light = '', dark = ''] = /(svg\{[^}]*\})\s*@media[^{]*\{(svg\{[^}]*\})\}/.exec(css) ?? []
    const rest = css.replace(/@media[^{]*\{svg\{[^}]*\}\}/, '')
    sheet.replaceSync(
      `${light}\n${rest}\n${dark.replace('svg{', ':host-context(.awsui-dark-mode) svg{')}\nsvg{max-width:none}`,
    )
    root.adoptedStyleSheets = [sheet]
    root.replaceChildren(document.importNode(drawn, true))
  }, [svg])
  return (
    <div className="picture" tabIndex={0} role="region" aria-label={label}>
      <div ref={place} />
    </div>
  )
}

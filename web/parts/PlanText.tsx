/** The terminal's plan; what is added, changed, taken away and left to people keeps its sign and gets its colour. */
export const PlanText = ({ text, label }: { text: string; label: string }) => (
  <div className="plan-text" tabIndex={0} role="region" aria-label={label}>
    <pre>
      {text
        .replace(/^\n+|\n+$/g, '')
        .split('\n')
        .map((line, i) => (
          <span key={i} className={toneOf(line)}>
            {`${line}\n`}
          </span>
        ))}
    </pre>
  </div>
)

const tones: Readonly<Record<string, string>> = {
  '+': 'added',
  '~': 'changed',
  '-': 'taken',
  '!': 'by-hand',
  '?': 'by-hand',
}

function toneOf(line: string): string {
  // The line that explains the signs begins with one, and is none.
  const sign = / adds {2,}/.test(line) ? undefined : /^ {1,4}([+~\-!?]) /.exec(line)?.[1]
  if (sign) return tones[sign] ?? ''
  return /^ [^\s+~]/.test(line) ? 'head' : ''
}

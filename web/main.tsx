import '@cloudscape-design/global-styles/index.css'
import './style/base.css'
import './style/counts.css'
import './style/lists.css'
import './style/pictures.css'
import './style/media.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { Live } from './app/Live.tsx'
import { Book } from './data/book.ts'
import { reportInside } from './data/file.ts'
import { SourceContext } from './data/source.ts'
import { Refused } from './parts/Answer.tsx'

const root = createRoot(document.getElementById('page')!)

try {
  const report = await reportInside()
  root.render(
    <StrictMode>
      {report ? (
        <SourceContext value={{ book: new Book(report), now: Date.now() }}>
          <App />
        </SourceContext>
      ) : (
        <Live />
      )}
    </StrictMode>,
  )
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  root.render(
    <div className="alone">
      <Refused
        refusal={{
          code: 'report',
          message,
          hint: 'Write it again: neverroot audit --format html --output FILE',
        }}
      />
    </div>,
  )
}

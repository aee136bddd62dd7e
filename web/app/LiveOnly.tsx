import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import { useCommand } from '../data/source.ts'
import { Nothing } from '../parts/Answer.tsx'
import { Command } from '../parts/Command.tsx'

/** In a file only what is inside can be shown; this says how to see the rest. */
export function LiveOnly({ title, what, command }: { title: string; what: string; command: string }) {
  const typed = useCommand()
  return (
    <ContentLayout header={<Header variant="h1">{title}</Header>}>
      <Container>
        <Nothing text={`${what} is not inside this file. See it live, or in the terminal:`}>
          <p>
            <Command text={typed('serve')} />
          </p>
          <p>
            <Command text={typed(command)} />
          </p>
        </Nothing>
      </Container>
    </ContentLayout>
  )
}

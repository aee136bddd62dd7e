import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { PageRecovery, RecoveryHolder } from '../../../src/model/index.ts'
import { controlHref, go } from '../../app/routes.ts'
import { useAsked } from '../../data/asked.ts'
import { useSource } from '../../data/source.ts'
import { tame } from '../../data/words.ts'
import { Answer } from '../../parts/Answer.tsx'
import { AsTable } from '../../parts/AsTable.tsx'
import { Picture } from '../../parts/Picture.tsx'

/** Who can become root: the graph as a picture, who is in it as a table, and what would make it harder. */
export function Recovery({ query }: { query: string }) {
  const { book } = useSource()
  const account = new URLSearchParams(query).get('account') ?? ''
  const asked = useAsked<PageRecovery>(
    `/api/recovery${account ? `?account=${encodeURIComponent(account)}` : ''}`,
  )
  const accounts = (book?.accounts ?? [])
    .slice(0, 500)
    .map(({ id, name }) => ({ value: id, label: `${id} ${name}` }))
  const here = accounts.find(({ value }) => value === account) ?? accounts[book?.pinned ?? 0] ?? null
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Who or what can become root: each way, and what it rests on."
          actions={
            accounts.length > 1 && (
              <Select
                ariaLabel="Account"
                options={accounts}
                filteringType="auto"
                selectedOption={here}
                onChange={({ detail }) => go(`#/recovery?account=${detail.selectedOption.value ?? ''}`)}
              />
            )
          }
        >
          Recovery
        </Header>
      }
    >
      <Answer of={asked} waiting="Putting together who can become root …">
        {(value) => <Drawn {...value} />}
      </Answer>
    </ContentLayout>
  )
}

const states = { known: 'known', untold: 'nobody has said who', perhaps: 'not sure', cut: 'cut off' } as const

function Drawn({ recovery, svg }: PageRecovery) {
  const { graph, gains, couldNotLook } = recovery
  const holders = graph.nodes.filter((node): node is RecoveryHolder => node.kind === 'holder')
  const raises = gains.filter((gain) => gain.raises)
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">The graph</Header>}>
        <Picture svg={svg} label={`Who can become root of ${recovery.subject.id}`} />
        <AsTable
          caption="Who holds what leads to root"
          columns={['Who', 'Kind', 'How many', 'Together', 'How sure']}
          rows={holders.map(({ label, who, count, together, state, because }) => [
            tame(label),
            who,
            count ?? 'not known',
            together,
            `${states[state]}${because ? `: ${tame(because)}` : ''}`,
          ])}
        />
      </Container>
      <Container header={<Header variant="h2">What would make it harder</Header>}>
        {raises.length === 0 && (
          <Box>Nothing that this tool knows of would take more people or systems than now.</Box>
        )}
        <ol className="plain-list">
          {raises.map(({ id, text, control, known, worst }) => (
            <li key={id}>
              {tame(text)}
              <span className="aside">
                {' '}
                it would then take {known ?? 'more than there are'}
                {worst !== known && `, at worst ${worst ?? 'more than there are'}`}
              </span>{' '}
              {control && <a href={controlHref(control)}>{control}</a>}
            </li>
          ))}
        </ol>
      </Container>
      {couldNotLook.length > 0 && (
        <Container header={<Header variant="h2">What could not be looked at</Header>}>
          <ul className="plain-list">
            {couldNotLook.map(({ what, message }) => (
              <li key={what}>
                {tame(what)}: {tame(message)}
              </li>
            ))}
          </ul>
        </Container>
      )}
    </SpaceBetween>
  )
}

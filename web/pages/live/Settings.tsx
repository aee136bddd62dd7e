import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import type { PageSettings } from '../../../src/model/index.ts'
import { useAsked } from '../../data/asked.ts'
import { useSource } from '../../data/source.ts'
import { plural } from '../../data/words.ts'
import { Answer } from '../../parts/Answer.tsx'

/** Where this page looks and how. Nothing can be changed here: the configuration is a file that people review. */
export function Settings() {
  const asked = useAsked<PageSettings>('/api/settings')
  const { live } = useSource()
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Where this page looks, and how. What can be set stands in neverroot.yaml."
        >
          Settings
        </Header>
      }
    >
      <Answer of={asked} waiting="Reading the settings …">
        {(settings) => (
          <Container>
            <KeyValuePairs
              columns={2}
              items={[
                {
                  label: 'Configuration',
                  value: settings.configuration ? (
                    <>
                      <code>{settings.configuration.path}</code>
                      <br />
                      <code className="hash">sha256 {settings.configuration.sha256}</code>
                    </>
                  ) : (
                    'None: what is not set is asked for when a plan needs it'
                  ),
                },
                { label: 'State folder', value: <code>{settings.state}</code> },
                { label: 'Judged as', value: settings.profile },
                { label: 'Caller', value: settings.caller ?? 'Not known yet: nobody has asked' },
                { label: 'Region', value: settings.region ?? 'The default of AWS' },
                { label: 'Endpoint', value: settings.endpoint ?? 'AWS' },
                {
                  label: 'Hosts asked besides AWS',
                  value: settings.hosts.length === 0 ? 'None' : settings.hosts.join(', '),
                },
                {
                  label: 'Kept',
                  value: `${plural(settings.kept.audits, 'audit')}, ${plural(settings.kept.entries, 'ledger entry', 'ledger entries')}`,
                },
                { label: 'This page', value: live?.readOnly ? 'Reads only' : 'May act, after you confirm' },
                { label: 'Ends when idle for', value: live ? plural(live.idleMinutes, 'minute') : '' },
                { label: 'Version', value: live ? `${live.tool.name} ${live.tool.version}` : '' },
                { label: 'Sent elsewhere', value: 'Nothing: no telemetry, no request to any other host' },
              ]}
            />
          </Container>
        )}
      </Answer>
    </ContentLayout>
  )
}

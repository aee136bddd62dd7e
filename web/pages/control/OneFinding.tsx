import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import type { PageDetail, PageRow } from '../../../src/model/index.ts'
import { accountHref } from '../../app/routes.ts'
import { at } from '../../data/book.ts'
import { useDetail } from '../../data/detail.ts'
import { useBook, useCommand, useSource } from '../../data/source.ts'
import { day } from '../../data/time.ts'
import { grades, gradeWords, statusWords } from '../../data/words.ts'
import { Command } from '../../parts/Command.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Status } from '../../parts/Status.tsx'
import { EvidenceList } from './EvidenceList.tsx'

/** What was found in one account, and what that rests on. */
export function OneFinding({ row }: { row: PageRow }) {
  const book = useBook()
  const { live } = useSource()
  const command = useCommand()
  const { detail, loading } = useDetail(row)
  const subject = book.subjectOf(row)
  const about = subject.name && subject.name !== subject.id ? `${subject.id} ${subject.name}` : subject.id
  const status = book.statusOf(row)
  const grade = grades[row[at.grade]]
  return (
    <Container
      header={
        <Header variant="h2">{row[at.account] < 0 ? `The organization ${about}` : `In ${about}`}</Header>
      }
    >
      <SpaceBetween size="m">
        <div>
          <Status is={status} />
          <Box variant="p" padding={{ top: 'xs' }}>
            {book.texts[row[at.message]]}
          </Box>
          {detail?.question && <Box variant="p">{detail.question}</Box>}
        </div>
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'How it is known', value: grade ? gradeWords[grade] : 'Not judged by evidence' },
            {
              label: 'So since',
              value:
                row[at.since] < 0 ? (
                  'Not known from earlier audits'
                ) : (
                  <Moment at={book.texts[row[at.since]]!} />
                ),
            },
            ...(row[at.account] < 0
              ? []
              : [{ label: 'Account', value: <a href={accountHref(subject.id)}>{about}</a> }]),
            ...factsOf(detail),
          ]}
        />
        {detail?.needs && (
          <Box>
            It would be known with <code>{detail.needs.join(', ')}</code>.{' '}
            <Command text={command('permissions audit')} />
          </Box>
        )}
        {detail ? (
          <EvidenceList evidence={detail.evidence} />
        ) : loading ? (
          <div role="status">Looking up what this rests on …</div>
        ) : (
          <Box color="text-body-secondary">
            What this rests on is not in{' '}
            {live ? 'this report' : 'this file, which holds thousands of accounts'}. See it with:{' '}
            <Command text={command(`audit --accounts ${subject.id}`)} />
          </Box>
        )}
      </SpaceBetween>
    </Container>
  )
}

function factsOf(detail: PageDetail | undefined): { label: string; value: ReactNode }[] {
  if (!detail) return []
  const { fix, waiting = [], standards = {}, exception } = detail
  const ways = [fix?.api && 'through the API, with a plan', fix?.hand && 'by hand'].filter(Boolean)
  return [
    ...(ways.length > 0 ? [{ label: 'Can be put right', value: ways.join(', or ') }] : []),
    ...(waiting.length > 0 ? [{ label: 'Waiting for', value: waiting.join('; ') }] : []),
    ...(exception
      ? [
          {
            label: 'Excepted',
            value: `by ${exception.owner} until ${day(exception.expires)}: ${exception.reason} (would be: ${statusWords[exception.would].toLowerCase()})`,
          },
        ]
      : []),
    ...Object.entries(standards).map(([name, ids]) => ({ label: name, value: ids.join(', ') })),
  ]
}

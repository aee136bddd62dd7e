/** XML is read as the SDK reads it, or left to the SDK. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainXml } from './plain-xml.ts'
import { sdkOwn } from './quicken.ts'

const sdk = (text: string): unknown => sdkOwn.parseXml(text)

const plain: [what: string, text: string][] = [
  ['children', '<A><B>1</B><C>two words</C></A>'],
  ['a declaration and a name space', '<?xml version="1.0" encoding="UTF-8"?>\n<A xmlns="urn:x"><B>1</B></A>'],
  ['indented', '<A>\n  <B>1</B>\n  <C>\n    <D>2</D>\n  </C>\n</A>\n'],
  ['several of one name', '<A><B>1</B><B>2</B><B>3</B></A>'],
  ['lists of lists', '<A><L><member><X>1</X></member><member><X>2</X><X>3</X></member></L></A>'],
  ['empty elements', '<A><B></B><C/><D>\n</D></A>'],
  ['entities', '<A><B>&lt;a&gt; &amp;amp; &quot;&apos; &#65;&#x42; &nope;</B></A>'],
  ['spaces that count', '<A><B>  x  </B><C> </C></A>'],
  ['what an object has anyway', '<A><toString>1</toString><constructor>2</constructor></A>'],
  ['something behind the root', '<A><B>1</B></A> and more'],
]
const left: [what: string, text: string][] = [
  ['text beside children', '<A>x<B>1</B></A>'],
  ['a space beside children', '<A> <B>1</B></A>'],
  ['a comment', '<A><!-- x --><B>1</B></A>'],
  ['CDATA', '<A><B><![CDATA[<]]></B></A>'],
  ['an attribute below the root', '<A><B x="1">2</B></A>'],
  ['a carriage return', '<A>\r\n<B>1</B></A>'],
  ['only text', '<A>x</A>'],
  ['nothing in it', '<A/>'],
  ['not closed', '<A><B>1</A>'],
  ['cut off', '<A><B>1'],
  ['HTML', '<!DOCTYPE html><html><p>x</p></html>'],
  ['no XML', 'Service Unavailable'],
  ['nothing', ''],
]

describe('plain XML', () => {
  it.each(plain)('%s', (_, text) => {
    expect(plainXml(text)).toEqual(sdk(text))
  })

  it.each(left)('is not: %s', (_, text) => {
    expect(plainXml(text)).toBeUndefined()
  })

  it('is read as the SDK reads it, whatever lies in it', () => {
    const name = fc.constantFrom('A', 'B', 'member', 'ns:C', 'entry', 'key')
    const text = fc.stringMatching(/^[a-zé😀 \n]{0,6}(&amp;|&#65;|&lt;)?[a-z \n]{0,4}$/)
    const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
      element: fc
        .tuple(name, fc.constantFrom('', ' '), tie('content'), fc.boolean())
        .map(([tag, space, inside, closed]) =>
          closed && inside === '' ? `<${tag}${space}/>` : `<${tag}>${inside}</${tag}>`,
        ),
      content: fc.oneof(
        { maxDepth: 4 },
        text,
        fc
          .tuple(fc.constantFrom('', '\n  ', ' '), fc.array(tie('element'), { maxLength: 4 }))
          .map(([gap, all]) => all.map((one) => gap + one).join('')),
      ),
    }))
    let read = 0
    fc.assert(
      fc.property(element, fc.constantFrom('', ' xmlns="urn:x"'), (inside, attribute) => {
        const xml = `<Root${attribute}>${inside}<B>1</B></Root>`
        const quick = plainXml(xml)
        if (quick === undefined) return
        read += 1
        expect(quick).toEqual(sdk(xml))
      }),
      { numRuns: 1000 },
    )
    expect(read).toBeGreaterThan(100)
  })
})

import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'

/** A command to type, with a button that copies it. */
export const Command = ({ text }: { text: string }) => (
  <span className="command">
    <code>{text}</code>
    <span className="no-print">
      <CopyToClipboard
        variant="icon"
        copyButtonAriaLabel={`Copy ${text}`}
        copySuccessText="Copied"
        copyErrorText="It could not be copied"
        textToCopy={text}
      />
    </span>
  </span>
)

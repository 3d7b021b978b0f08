interface ErrorNoticeProps {
  error: { message: string; graphQLErrors?: readonly { message: string }[] };
  onRetry?: () => void;
}

/** What the server said is wrong, in its words. */
export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  const said = error.graphQLErrors?.map(({ message }) => message).join(' ');
  return (
    <div role="alert" className="notice">
      <p>{said || `The server did not answer: ${error.message.replace(/^\[\w+\] /, '')}`}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

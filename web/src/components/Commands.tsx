/** Commands to copy, a line each; a line that finds no room is broken between words alone. */
export function Commands({ lines }: { lines: readonly string[] }) {
  return (
    <pre className="commands">
      {lines.map((line) => (
        <code key={line}>
          {line.split(' ').map((word, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: words come twice, and the order is fixed
            <span key={index}>{index > 0 ? ` ${word}` : word}</span>
          ))}
          {'\n'}
        </code>
      ))}
    </pre>
  );
}

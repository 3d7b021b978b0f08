type Nothing = Record<PropertyKey, never>;

/** The node asked for; null when the id is of nothing, or of a type that has none of the fields asked for. */
export function nodeOf<Node extends object>(node: Node | null | undefined): Exclude<Node, Nothing> | null {
  if (!node || Object.keys(node).every((name) => name === '__typename')) return null;
  return node as Exclude<Node, Nothing>;
}

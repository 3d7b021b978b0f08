// Runs in the browser, after the bundles that set the three globals.
/* global React, ReactDOM, GraphiQL, graphqlWs */

const hints = `# Every type and field is described:
# press the book at the top left,
# or hold Ctrl (Cmd) and click a name.

`;

// Of the benchmark that has something to show.
const ofBoard = (slug) => `{
  leaderboard(benchmark: "${slug}") {
    nodes {
      rank
      model { name }
      score { percent low high n expected }
    }
  }
}
`;

// Where nothing is evaluated yet, these have answers all the same.
const ofNothing = `{
  benchmarks { slug name questionCount }
  publishedResults(benchmark: "mmie") {
    model
    scorer
    percent
    source
  }
}
`;

const url = location.origin + location.pathname;
const overHttp = GraphiQL.createFetcher({ url, enableIncrementalDelivery: false });
const overWebSocket = graphqlWs.createClient({ url: url.replace(/^http/, 'ws') });

// GraphiQL's own choice of transport looks at a document it parsed a moment ago, so a subscription
// that runs right after it was pasted would go to HTTP. The text is never late.
function isSubscription({ query, operationName }) {
  const pattern = operationName ? `\\bsubscription\\s+${operationName}\\b` : '(^|\\})\\s*subscription\\b';
  return new RegExp(pattern, 'm').test(query);
}

function subscribe(request) {
  const results = overWebSocket.iterate(request);
  const next = results.next.bind(results);
  results.next = () => next().catch(rethrowInWords);
  return results;
}

// A lost connection is reported as an event, of which GraphiQL could show nothing.
function rethrowInWords(error) {
  if (!(error instanceof Event)) throw error;
  throw new Error(
    error.code ? `Connection closed: ${error.code} ${error.reason}`.trim() : 'Cannot reach the server',
  );
}

function fetcher(request, { headers }) {
  return isSubscription(request) ? subscribe(request) : overHttp(request, { headers });
}

async function firstQuestion() {
  const known = '{ benchmarks { slug judges { name } } }';
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: known }),
      signal: AbortSignal.timeout(2000),
    });
    const { data } = await answer.json();
    const shown = data.benchmarks.find(({ judges }) => judges.length > 0);
    return hints + (shown ? ofBoard(shown.slug) : ofNothing);
  } catch {
    return hints + ofNothing;
  }
}

const asked = new URLSearchParams(location.search);

async function show() {
  ReactDOM.createRoot(document.getElementById('explorer')).render(
    React.createElement(GraphiQL, {
      fetcher,
      query: asked.get('query') ?? undefined,
      variables: asked.get('variables') ?? undefined,
      defaultQuery: await firstQuestion(),
      defaultEditorToolsVisibility: 'variables',
    }),
  );
}

void show();

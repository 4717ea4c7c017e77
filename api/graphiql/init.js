// Starts GraphiQL with the example queries, a tab for each and a list of them in the side bar.
"use strict";

(async () => {
  const state = document.getElementById("state");
  if (!window.React || !window.ReactDOM || !window.GraphiQL) {
    state.textContent =
      "GraphiQL's files are not what they should be. Mend them: career-graph get-graphiql";
    return;
  }
  const answer = await fetch("graphiql/examples.json");
  if (!answer.ok) {
    state.textContent = `The examples cannot be had: the service answers ${answer.status}.`;
    return;
  }
  show(await answer.json());
})();

function show(examples) {
  const h = React.createElement;
  const root = ReactDOM.createRoot(document.getElementById("graphiql"));
  const notice = document.getElementById("key");
  const plugins = [makePlugin(examples)];
  const storage = makeStorage();
  // GraphiQL takes a default tab's query, but not its variables, into the editors that it opens with.
  const isNew = storage.getItem("graphiql:tabState") === null;
  const variables = isNew ? (examples[0].variables ?? undefined) : undefined;

  // A new fetcher lets GraphiQL ask for the schema again, with the headers of now.
  function render() {
    root.render(
      h(
        GraphiQL,
        {
          fetcher: GraphiQL.createFetcher({
            url: "graphql",
            fetch: ask,
            enableIncrementalDelivery: false,
          }),
          variables,
          defaultTabs: examples.map(({ query, variables }) => ({ query, variables })),
          defaultEditorToolsVisibility: true,
          plugins,
          visiblePlugin: plugins[0].title,
          storage,
          shouldPersistHeaders: false,
          inputValueDeprecation: true,
          schemaDescription: true,
        },
        h(GraphiQL.Logo, null, h("a", { href: "./" }, "Career graph")),
      ),
    );
  }

  async function ask(url, options) {
    const answer = await fetch(url, options);
    const refused = answer.status === 401;
    if (!refused && !notice.hidden) {
      render();
    }
    notice.hidden = !refused;
    return answer;
  }

  render();
}

// The list of examples: one that is in a tab is shown there, any other is put into the editor.
function makePlugin(examples) {
  const h = React.createElement;

  function Icon() {
    const look = { fill: "none", stroke: "currentColor", strokeWidth: 1.5 };
    return h(
      "svg",
      { viewBox: "0 0 24 24", height: "1em", "aria-hidden": true, ...look },
      h("path", { d: "M2 4h20M2 12h20M2 20h12" }),
    );
  }

  function Content() {
    const editor = GraphiQL.React.useEditorContext();
    function choose({ query, variables }) {
      const index = editor.tabs.findIndex((tab) => tab.query === query);
      if (index >= 0) {
        editor.changeTab(index);
      } else {
        editor.queryEditor.setValue(query);
        editor.variableEditor.setValue(variables ?? "");
      }
    }
    return h(
      "section",
      { "aria-label": "Examples" },
      h("div", { className: "graphiql-doc-explorer-title" }, "Examples"),
      h(
        "ol",
        { className: "examples" },
        examples.map((example) =>
          h(
            "li",
            { key: example.title },
            h("button", { type: "button", onClick: () => choose(example) }, example.title),
          ),
        ),
      ),
    );
  }

  return { title: "Examples", icon: Icon, content: Content };
}

// Where tabs and history are kept. GraphiQL keeps the headers of what was run in its history, and a
// header may be a key: none is kept here.
function makeStorage() {
  const storage = GraphiQL.createLocalStorage({ namespace: "career-graph" });
  const set = storage.setItem;
  storage.setItem = (key, value) => set(key, isHistory(key) ? withoutHeaders(value) : value);
  return storage;
}

function isHistory(key) {
  return key === "graphiql:queries" || key === "graphiql:favorites";
}

function withoutHeaders(history) {
  const drop = (key, value) => (key === "headers" ? undefined : value);
  return JSON.stringify(JSON.parse(history), drop);
}

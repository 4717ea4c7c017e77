// Asks a career graph with fetch, in Node 20 or a browser: node with_fetch.mjs http://127.0.0.1:8000

const LATER = [429, 503]; // the HTTP statuses that say when to ask again
const TRIES = 3;
const HEADERS = {
  Accept: "application/graphql-response+json, application/json;q=0.9",
  "Accept-Language": "en",
};

const ROUTE = `
query Route($from: Ref!, $to: Ref!, $where: RouteFilter) {
  routes(from: $from, to: $to, where: $where) {
    __typename
    ... on RouteList {
      proven
      routes { moves months { typical high lowerBound } steps { to { name } arrive { typical } } }
    }
    ... on NoRoute { reason message relaxations { argument value } }
    ... on UnknownName { message argument suggestions { id name } }
    ... on Problem { message }
  }
}
`;
const ROLES = `
query Roles($first: Int!, $after: String) {
  roles(first: $first, after: $after) {
    nodes { id name }
    pageInfo { endCursor hasNextPage }
  }
}
`;

/** An answer with errors: the code and the message of the first; `errors` has all of them. */
export class RefusedError extends Error {
  constructor(errors) {
    super(`${errors[0].extensions.code}: ${errors[0].message}`);
    this.errors = errors;
  }
}

/** The data of an answer; throws RefusedError where there are errors, Error without an answer. */
export async function ask(url, query, variables) {
  let response;
  for (let tried = 1; ; tried += 1) {
    response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { ...HEADERS, "Content-Type": "application/json" },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!LATER.includes(response.status) || tried === TRIES) break;
    const seconds = Number(response.headers.get("Retry-After") ?? 1);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
  if (!response.headers.get("Content-Type")?.includes("json")) { // no answer of /graphql
    throw new Error(`${response.status} ${await response.text()}`);
  }
  const { data, errors } = await response.json();
  if (errors) throw new RefusedError(errors);
  return data;
}

/** What an answer to ROUTE says, line by line, whichever kind it is. */
export function* describe(found) {
  switch (found.__typename) {
    case "RouteList":
      for (const { moves, months, steps } of found.routes) {
        const least = months.lowerBound ? "at least " : "";
        yield `${moves} moves, ${least}${months.typical} months (longest: ${months.high ?? "open"})`;
        for (const { to, arrive } of steps) yield `  ${to.name} after ${arrive.typical} months`;
      }
      if (!found.proven) yield "The search was cut short: there may be better routes.";
      break;
    case "NoRoute":
      yield `${found.reason}: ${found.message}`;
      for (const { argument, value } of found.relaxations) yield `  try ${argument}: ${value}`;
      break;
    case "UnknownName":
      yield found.message;
      for (const { id, name } of found.suggestions) yield `  ${id}: ${name}`;
      break;
    default: // a kind of Problem that was added later
      yield found.message;
  }
}

/** Every role, from pages of that many. */
export async function* listRoles(url, first) {
  let after = null;
  let page;
  do {
    page = (await ask(url, ROLES, { first, after })).roles;
    yield* page.nodes;
    after = page.pageInfo.endCursor;
  } while (page.pageInfo.hasNextPage);
}

/** Ask the headline question, two without a route, one that is refused; page; revalidate. */
export async function main(url, print = console.log) {
  const ends = { from: { name: "电话客服" }, to: { name: "客服总监" } };
  for (const changed of [{}, { where: { maxMoves: 2 } }, { to: { name: "客服总裁" } }]) {
    for (const line of describe((await ask(url, ROUTE, { ...ends, ...changed })).routes)) print(line);
  }
  await ask(url, ROLES, { first: 1000 }).catch((refused) => print(refused.message));
  let count = 0;
  for await (const _ of listRoles(url, 10)) count += 1;
  print(`${count} roles`);

  const asked = new URLSearchParams({ query: ROUTE, variables: JSON.stringify(ends) });
  const kept = await fetch(`${url}/graphql?${asked}`, { headers: HEADERS });
  const held = { ...HEADERS, "If-None-Match": kept.headers.get("ETag") };
  const again = await fetch(`${url}/graphql?${asked}`, { headers: held });
  print(`${kept.status} ${again.status}`); // 304: the kept answer still holds
}

if (globalThis.process?.argv?.[2]) await main(process.argv[2].replace(/\/$/, ""));

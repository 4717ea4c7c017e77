// Prints as JSON how the service at a URL does in each audit of GraphQL over HTTP: its id, its name,
// its status ("ok", or what it is that failed), and, where it failed, the reason and the answer.
import { serverAudits } from "graphql-http";

const results = [];
for (const audit of serverAudits({ url: process.argv[2] })) {
  results.push({ id: audit.id, name: audit.name, ...(await run(audit)) });
}
console.log(JSON.stringify(results));

async function run(audit) {
  try {
    const { status, reason, response } = await audit.fn();
    return { status, reason, answer: response && (await show(response)) };
  } catch (error) {
    return { status: "fatal", reason: String(error.cause ?? error) };
  }
}

async function show(response) {
  const body = response.bodyUsed ? "(read)" : await response.text();
  return `${response.status} ${response.headers.get("content-type")} ${body}`;
}

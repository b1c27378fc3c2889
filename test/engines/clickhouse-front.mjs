// Speaks ClickHouse's HTTP protocol over `chdb`, the same engine inside this process, so that @clickhouse/client runs as
// it does against a server. Usage: node clickhouse-front.mjs <folder> [shards] ; prints the port it listens on.
// TIDEMARK_FRONT_PASSWORD, when set, is demanded from the user `default`.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { Session } from "chdb";

const [folder = "", shardCount = "1"] = process.argv.slice(2);
const password = process.env.TIDEMARK_FRONT_PASSWORD ?? "";
/** Parameters of a request that are not settings of the engine. */
const RESERVED = new Set(["query", "query_id", "database", "default_format", "session_id", "role"]);
/** Settings that only a server knows what to do with. */
const IGNORED = new Set([
  "enable_http_compression",
  "send_progress_in_http_headers",
  "http_headers_progress_interval_ms",
]);

/** Compiling expressions takes longer than the queries of tests. */
const NO_COMPILER = ["expressions", "aggregate_expressions", "sort_description"].map((what) => `--compile_${what}=0`);
const PIECE_BYTES = 65_536;

mkdirSync(folder, { recursive: true });
const config = join(folder, "config.xml");
writeFileSync(config, configXml(Number(shardCount)));
const openSession = () => ({
  engine: new Session(join(folder, "data"), { connectionArgs: [`--config-file=${config}`, ...NO_COMPILER] }),
  settings: new Map(),
  database: "default",
});
// all at once: a session that is opened while a statement begins may never come back. Node has four threads for them
const idle = [openSession(), openSession(), openSession(), openSession()];
const waiting = [];
let files = 0;

/** Shards that are all this process: the port is never opened, it only says that an address is local. */
function configXml(shards) {
  const shard = "<shard><replica><host>127.0.0.1</host><port>29999</port></replica></shard>";
  return `<clickhouse><tcp_port>29999</tcp_port><remote_servers><tidemark>${shard.repeat(shards)}</tidemark></remote_servers></clickhouse>`;
}

const server = createServer(async (request, response) => {
  try {
    await answer(request, response);
  } catch (error) {
    refuse(response, error);
  }
});

async function answer(request, response) {
  const url = new URL(request.url ?? "/", "http://front");
  if (url.pathname === "/ping") return void response.end("Ok.\n");
  authenticate(request);
  const packed = request.headers["content-encoding"];
  const body = await buffer(packed === "gzip" ? request.pipe(createGunzip()) : request);
  const form = formOf(request.headers["content-type"] ?? "", body);
  const query = form?.get("query") ?? url.searchParams.get("query");
  const text = query ?? body.toString("utf8");
  const data = form === null && query !== null ? body : Buffer.alloc(0);
  const session = idle.pop() ?? (await new Promise((ready) => waiting.push(ready)));
  try {
    configure(session, new Map([...url.searchParams, ...(form ?? [])]));
    await run(session, { statement: statementOf(text, data), url, request, response });
  } finally {
    const next = waiting.shift();
    if (next === undefined) idle.push(session);
    else next(session);
  }
}

function authenticate({ headers }) {
  const basic = Buffer.from((headers.authorization ?? "").replace(/^Basic /, ""), "base64").toString("utf8");
  const [user, given] =
    headers.authorization === undefined
      ? [headers["x-clickhouse-user"] ?? "default", headers["x-clickhouse-key"] ?? ""]
      : basic.split(/:(.*)/s);
  if (user === "default" && given === password) return;
  const message = `Code: 516. DB::Exception: ${user}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)`;
  throw Object.assign(new Error(message), { status: 403 });
}

/** The fields of a multipart form; null for any other body. */
function formOf(type, body) {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary === undefined) return null;
  const parts = body.toString("utf8").split(`--${boundary}`).slice(1, -1);
  return new Map(
    parts.map((part) => {
      const [head = "", ...rest] = part.split("\r\n\r\n");
      return [/name="([^"]*)"/.exec(head)?.[1] ?? "", rest.join("\r\n\r\n").replace(/\r\n$/, "")];
    }),
  );
}

const quoted = (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** Makes the session's settings those of the request: a server knows no others. */
function configure(session, parameters) {
  const wanted = new Map();
  for (const [key, value] of parameters) if (!RESERVED.has(key) && !IGNORED.has(key)) wanted.set(key, value);
  // the engine names queries itself; a comment lets a later request find this one
  wanted.set("log_comment", parameters.get("query_id") ?? "");
  for (const key of session.settings.keys())
    if (!wanted.has(key) && !key.startsWith("param_")) session.engine.query(`SET ${key} = DEFAULT`);
  for (const [key, value] of wanted)
    if (session.settings.get(key) !== value) session.engine.query(`SET ${key} = ${quoted(value)}`);
  session.settings = wanted;
  const database = parameters.get("database") ?? "default";
  if (session.database !== database) session.engine.query(`USE \`${database}\``);
  session.database = database;
}

/** The statement as the engine inside a process understands it: data come from a file, queries are found by comment. */
function statementOf(text, data) {
  const kill = text.replace(/^\s*KILL QUERY WHERE query_id\s*=/i, "KILL QUERY WHERE Settings['log_comment'] =");
  if (data.length === 0) return { text: kill, file: null };
  const file = join(folder, `body-${files++}`);
  writeFileSync(file, data);
  const from = /^(.*?)\bFORMAT\s+(\w+)\s*$/is.exec(kill);
  if (from === null) throw new Error(`Code: 62. DB::Exception: no FORMAT at the end of: ${text} (SYNTAX_ERROR)`);
  const [, head = "", format = ""] = from;
  const read = `file('${file}', '${format}'`;
  if (/\binput\(/.test(head)) return { text: head.replace(/\binput\(/, `${read}, `), file };
  const columns = /\(([^()]*)\)\s*$/.exec(head)?.[1] ?? "*";
  return { text: `${head} SELECT ${columns} FROM ${read})`, file };
}

async function run(session, { statement, url, request, response }) {
  const { text, file } = statement;
  try {
    const result = await session.engine.queryAsync(text);
    const packs =
      url.searchParams.get("enable_http_compression") === "1" && /gzip/.test(request.headers["accept-encoding"] ?? "");
    response.writeHead(200, {
      "x-clickhouse-query-id": url.searchParams.get("query_id") ?? "",
      "x-clickhouse-summary": JSON.stringify({ read_rows: String(result.rowsRead) }),
      ...(packs ? { "content-encoding": "gzip" } : {}),
    });
    const pieces = Readable.from(piecesOf(Buffer.from(result.bytes())));
    // whoever went away does not want the rest
    await (packs ? pipeline(pieces, createGzip(), response) : pipeline(pieces, response)).catch(() => undefined);
  } finally {
    if (file !== null) rmSync(file, { force: true });
  }
}

function* piecesOf(bytes) {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

const messageOf = (error) => String(error instanceof Error ? error.message : error).replace(/^Query failed: /, "");

/** An error as the server gives it: the code in a header, the text in the body. */
function refuse(response, error) {
  const message = messageOf(error);
  if (response.headersSent) return void response.destroy();
  const code = /Code: (\d+)/.exec(message)?.[1] ?? "1002";
  response.writeHead(error.status ?? (code === "60" ? 404 : 500), {
    "x-clickhouse-exception-code": code,
    "content-type": "text/plain",
  });
  response.end(`${message}\n`);
}

server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
// ends with the process that started it
process.stdin.on("end", () => process.exit(0)).resume();

import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { streamResponse } from "./answers.ts";

const signal = new AbortController().signal;

test("a quiet stream says that it is still there, until it ends", async () => {
  let finish = (): void => {};
  const response = streamResponse({
    ...{ type: "application/x-ndjson", heartbeat: "\n", heartbeatMs: 5, signal },
    open: (send, end) => {
      send("first\n");
      finish = end;
      return () => {};
    },
  });
  const text = response.text();
  await sleep(60);
  finish();
  await sleep(20);
  expect(await text).toMatch(/^first\n\n{2,}$/);
});

test("nothing beats for a client that has gone", async () => {
  let left = 0;
  const { body } = streamResponse({
    ...{ type: "text/event-stream", heartbeat: ":\n\n", heartbeatMs: 5, signal },
    open: () => () => void left++,
  });
  await body?.cancel();
  await sleep(20);
  expect(left).toBe(1);
});

import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { builtShop, SHOP_YML, serve } from "../../../test/harness/server.ts";
import { ROUTES } from "../../contract/api/routes.ts";

test("kept forecasts are told anew when the project saves another, and when one is made again", async () => {
  await using server = await serve(await builtShop());
  const params = { metric: "events", horizon: 3, model: "seasonal-naive" };
  const run = () =>
    server.client.call(ROUTES.runAnalysis, { path: { id: "forecast" }, query: { params, fresh: true } });
  const listed = async () => (await server.client.call(ROUTES.listForecasts, {}))[0];
  expect((await run()).status).toBe("ok");
  const first = await listed();
  expect(first).toMatchObject({ saved: null });
  server.project.write("tidemark.yml", `${SHOP_YML}\nforecasts: { soon: ${JSON.stringify(params)} }\n`);
  expect(await listed()).toEqual({ ...first, saved: "soon" });
  await sleep(2);
  await run();
  const again = await listed();
  expect(again?.id).toBe(first?.id);
  expect(again?.createdAt).not.toBe(first?.createdAt);
});

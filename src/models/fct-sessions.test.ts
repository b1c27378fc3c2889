import { expect, test } from "vitest";
import { funnelFlags } from "./fct-sessions.ts";

test("each funnel event has one column, whatever its name", () => {
  const funnels = { a: { steps: ["view", "add to cart", "page:::view"] }, b: { steps: ["view", "Add-to-cart"] } };
  expect([...funnelFlags({ funnels })]).toEqual([
    ["view", "has_view"],
    ["add to cart", "has_add_to_cart"],
    ["page:::view", "has_page_view"],
    ["Add-to-cart", "has_Add_to_cart_2"],
  ]);
});

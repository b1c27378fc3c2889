import { nameWords } from "../infer/name-words.ts";

/** Roles that names hint at. `order`, `quantity` and `price` only help to find the others. */
export type NamedRole =
  | "time"
  | "received"
  | "user"
  | "receiver"
  | "name"
  | "session"
  | "id"
  | "item"
  | "value"
  | "order"
  | "quantity"
  | "price";

const ID = "_?(id|ids|key|no|nr|number|uuid|guid|code)";

/** Per role, patterns over the words of a name joined by `_`; earlier patterns are stronger hints. */
const PATTERNS: Readonly<Record<NamedRole, readonly RegExp[]>> = {
  time: [
    /^(event|occurred|occurrence|action|activity|hit)_?(time|timestamp|ts|date|datetime|at)$/,
    /^(time|timestamp|ts|datetime|occurred_at|event_at)$/,
    /^(complete|start|begin|order|invoice|purchase|transaction|call|visit|session|message|sent|created?)_?(time|timestamp|ts|date|datetime|at|on)$/,
    /^(date|day|ds|dt|when|epoch)$/,
    /^client_.*(time|timestamp)$/,
    /(^|_)(time|timestamp|date|datetime)$/,
  ],
  received: [
    /^(server_)?(received|receive|ingested|collector|arrival)_?(time|timestamp|at|ts|tstamp)?$/,
    /^server_.*(time|timestamp)$/,
  ],
  user: [
    new RegExp(`^user${ID}$`),
    /^(user|uid|username|user_name|login)$/,
    new RegExp(
      `^(customer|visitor|client|member|account|player|person|subscriber|patient|buyer|shopper|reader|employee)${ID}?$`,
    ),
    /^(distinct_id|anonymous_id|user_pseudo_id|profile_id|fullvisitorid|msisdn|imsi|caller)$/,
    new RegExp(`^(case|device|cookie|trace)${ID}$`),
    /^(case|sender|from)$/,
  ],
  receiver: [/^(receiver|recipient|callee|payee|to_user|target_user)(_?id)?$/],
  name: [
    /^event_?(type|name)$/,
    /^(event|eventname)$/,
    /^activity(_?(id|name|type))?$/,
    /^(action|behaviou?r)(_?(type|name))?$/,
    /^(interaction|operation|verb|step|event_action)(_?(type|name))?$/,
    /^(type|event_category|event_id)$/,
  ],
  session: [new RegExp(`^(user_|web_|app_)?(session|visit)${ID}?$`)],
  id: [/^(event|message|insert|hit|record|log|row)_?(id|uuid|guid|key)$/, /^(uuid|guid)$/, /^id$/],
  item: [
    new RegExp(`^(product|item|sku|stock|article|goods|variant)${ID}$`),
    /^(sku|asin|ean|product|item|article)$/,
    new RegExp(`^(content|page|post|listing|movie|video|song|track|book|doc|document|offer|hotel|ad|screen)${ID}$`),
    /^(page|page_?url|url|uri|path|post|screen|document|doc)$/,
  ],
  value: [
    /^(revenue|order_(total|value|amount)|purchase_value|gmv|dollar_value)$/,
    /^(amount|value|total|sales|payment|spend|total_(price|amount|value))$/,
  ],
  order: [new RegExp(`^(invoice|order|transaction|basket|receipt|bill|purchase|cart)${ID}$`)],
  quantity: [/^(quantity|qty|units|item_count|num_items)$/, /^number_of_\w+$/],
  price: [/^unit_?price$/, /^(price|item_price|product_price|unit_cost)$/],
};

/** How strongly the name hints at the role: 1 is strongest; undefined for no hint. */
export function nameHint(name: string, role: NamedRole): number | undefined {
  const joined = nameWords(name).join("_");
  const at = PATTERNS[role].findIndex((pattern) => pattern.test(joined));
  return at === -1 ? undefined : at + 1;
}

/** Event names of a purchase: what counts as revenue. */
export const PURCHASE =
  /^(.*[ _-])?(purchase|purchased|order|ordered|order[ _-](completed|placed)|payment|paid|buy|bought|transaction|checkout[ _-]?(completed|success)|sale)$/i;

/** Stages of a shop, in the order in which people pass them. */
export const FUNNEL_STAGES: readonly RegExp[] = [
  /^(visit|landing|home|home_?page|page_?view|pageview|session_start)$/i,
  /^(search|list|category_?view|browse|impression)$/i,
  /^(view|view_item|product_?view(ed)?|item_?view|detail|details|click|view_product)$/i,
  /^(cart|add_?to_?cart|addtocart|basket|add_?to_?basket|product_added)$/i,
  /^(checkout|begin_checkout|checkout_?start(ed)?)$/i,
  PURCHASE,
];

/** The words of a column name in lower case: `InvoiceDate`, `invoice_date` and `invoice date` all give invoice, date. */
export function nameWords(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

const TIME_WORDS = new Set(["time", "timestamp", "datetime", "date", "ts", "epoch", "when", "dt"]);
const ID_WORDS = new Set(["id", "ids", "key", "uuid", "guid", "uid", "code", "no"]);
const MONEY =
  /^(price|prices|amount|amounts|cost|costs|revenue|charge|charges|fee|fees|total|subtotal|balance|salary|paid|payment|payments|tax|discount|value|sales|spend|spent|income|profit|margin|budget|gmv|turnover|money|usd|eur|gbp|dollar|dollars|euro)$/;

/** True for names such as `event_time`, `createdAt`, `ts`, `InvoiceDate`: whole numbers may then be epochs. */
export function soundsLikeTime(name: string): boolean {
  const words = nameWords(name);
  const last = words.at(-1) ?? "";
  return (
    words.some((word) => TIME_WORDS.has(word)) ||
    (words.length > 1 && last === "at") ||
    /(time|timestamp|date)$/.test(last)
  );
}

/** True for names such as `user_id`, `CustomerID`, `userid`, `StockCode`: digits are then letters, not quantities. */
export function soundsLikeId(name: string): boolean {
  const last = nameWords(name).at(-1) ?? "";
  return (
    ID_WORDS.has(last) ||
    /^(user|customer|client|visitor|member|account|session|product|item|order|case|event|device|player|person|subscriber|cell|invoice|trans|transaction)s?(id|no|number)$/.test(
      last,
    )
  );
}

/** True for names such as `price`, `TotalCharges`, `dollar_value`: exact decimals are then worth more than doubles. */
export function soundsLikeMoney(name: string): boolean {
  return nameWords(name).some((word) => MONEY.test(word));
}

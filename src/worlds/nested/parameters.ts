/** Countries of the visitors; null is unknown. */
export const COUNTRIES = [
  { value: "United States", share: 0.42 },
  { value: "United Kingdom", share: 0.26 },
  { value: "Canada", share: 0.08 },
  { value: "Australia", share: 0.08 },
  { value: "Germany", share: 0.07 },
  { value: "France", share: 0.03 },
  { value: "Ireland", share: 0.02 },
  { value: null, share: 0.04 },
] as const;

/** Operating systems with the browsers on them; `conversion` multiplies the chance that a cart is bought. */
export const SYSTEMS = [
  { os: "iOS", browser: "Safari", share: 0.34, conversion: 0.95 },
  { os: "iOS", browser: "Chrome", share: 0.06, conversion: 0.95 },
  { os: "Android", browser: "Chrome", share: 0.18, conversion: 0.85 },
  { os: "Android", browser: "Samsung Internet", share: 0.03, conversion: 0.85 },
  { os: "Windows", browser: "Chrome", share: 0.14, conversion: 1.2 },
  { os: "Windows", browser: "Edge", share: 0.06, conversion: 1.2 },
  { os: "Windows", browser: "Firefox", share: 0.02, conversion: 1.1 },
  { os: "macOS", browser: "Safari", share: 0.07, conversion: 1.25 },
  { os: "macOS", browser: "Chrome", share: 0.06, conversion: 1.25 },
  { os: "Linux", browser: "Chrome", share: 0.02, conversion: 1 },
  { os: "Linux", browser: "Firefox", share: 0.01, conversion: 1 },
  { os: "Chrome OS", browser: "Chrome", share: 0.01, conversion: 1 },
] as const;

/** Where a session comes from: medium, then source, then campaign; nulls are direct visits. */
export const ORIGINS = [
  { medium: null, source: null, campaign: null, share: 0.22, conversion: 1.1 },
  { medium: "organic", source: "google", campaign: null, share: 0.08, conversion: 1 },
  { medium: "cpc", source: "google", campaign: "brand", share: 0.16, conversion: 1.2 },
  { medium: "cpc", source: "google", campaign: "shopping", share: 0.14, conversion: 1 },
  { medium: "paid_social", source: "fbig", campaign: "spring_sale", share: 0.12, conversion: 0.7 },
  { medium: "paid_social", source: "fbig", campaign: "retargeting", share: 0.05, conversion: 1.1 },
  { medium: "paid_social", source: "tiktok", campaign: "creator_week", share: 0.06, conversion: 0.5 },
  { medium: "email", source: "Klaviyo", campaign: "newsletter", share: 0.08, conversion: 1.3 },
  { medium: "email", source: "Klaviyo", campaign: "abandoned_cart", share: 0.04, conversion: 1.6 },
  { medium: "affiliates", source: "rakuten", campaign: "partners", share: 0.05, conversion: 0.9 },
] as const;

/** Chances per session; each step needs the one before it. */
export const FUNNEL = {
  login: 0.06,
  search: 0.15,
  morePages: 0.4,
  product: 0.55,
  moreProducts: 0.5,
  cart: 0.3,
  moreCarts: 0.2,
  checkout: 0.55,
  order: 0.6,
} as const;

export const NESTED = {
  products: 400,
  price: { logMean: 3.6, logSd: 0.6 },
  /** Sessions per visitor over the whole window. */
  sessionsPerVisitor: 2.2,
  /** Monday to Sunday. */
  weekday: [1, 0.97, 0.95, 1, 1.05, 1.15, 1.25],
  /** 0 to 23 h UTC. */
  hour: [38, 30, 26, 24, 24, 26, 32, 42, 52, 58, 62, 66, 70, 72, 72, 72, 74, 78, 84, 92, 96, 88, 70, 52],
} as const;

/** Rows and sessions of a world, by what the parameters give in expectation. */
export const ROWS_PER_SESSION = 3.25;

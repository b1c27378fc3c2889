/** A city of the world: consistent country, region and (in the US) market area; standard time in minutes from UTC. */
export interface Place {
  readonly city: string;
  readonly region: string;
  readonly country: string;
  readonly dma: string | null;
  readonly utcMinutes: number;
  /** Relative number of people. */
  readonly people: number;
}

const us = (zone: number, rows: readonly (readonly [string, string, string, number])[]): Place[] =>
  rows.map(([city, region, dma, people]) => ({
    city,
    region,
    country: "United States",
    dma,
    utcMinutes: zone,
    people,
  }));

const abroad = (country: string, utcMinutes: number, rows: readonly (readonly [string, string, number])[]): Place[] =>
  rows.map(([city, region, people]) => ({ city, region, country, dma: null, utcMinutes, people }));

/** Where people are. */
export const PLACES: readonly Place[] = [
  ...us(-360, [
    ["Nashville", "Tennessee", "Nashville, TN", 110],
    ["Spring Hill", "Tennessee", "Nashville, TN", 38],
    ["Franklin", "Tennessee", "Nashville, TN", 30],
    ["Chicago", "Illinois", "Chicago, IL", 80],
    ["Naperville", "Illinois", "Chicago, IL", 16],
    ["Dallas", "Texas", "Dallas-Ft. Worth, TX", 50],
    ["Houston", "Texas", "Houston, TX", 30],
    ["Austin", "Texas", "Austin, TX", 22],
    ["Minneapolis", "Minnesota", "Minneapolis-St. Paul, MN", 18],
    ["Kansas City", "Missouri", "Kansas City, MO", 14],
    ["Milwaukee", "Wisconsin", "Milwaukee, WI", 10],
  ]),
  ...us(-300, [
    ["New York", "New York", "New York, NY", 70],
    ["Boston", "Massachusetts", "Boston, MA (Manchester, NH)", 30],
    ["Philadelphia", "Pennsylvania", "Philadelphia, PA", 28],
    ["Atlanta", "Georgia", "Atlanta, GA", 40],
    ["Charlotte", "North Carolina", "Charlotte, NC", 22],
    ["Columbus", "Ohio", "Columbus, OH", 20],
    ["Columbus", "Georgia", "Columbus, GA (Opelika, AL)", 5],
    ["Baltimore", "Maryland", "Baltimore, MD", 12],
    ["Hartford", "Connecticut", "Hartford & New Haven, CT", 24],
    ["Miami", "Florida", "Miami-Ft. Lauderdale, FL", 18],
  ]),
  ...us(-420, [
    ["Denver", "Colorado", "Denver, CO", 18],
    ["Phoenix", "Arizona", "Phoenix, AZ", 16],
  ]),
  ...us(-480, [
    ["Los Angeles", "California", "Los Angeles, CA", 36],
    ["San Francisco", "California", "San Francisco-Oakland-San Jose, CA", 26],
    ["Seattle", "Washington", "Seattle-Tacoma, WA", 20],
  ]),
  ...abroad("India", 330, [
    ["Mumbai", "Maharashtra", 36],
    ["Pune", "Maharashtra", 4],
    ["Bengaluru", "Karnataka", 3],
  ]),
  ...abroad("Poland", 60, [
    ["Wrocław", "Lower Silesia", 18],
    ["Wałbrzych", "Lower Silesia", 6],
    ["Kraków", "Lesser Poland", 12],
    ["Warsaw", "Mazovia", 10],
  ]),
  ...abroad("Canada", -300, [
    ["Toronto", "Ontario", 18],
    ["Ottawa", "Ontario", 5],
    ["Montreal", "Quebec", 6],
  ]),
  ...abroad("Mexico", -360, [
    ["Mexico City", "Mexico City", 8],
    ["Monterrey", "Nuevo León", 3],
  ]),
  ...abroad("United Kingdom", 0, [["London", "England", 6]]),
];

/** Where the monitor (the first) and the bots run. */
export const DATACENTRES: readonly Place[] = us(0, [
  ["Boardman", "Oregon", "Yakima-Pasco-Richland-Kennewick, WA", 0],
  ["Ashburn", "Virginia", "Washington, DC (Hagerstown, MD)", 0],
  ["San Jose", "California", "San Francisco-Oakland-San Jose, CA", 0],
  ["Washington", "District of Columbia", "Washington, DC (Hagerstown, MD)", 0],
]);

/** Share of people's sessions by country. */
export const COUNTRY_SHARES: Readonly<Record<string, number>> = {
  "United States": 0.722,
  India: 0.232,
  Poland: 0.031,
  Canada: 0.0128,
  Mexico: 0.0016,
  "United Kingdom": 0.0006,
};

/** Share of a country's devices whose language is not English. */
export const LANGUAGES: Readonly<Record<string, { readonly language: string; readonly share: number }>> = {
  Poland: { language: "Polish", share: 0.41 },
  Mexico: { language: "Spanish", share: 0.7 },
};

interface Place {
  readonly city: string;
  readonly country: string;
  readonly share: number;
}

const cities = (country: string, shares: Readonly<Record<string, number>>): readonly Place[] =>
  Object.entries(shares).map(([city, share]) => ({ city, country, share }));

/** Cities with their shares of the users; a city is in one country. */
export const PLACES: readonly Place[] = [
  ...cities("Russia", {
    Moscow: 0.14,
    "Saint Petersburg": 0.06,
    Yekaterinburg: 0.035,
    Novosibirsk: 0.035,
    Kazan: 0.05,
    "Nizhny Novgorod": 0.045,
    Samara: 0.045,
    Omsk: 0.04,
    "Rostov-on-Don": 0.04,
    Ufa: 0.04,
    Krasnoyarsk: 0.035,
    Perm: 0.035,
    Voronezh: 0.035,
    Volgograd: 0.035,
    Chelyabinsk: 0.03,
    Krasnodar: 0.03,
  }),
  ...cities("Belarus", { Minsk: 0.035, Gomel: 0.02 }),
  ...cities("Kazakhstan", { Almaty: 0.035, Astana: 0.025 }),
  ...cities("Azerbaijan", { Baku: 0.035 }),
  ...cities("Finland", { Helsinki: 0.025 }),
  ...cities("Turkey", { Istanbul: 0.025, Ankara: 0.015 }),
  ...cities("Latvia", { Riga: 0.025 }),
  ...cities("Estonia", { Tallinn: 0.015, Tartu: 0.01 }),
  ...cities("Armenia", { Yerevan: 0.005 }),
];

/** The cities in which the feed fails on the day of the outage. */
export const OUTAGE_CITIES = ["Moscow", "Saint Petersburg", "Yekaterinburg", "Novosibirsk"] as const;

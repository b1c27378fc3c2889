/** Two to four levels, as in the REES46 files; 85 of the 125 category ids have a code, the rest are unnamed. */
const TREE: Readonly<Record<string, string>> = {
  electronics:
    "smartphone tablet clocks telephone audio.headphone audio.acoustic audio.microphone audio.subwoofer video.tv video.projector camera.photo camera.video",
  computers:
    "notebook desktop ebooks peripherals.mouse peripherals.keyboard peripherals.monitor peripherals.printer components.cpu components.memory components.motherboard components.videocards network.router",
  appliances:
    "ironing_board sewing_machine kitchen.washer kitchen.refrigerators kitchen.oven kitchen.kettle kitchen.blender kitchen.coffee_machine environment.vacuum environment.air_heater environment.water_heater personal.scales",
  furniture:
    "bathroom.bath bathroom.toilet bedroom.bed bedroom.pillow bedroom.blanket kitchen.chair kitchen.table living_room.sofa living_room.cabinet living_room.shelving",
  apparel:
    "scarf belt shirt tshirt trousers jeans dress jumper shoes.keds shoes.sandals shoes.slipons costume.children.summer",
  construction: "tools.drill tools.saw tools.light tools.welding tools.soldering components.faucet",
  kids: "carriage skates toys swing dolls fmcg.diapers",
  auto: "accessories.alarm accessories.player accessories.compressor accessories.winch accessories.parts.brakes",
  sport: "bicycle ski tennis trainer diving",
  accessories: "bag wallet umbrella cosmetics.brush cosmetics.case",
};

/** The codes in the order of their category numbers. */
export const CATEGORY_CODES: readonly string[] = Object.entries(TREE).flatMap(([top, rest]) =>
  rest.split(" ").map((path) => `${top}.${path}`),
);

export const CATEGORY_COUNT = 125;

/** Of every 25 categories the 8 with these remainders have no code: 32 %, spread evenly over popular and rare ones. */
export const UNNAMED_PER_25 = 8;

const ONSETS = [
  "ar",
  "bel",
  "cor",
  "dav",
  "el",
  "fen",
  "gal",
  "hol",
  "iv",
  "jun",
  "kal",
  "lor",
  "mar",
  "nor",
  "or",
  "pel",
];
const ENDS = ["a", "ano", "el", "ex", "ia", "ik", "in", "is", "ix", "o", "on", "or", "um", "us", "y"];

/** 240 invented brands. */
export const BRANDS: readonly string[] = ONSETS.flatMap((onset) => ENDS.map((end) => `${onset}${end}`));

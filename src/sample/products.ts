/** The ten shelves of the sample shop, in the order of its till. */
export const CATEGORIES = [
  'Bikes',
  'Parts',
  'Safety',
  'Tools',
  'Bags',
  'Clothing',
  'Camping',
  'Snow',
  'Nutrition',
  'Workshop',
] as const

export type Category = (typeof CATEGORIES)[number]

/** A product of the sample shop; `price` is today's list price in cents. */
export interface Product {
  readonly sku: string
  readonly name: string
  readonly category: Category
  readonly brand: string
  readonly price: number
  /** Days after the sale at which asking "how is it working?" is welcome; null for what nobody asks about. */
  readonly checkInDays: number | null
  readonly replenishDays: number | null
  readonly warrantyMonths: number | null
  /** How often it is bought, against other products of its shelf at the same price. */
  readonly popularity: number
}

/** What people come back for after buying a durable. */
export const FOLLOW_ONS: Readonly<Record<string, readonly string[]>> = {
  'BK-101': ['SF-302', 'SF-308', 'SF-307', 'WS-901'],
  'BK-104': ['SF-304', 'SF-308', 'BG-502', 'WS-901'],
  'BK-107': ['BG-505', 'PT-214', 'PT-206', 'WS-901'],
  'BK-110': ['BG-505', 'PT-214', 'PT-213', 'WS-904'],
  'BK-113': ['SF-309', 'PT-214', 'PT-212', 'WS-906'],
  'BK-116': ['SF-309', 'PT-212', 'TL-409', 'WS-906'],
  'BK-119': ['PT-213', 'CL-603', 'BG-504', 'WS-904'],
  'BK-122': ['SF-310', 'SF-311'],
  'BK-125': ['SF-310', 'SF-301'],
  'BK-128': ['SF-304', 'BG-507', 'SF-307', 'WS-902'],
  'BK-134': ['SF-304', 'SF-308', 'WS-908', 'BK-143'],
  'BK-137': ['SF-304', 'BG-502', 'WS-908', 'BK-143'],
  'BK-140': ['SF-304', 'BG-507', 'WS-908'],
  'BG-501': ['BG-502'],
  'CA-701': ['CA-703', 'CA-705', 'CA-706'],
  'CA-702': ['CA-703', 'CA-704', 'CA-710'],
  'CA-706': ['CA-707', 'CA-708'],
  'CA-711': ['CA-712'],
  'CA-713': ['CA-716', 'CL-607'],
  'SN-801': ['CA-715', 'SN-805'],
  'TL-410': ['TL-409'],
}

type Entry = readonly [
  sku: string,
  name: string,
  brand: string,
  dollars: number,
  popularity: number,
  checkInDays?: number | null,
  replenishDays?: number | null,
  warrantyMonths?: number | null,
]

const SHELVES: Readonly<Record<Category, readonly Entry[]>> = {
  Bikes: [
    ['BK-101', 'City Bike, 8-Speed', 'Larkspur', 749, 3, 14, null, 24],
    ['BK-104', 'Commuter Bike, Belt Drive', 'Larkspur', 1249, 2, 14, null, 24],
    ['BK-107', 'Gravel Bike, Aluminum', 'Marlowe', 1595, 2, 14, null, 24],
    ['BK-110', 'Gravel Bike, Carbon', 'Marlowe', 2890, 1, 14, null, 60],
    ['BK-113', 'Trail Bike, Hardtail', 'Ironbark', 1395, 2, 14, null, 24],
    ['BK-116', 'Trail Bike, Full Suspension', 'Ironbark', 2950, 1, 14, null, 24],
    ['BK-119', 'Road Bike, Endurance', 'Marlowe', 1795, 1, 14, null, 24],
    ['BK-122', 'Kids Bike, 20 in.', 'Pippin', 329, 3, 14, null, 12],
    ['BK-125', 'Kids Bike, 24 in.', 'Pippin', 399, 2, 14, null, 12],
    ['BK-128', 'Cargo Bike, Longtail', 'Larkspur', 1990, 0.6, 14, null, 24],
    ['BK-131', 'Balance Bike', 'Pippin', 139, 1.5, null, null, 12],
    ['BK-134', 'E-Bike, Step-Through', 'Voltane', 2199, 2, 14, null, 24],
    ['BK-137', 'E-Bike, Commuter', 'Voltane', 2690, 1.6, 14, null, 24],
    ['BK-140', 'E-Bike, Cargo', 'Voltane', 4490, 0.4, 14, null, 24],
    ['BK-143', 'E-Bike Battery, 500 Wh', 'Voltane', 649, 0.5, 21, null, 24],
    ['BK-146', 'E-Bike Charger, 4 A', 'Voltane', 129, 0.4, null, null, 24],
  ],
  Parts: [
    ['PT-201', 'Chain, 9-Speed', 'Marlowe', 29.99, 3, null, 240],
    ['PT-202', 'Chain, 12-Speed', 'Marlowe', 54, 2, null, 240],
    ['PT-203', 'Cassette, 11-34', 'Marlowe', 74, 1],
    ['PT-204', 'Brake Pads, Resin', 'Ironbark', 21.99, 4, null, 150],
    ['PT-205', 'Disc Rotor, 160 mm', 'Ironbark', 34, 1],
    ['PT-206', 'Inner Tube, 700c', 'Rindle', 8.99, 6, null, 120],
    ['PT-207', 'Inner Tube, 29 in.', 'Rindle', 9.99, 4, null, 120],
    ['PT-208', 'City Tire, Puncture-Proof', 'Rindle', 44, 3, null, 365],
    ['PT-209', 'Gravel Tire, 40 mm', 'Rindle', 54, 3, null, 300],
    ['PT-210', 'Trail Tire, 29 x 2.4', 'Rindle', 64, 2, null, 300],
    ['PT-211', 'Saddle, Touring', 'Larkspur', 89, 1, 21],
    ['PT-212', 'Flat Pedals', 'Ironbark', 59, 2],
    ['PT-213', 'Clipless Pedals', 'Marlowe', 119, 1, 14, null, 24],
    ['PT-214', 'Tubeless Sealant, 500 ml', 'Rindle', 21.99, 3, null, 120],
    ['PT-215', 'Wheelset, Alloy', 'Rindle', 429, 0.5, 21, null, 24],
    ['PT-216', 'Handlebar Tape', 'Larkspur', 26, 2, null, 365],
  ],
  Safety: [
    ['SF-301', 'Cable Lock, 6 ft', 'Quillon', 24.99, 4, null, null, 12],
    ['SF-302', 'U-Lock, Standard', 'Quillon', 59, 4, null, null, 24],
    ['SF-303', 'Folding Lock', 'Quillon', 94, 2, null, null, 24],
    ['SF-304', 'Chain Lock, Heavy Duty', 'Quillon', 119, 1.5, null, null, 36],
    ['SF-305', 'Front Light, 400 Lumens', 'Glimmer', 49, 3, null, null, 24],
    ['SF-306', 'Rear Light, USB', 'Glimmer', 29.5, 3, null, null, 24],
    ['SF-307', 'Light Set, USB', 'Glimmer', 69, 3, null, null, 24],
    ['SF-308', 'Commuter Helmet', 'Tamsin', 79, 3, 7],
    ['SF-309', 'Trail Helmet', 'Tamsin', 129, 2, 7],
    ['SF-310', 'Kids Helmet', 'Pippin', 44, 3, 7],
    ['SF-311', 'Brass Bell', 'Larkspur', 18, 2],
    ['SF-312', 'Reflective Vest', 'Tamsin', 23.99, 2],
  ],
  Tools: [
    ['TL-401', 'Chain Lube, Wet', 'Oddfellow', 12.99, 5, null, 75],
    ['TL-402', 'Chain Lube, Dry', 'Oddfellow', 12.99, 4, null, 60],
    ['TL-403', 'Degreaser, 500 ml', 'Oddfellow', 15.99, 3, null, 120],
    ['TL-404', 'Bike Wash, 1 L', 'Oddfellow', 13.99, 3, null, 90],
    ['TL-405', 'Floor Pump', 'Rindle', 64, 2, null, null, 24],
    ['TL-406', 'Mini Pump', 'Rindle', 34, 2, null, null, 24],
    ['TL-407', 'Multi-Tool, 17 Functions', 'Oddfellow', 39, 3, null, null, 60],
    ['TL-408', 'Patch Kit', 'Rindle', 5.99, 4],
    ['TL-409', 'Torque Wrench', 'Oddfellow', 89, 0.8, null, null, 60],
    ['TL-410', 'Repair Stand', 'Oddfellow', 189, 0.6, 21, null, 60],
  ],
  Bags: [
    ['BG-501', 'Rear Rack', 'Brindle', 54, 2, null, null, 24],
    ['BG-502', 'Panniers, Waterproof Pair', 'Brindle', 149, 2, 14, null, 60],
    ['BG-503', 'Handlebar Bag', 'Brindle', 69, 2],
    ['BG-504', 'Saddle Bag', 'Brindle', 34, 3],
    ['BG-505', 'Frame Bag', 'Brindle', 79, 2],
    ['BG-506', 'Wicker Basket', 'Larkspur', 44, 2],
    ['BG-507', 'Child Seat', 'Pippin', 159, 1, 7, null, 24],
    ['BG-508', 'Car Rack, 2 Bikes', 'Brindle', 349, 1, 14, null, 60],
    ['BG-509', 'Dry Bag, 20 L', 'Brindle', 32, 2],
    ['BG-510', 'Daypack, 22 L', 'Wend', 95, 2, null, null, 60],
    ['BG-511', 'Backpack, 50 L', 'Wend', 229, 1, 14, null, 60],
  ],
  Clothing: [
    ['CL-601', 'Rain Jacket', 'Tamsin', 169, 3, null, null, 24],
    ['CL-602', 'Wind Vest', 'Tamsin', 79, 2],
    ['CL-603', 'Bib Shorts', 'Tamsin', 129, 2],
    ['CL-604', 'Cycling Jersey', 'Tamsin', 74, 2],
    ['CL-605', 'Summer Gloves', 'Tamsin', 34, 3],
    ['CL-606', 'Winter Gloves', 'Tamsin', 59, 2],
    ['CL-607', 'Wool Socks', 'Wend', 19.99, 5, null, 180],
    ['CL-608', 'Merino Base Layer', 'Wend', 84, 2],
    ['CL-609', 'Down Jacket', 'Wend', 219, 1.5, null, null, 24],
    ['CL-610', 'Rain Pants', 'Tamsin', 99, 2],
    ['CL-611', 'Sun Hoody', 'Wend', 69, 2],
  ],
  Camping: [
    ['CA-701', 'Tent, 2-Person', 'Coldwater', 289, 2, 14, null, 36],
    ['CA-702', 'Tent, 4-Person', 'Coldwater', 399, 1, 14, null, 36],
    ['CA-703', 'Tent Footprint', 'Coldwater', 49, 1],
    ['CA-704', 'Sleeping Bag, 20 F', 'Coldwater', 219, 1.5, null, null, 36],
    ['CA-705', 'Sleeping Pad', 'Coldwater', 129, 2, null, null, 36],
    ['CA-706', 'Camp Stove', 'Emberly', 69, 2, 14, null, 24],
    ['CA-707', 'Fuel Canister, 8 oz', 'Emberly', 8.99, 5, null, 45],
    ['CA-708', 'Cook Set', 'Emberly', 59, 1.5],
    ['CA-709', 'Headlamp', 'Glimmer', 45, 3, null, null, 24],
    ['CA-710', 'Camp Chair', 'Coldwater', 89, 2, null, null, 12],
    ['CA-711', 'Water Filter, Squeeze', 'Coldwater', 44, 2],
    ['CA-712', 'Filter Cartridge', 'Coldwater', 26, 3, null, 150],
    ['CA-713', 'Hiking Boots, Waterproof', 'Wend', 189, 3, 7, null, 12],
    ['CA-714', 'Trail Shoes', 'Wend', 139, 3, 7],
    ['CA-715', 'Trekking Poles', 'Wend', 109, 2, null, null, 24],
    ['CA-716', 'Insoles', 'Wend', 44, 2, null, 300],
  ],
  Snow: [
    ['SN-801', 'Snowshoes', 'Halyard', 189, 2, 14, null, 24],
    ['SN-802', 'Traction Cleats', 'Halyard', 64, 3],
    ['SN-803', 'Hand Warmers, 10 Pairs', 'Halyard', 13.99, 5, null, 21],
    ['SN-804', 'Studded Tire, 29 in.', 'Rindle', 89, 1],
    ['SN-805', 'Gaiters', 'Halyard', 49, 2],
    ['SN-806', 'Balaclava', 'Tamsin', 29, 2],
    ['SN-807', 'Insulated Bottle, 1 L', 'Emberly', 34, 3],
    ['SN-808', 'Ski Socks', 'Wend', 27, 2],
  ],
  Nutrition: [
    ['NU-851', 'Energy Bars, Box of 12', 'Sunday Mile', 26.99, 5, null, 30],
    ['NU-852', 'Energy Gels, Box of 24', 'Sunday Mile', 38.99, 3, null, 35],
    ['NU-853', 'Drink Mix, 30 Servings', 'Sunday Mile', 24.99, 4, null, 30],
    ['NU-854', 'Electrolyte Tabs', 'Sunday Mile', 8.99, 5, null, 25],
    ['NU-855', 'Camp Meal, Lentil Curry', 'Emberly', 12.99, 3],
    ['NU-856', 'Camp Meal, Mushroom Risotto', 'Emberly', 12.99, 3],
    ['NU-857', 'Trail Coffee, 12 oz', 'Third Kettle', 17.99, 4, null, 24],
    ['NU-858', 'Recovery Powder', 'Sunday Mile', 32.99, 2, null, 40],
  ],
  Workshop: [
    ['WS-901', 'Basic Tune-Up', 'Heron & Spoke', 89, 4, 7, 365],
    ['WS-902', 'Full Tune-Up', 'Heron & Spoke', 189, 2, 7, 365],
    ['WS-903', 'Wheel Truing', 'Heron & Spoke', 29, 3],
    ['WS-904', 'Bike Fit', 'Heron & Spoke', 149, 1, 14],
    ['WS-905', 'Flat Repair', 'Heron & Spoke', 15, 4],
    ['WS-906', 'Suspension Service', 'Heron & Spoke', 149, 1, 14, 365],
    ['WS-907', 'Winter Storage', 'Heron & Spoke', 99, 1],
    ['WS-908', 'E-Bike Check', 'Heron & Spoke', 79, 1, 7, 365],
  ],
}

/** Everything the sample shop sells. */
export const PRODUCTS: readonly Product[] = CATEGORIES.flatMap((category) =>
  SHELVES[category].map(([sku, name, brand, dollars, popularity, checkIn, replenish, warranty]) => ({
    sku,
    name,
    category,
    brand,
    price: Math.round(dollars * 100),
    checkInDays: checkIn ?? null,
    replenishDays: replenish ?? null,
    warrantyMonths: warranty ?? null,
    popularity,
  })),
)

const BY_SKU = new Map(PRODUCTS.map((product) => [product.sku, product]))

/** The product with this number; a number that does not exist is a fault of the sample itself. */
export function productBySku(sku: string): Product {
  const product = BY_SKU.get(sku)
  if (product === undefined) throw new Error(`The sample shop has no product ${sku}.`)
  return product
}

/** How much of a shelf's trade falls in each month, January first; 1 is an ordinary month. */
export const SEASONS: Readonly<Record<Category, readonly number[]>> = {
  Bikes: [0.4, 0.5, 1.0, 1.6, 1.8, 1.6, 1.2, 1.0, 0.8, 0.6, 0.6, 1.0],
  Parts: [0.6, 0.7, 1.1, 1.3, 1.3, 1.3, 1.2, 1.2, 1.1, 0.9, 0.7, 0.6],
  Safety: [0.7, 0.7, 0.9, 1.1, 1.1, 1.0, 0.9, 1.0, 1.2, 1.4, 1.1, 0.9],
  Tools: [0.7, 0.8, 1.1, 1.2, 1.2, 1.1, 1.1, 1.0, 1.0, 0.9, 0.8, 1.1],
  Bags: [0.6, 0.7, 0.9, 1.1, 1.3, 1.4, 1.4, 1.2, 1.0, 0.8, 0.8, 0.8],
  Clothing: [0.9, 0.8, 0.9, 0.9, 0.9, 0.8, 0.8, 0.9, 1.1, 1.4, 1.3, 1.3],
  Camping: [0.4, 0.5, 0.7, 0.9, 1.4, 1.8, 1.9, 1.7, 1.1, 0.7, 0.5, 0.6],
  Snow: [2.4, 1.8, 0.7, 0.15, 0.05, 0.02, 0.02, 0.05, 0.2, 1.0, 2.2, 3.0],
  Nutrition: [0.8, 0.8, 1.0, 1.1, 1.2, 1.3, 1.3, 1.2, 1.0, 0.8, 0.7, 0.8],
  Workshop: [0.8, 0.9, 1.5, 1.7, 1.3, 1.1, 1.0, 0.9, 0.9, 0.8, 0.7, 0.5],
}

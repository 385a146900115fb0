/**
 * Everyday English words that are never a misspelling of a shop's word: "strong" is not "string". A question that holds
 * one the grammar does not know is declined for it instead of being mended into something else.
 */
const words: ReadonlySet<string> = new Set(
  `able above accept account across act action actual add afraid afternoon age agree ahead air allow alone along already although always among amount angry animal another answer
   appear apply area argue arm army arrange arrive art article artist aside attack attempt attend attention aunt avoid awake award aware away awful baby bad badly balance ball band bank bar bare bars base basic
   bath battle beach bear beat beautiful beauty became become bed beer began begin begun behave behind believe bell belong below belt bench bend beneath benefit beside bet beyond bird birth bit bite bitter black blame
   blank bless blind block blood blow blue board boat body bold bone book books border bore born borrow bottle bottom bound bow bowl box boy brain branch brave bread break breakfast breath breathe bridge bright broad broke broken brother
   brown bug build building built burn burst bus busy butter button cake calm camera camp cap capital captain car carbon card care careful carpet carry cash cast castle cause cell cent center centre central century certain chain chair chance
   change chapter character charge charm chase cheap check cheer cheese chest chicken chief child choice choose chose church cigarette circle citizen civil claim clean clear clearly clever climb clock close closely cloth clothes cloud club coal coast coat
   coin cold collar collect college colour color column combine comfort command common company compare competition complain complete concern condition confidence confirm connect conscious consider contain content contest continue contract control cook cool copper copy corn corner correct
   cotton cough could council count country couple courage course court cousin cow crash cream create credit cried crime crop cross crowd crown cruel cry cup cure curious current curtain curve custom cut damage dance danger dark daughter dead deaf deal dear death debt decay deceive decide
   decision declare decrease deep deer defeat defend degree delay delicate deliver demand department depend depth desert deserve desire desk destroy detail determine develop devil diamond did die differ difference different difficult dig dinner direct dirty disappoint discover discuss disease
   dish distance divide doctor dog door double doubt down dozen drag draw dream dress drink drive driven driver drop drown drum dry duck due dull during dust duty eager ear early earn earth ease east easy eat edge educate effect effort egg either elect electric
   else empire empty end enemy engine enjoy enough enter entire equal error escape especially event evening ever evil exact example excellent except exchange excite excuse exercise exist expect expense explain express extra extreme eye face fact factory fade fail faint fair faith
   fall false fame family famous fan fancy far farm fashion fast fat fate father fault favor favour fear feast feather feed feel fellow felt fence fever field fierce fight figure fill film final find fine finger finish fire firm fish fit fix flag flame flash flat flavor flesh flight
   float flood floor flour flow flower fly fold follow food fool foot forbid force foreign forest forget forgive fork form formal former fortune forward found frame free freedom freeze frequent fresh friend fright front fruit full fun funny further future gain game gap garage garden gate
   gather gave general gentle gift girl give given glad glass goal goat god gold golden good govern grace grain grass grateful grave gray great green greet grew grey grief group grow growth guard guess guide guilty gun habit hair half hall hammer hand handle hang happen
   happy harbor hard hardly harm haste hat hate hay head health healthy heap hear heard heart heat heaven heavy height held hello help hen hide high hill hire history hit hold hole holiday hollow holy home honest honor honour hook hope horse hospital host hot hotel hour house however
   huge human humble hunger hunt hurry hurt husband ice idea ideal idle ill imagine important improve inch include income increase indeed independent industry inform ink inquire insect inside instant instead instrument insult insurance intend interest into introduce invent invite iron island
   issue jealous jewel job join joke journey joy judge juice jump just keep key kick kill kind king kiss kitchen knee kneel knew knife knock knot know known labor lack ladder lady lake lamp land language large late lately laugh law lawyer lay lazy lead leader leaf
   lean learn least leather leave left leg lend length less lesson let letter level liberty library lid lie life lift light like likely limit line lion lip liquid listen literature little live living load loaf loan local lock lodging log lonely long look loose lord lose loss lost
   lot loud love low loyal luck lunch lung machine mad magic mail main make male man manage manner map march mark market marry master match material matter may maybe meal mean meaning means meant measure meat medical medicine meet melt member memory mend mention merchant mercy mere merry
   message met metal middle might mild mile milk mill mind mine mineral minister minute miserable miss mist mistake mix model moderate modern modest moment money monkey moon moral more moreover morning most mostly mother motion motor mountain mouse mouth move movie much mud multiply murder music
   must mystery nail name narrow nation native nature near nearly neat necessary neck need needle neighbor neighbour neither nephew nerve nest net never new news newspaper next nice niece night nine noble noise none noon nor north nose note nothing notice now number nurse nut oar obey object
   observe occasion occur ocean offend offer office officer often oil old once onion open opened opening operate opinion opposite orange ordinary organ origin ought out outside over owe own owner pack page pain paint pair pale pan paper parcel pardon parent park part particular partner party pass past paste
   path patience patient patriotic pattern pause paw pay peace pearl peculiar pen pencil penny perfect perform perhaps permanent permit person persuade pet photo photograph pick picture piece pig pigeon pile pillow pilot pin pink pint pipe pity place plain plan plane plant plaster plastic
   plate play pleasant please pleasure plenty plow pocket poem poet point poison police polish polite political pool poor popular population port position possess possible post pot pound pour powder power practical practice praise pray preach precious prefer prejudice prepare presence present
   preserve president press pressure pretend pretty prevent price prick pride priest print prison private prize probable problem process produce profession profit program progress promise prompt pronounce proof proper property proposal protect proud prove provide public pull pump punch punish pupil
   pure purple purpose push put puzzle quality quantity quarrel queen question quick quiet quite rabbit race radio rail rain raise ran range rank rapid rare rate rather raw ray razor reach read ready real realize reason reasonable receive recent recognize recommend record red reduce refer
   reflect refresh refuse regard regret regular rejoice relate relation relative relief religion remain remark remedy remember remind remove rent repair repeat replace reply report represent reproduce republic reputation request rescue reserve resign resist respect responsible rest restaurant
   result retire return revenge review reward ribbon rice rich rid ride right ring ripe rise risk rival river road roar roast rob rock rod roll roof room root rope rot rotten rough round row royal rub rubber rubbish rude rug ruin rule run rush rust sacred sacrifice sad saddle safe said sail
   sake salary sale salt same sample sand sat satisfy sauce saucer save saw say scale scarce scatter scene scent school science scissors scold scorn scrape scratch screen screw sea search seat second secret secretary see seed seem seen seize seldom self sell send sense sensitive sentence
   separate serious servant serve service set settle several severe sew shade shadow shake shall shallow shame shape share sharp shave sheep sheet shelf shell shelter shield shine ship shirt shock shoe shoot shop shore short should shoulder shout show shower shut sick side sight sign signal
   silence silent silk silver simple since sincere sing single sink sir sister sit situation six size skill skin skip skipped skirt sky slave sleep slept slide slight slip slippery slope slow small smart smell smile smoke smooth snake snow soap social society sock soft soil soldier solemn solid solve some
   son song soon sore sorrow sorry sort soul sound soup sour south sow space spade spare speak special speech speed spell spend spill spin spirit spit spite splendid split spoil spoke spoon sport spot spread spring square staff stage stain stair stamp stand standard star start state station stay
   steady steal steam steel steep steer stem step stick stiff still sting stir stock stomach stone stood stop store storm story stove straight strange stranger strap straw stream street strength stretch strict strike string strip stroke strong struggle student study stuff stupid subject submit
   substance succeed success such suck sudden suffer sugar suggest suit summer sun supper supply support suppose sure surface surprise surround suspect suspicion swallow swear sweat sweep sweet swell swim swing sword sympathy system table tail tailor take taken talk tall tame tap taste tax taxi tea teach
   team tear telegraph telephone tell temper temperature temple tempt tend tender tent term terrible test than thank theater theatre thick thief thin thing think third thirst thorn thorough thought thousand thread threat throat through throw thumb thunder thus ticket tide tidy tie tight till timber time
   tin tip tire title tobacco today toe together told tomorrow ton tongue tonight too took tool tooth top total touch tough tour toward towel tower town toy track trade train translate trap travel tray treasure treat tree tremble trial tribe trick trip trouble true trunk trust truth try tube
   tune turn twist type ugly uncle under understand union unit unite universe until up upper upright upset urge urgent use used useful usual vain valley value van variety various veil verb verse very vessel victory view village violent virtue visit voice vote vowel voyage wage waist wait wake
   walk wall wander want war warm warn wash waste watch water wave wax way weak wealth weapon wear weather weave weigh weight welcome well went west wet what wheat wheel when where whether while whip whisper whistle white whole whom wicked wide widow width wife wild will win wind window wine
   wing winner winter wipe wire wise wish within without witness woman won wonder wood wooden wool word wore work worker world worm worry worse worship worst worth worthy would wound wrap wreck wrist write written wrong yard yard year yellow yes yesterday yet yield young youth zero
   divorced married birthday weather password salary wages margin profit review reviews shift rota stock inventory supplier competitor charge charges rent website traffic visitor visitors refund refunds login credit debit insurance`
    .split(/\s+/)
    .filter((word) => word.length > 2),
)

/** Whether it is an everyday word as it stands. */
export const isListed = (word: string): boolean => words.has(word)

/** Whether it is an everyday word, in any of its forms: "shipped", "ladies", "stronger". */
export function isEveryday(word: string): boolean {
  return formsOf(word).some((form) => words.has(form))
}

function formsOf(word: string): string[] {
  const stems = ['s', 'es', 'd', 'ed', 'ing', 'er', 'est', 'ly', 'ful'].flatMap((ending) =>
    word.endsWith(ending) && word.length - ending.length >= 3 ? [word.slice(0, -ending.length)] : [],
  )
  const whole = stems.flatMap((stem) => [stem, `${stem}e`, stem.replace(/(.)\1$/, '$1'), stem.replace(/i$/, 'y')])
  return [word, ...whole]
}

/**
 * Given names and what people who bear them are called, without accents: the first of a line is the name, the others are
 * its short forms. A short form may stand for several names (“Pat”).
 */
const lines = `
abigail abby gail
adam adi
adrian ade
agnieszka aga agusia
albert al bert
alejandro ale alex jandro
aleksander alek olek alex
aleksandra ola alex
alessandro ale sandro
alexander alex al alec sandy sasha xander lex
alexandra alex sandra sasha lexi alexa
alfred al fred alf
alice ali
alison ali
amanda mandy
andrew andy drew
andrzej andrew jedrek
angela angie
ann annie anna nan
anna ania anne annie
anthony tony ant
antonio tony tonio toni
arthur art artie
barbara barb babs basia
benjamin ben benny benji
bernard bernie
bradley brad
brian bri
caroline carrie carol
catherine cathy cat kate katie kitty
charles charlie chuck chas chip
charlotte charlie lottie
christian chris
christina chris tina chrissy christy
christine chris tina chrissy
christopher chris kit topher
concepcion concha conchita
cynthia cindy
daniel dan danny
david dave davey
deborah deb debbie debra
dennis denny
dmitri dima mitya
dominic dom nick
donald don donnie
dorothy dot dottie dolly
douglas doug
edward ed eddie ted teddy ned
eduardo edu lalo
eleanor ellie nell nora
elizabeth liz lizzie beth betty betsy eliza libby ellie lisa
emily em emmy
enrique quique kike
ernest ernie
eugene gene
ewa ewka
florence flo
frances fran frannie
francis frank fran
francisco paco pancho frank cisco
franklin frank
frederick fred freddie
gabriel gabe
gabriela gabi
gerald gerry jerry
gerard gerry jerry
gerhard gerd
gertrude trudy
gregory greg
grzegorz greg grzes
guadalupe lupe lupita
guillermo memo guille

giuseppe beppe pino peppe
gwendolyn gwen
hans hansi johannes
harold harry hal
harry hal
heinrich heinz
helen nell ellie
henry harry hank hal
herbert herb bert
howard howie
ignacio nacho
irina ira
isabel isa bella izzy
isabella bella izzy
ivan vanya
jacek jacus
jacob jake jack
jacqueline jackie
jaime jimmy
james jim jimmy jamie jem
jan janek johann
janet jan
jane janie jenny
jean jeannie
jeffrey jeff
jennifer jen jenny
jeremy jerry jem
jerome jerry
jessica jess jessie
jesus chuy chucho
joachim achim jochen
joan joanie
joanna jo asia joasia
john jack johnny jon jock
jonathan jon jonny nathan
jose pepe chepe
joseph joe joey jo
josephine jo josie
joshua josh
juan juanito
judith judy
julian jules
katarzyna kasia kaska
katherine kate katie kathy kat kay kit kitty
kathleen kathy kate katie
kathryn kathy kate katie kat
kazimierz kazik
kenneth ken kenny
kimberly kim kimmy
krzysztof krzys chris
lawrence larry laurie
leonard len lenny leo
leonardo leo
leslie les
lewis lou lew
lillian lily lil
louis lou lew louie
louise lou lulu
lucas luke
lucille lucy
luis lucho
madeline maddie
maddison maddie
magdalena magda lena
malgorzata gosia malgosia
manuel manny manolo
marcus mark marc
margaret maggie meg peggy marge margie greta rita daisy
maria mary mia mari marysia
marjorie marge margie
martha marty patty
martin marty
mary molly polly mae
matilda tilly mattie
matthew matt matty
maureen mo
maximilian max
maxwell max
melanie mel
melissa mel lissa missy
michael mike mick mickey mikey
michal misiek
miguel migue
mikhail misha
mildred millie
mitchell mitch
mohammed mo mohamed muhammad mohammad
nancy nan
natalia natasha nata
natalie nat
nathan nat nate
nathaniel nat nate nathan
nicholas nick nicky nico
nicole nikki nicky
norman norm
oliver ollie
olivia liv livvy
oscar ozzie
pamela pam
patricia pat patty tricia trish patsy
patrick pat paddy rick
paul paulie
penelope penny
peter pete
philip phil pip
piotr piotrek peter
priscilla cilla
rachel rae
ralph ralphie
raymond ray
rebecca becca becky
reginald reg reggie
ricardo ricky rick
richard rick rich dick ricky richie
robert bob rob bobby robbie bert
roberta bobbie
roberto beto rob
rodney rod
roger rodge
roland rollie
ronald ron ronnie
rosario charo
rosemary rose rosie
rudolph rudy
russell russ
samantha sam sammy
samuel sam sammy
sarah sally sadie
sebastian seb bastian
sergei seryozha
sharon shari
sidney sid
siegfried sigi
simon si
sophia sophie
stanislaw staszek stan
stanley stan
stephanie steph
stephen steve steph stevie
steven steve stevie
stuart stu
susan sue susie suzy
susanna sue susie
suzanne sue suzy
tadeusz tadek
teresa terry tess tessa resa
terence terry
theodore ted teddy theo
theresa terry tess tessa
thomas tom tommy
timothy tim timmy
tomasz tomek tom
valerie val
veronica ronnie vera
victor vic
victoria vicky tori
vincent vince vinnie
virginia ginny
vladimir vova volodya
walter walt wally
wilhelm willi
william bill will billy willy liam
winifred winnie
wojciech wojtek
yvonne evie
zachary zach zack
zbigniew zbyszek
zygmunt zyga
`

/** Each name and short form with all that it may stand for; a name that stands for itself alone is not there. */
export const standsFor: ReadonlyMap<string, readonly string[]> = gathered()

function gathered(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const line of lines.trim().split('\n')) {
    const [formal = '', ...short] = line.split(' ')
    for (const name of [formal, ...short]) found.set(name, [...(found.get(name) ?? []), formal])
  }
  return found
}

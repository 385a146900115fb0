/** Names that go together; `share` is how many customers bear them, against the other groups. */
export interface NameGroup {
  readonly share: number
  /** A language some of the group prefer to English. */
  readonly language: string | null
  readonly given: readonly string[]
  readonly family: readonly string[]
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Hyphens and spaces inside a name are written as `_` here, as the lists are split at spaces. */
const names = (text: string): readonly string[] => words(text).map((word) => word.replaceAll('_', ' '))

export const NAME_GROUPS: readonly NameGroup[] = [
  {
    share: 34,
    language: null,
    given: names(`Alice Amber Audrey Beth Brooke Caleb Carol Claire Cody Dana Dennis Derek Edith Elliot Evan Faith
      Garrett Gail Hannah Harriet Heather Ian Jeremy Joanna Joel Judith Kara Keith Kyle Laurel Leonard Lillian Logan
      Marcus Martha Miles Molly Nathan Nora Oliver Paige Phoebe Ralph Rebecca Roger Ruth Shannon Simon Stella Theo
      Tessa Trevor Valerie Vera Warren Wesley Winifred Zoe Mary_Ann`),
    family: names(`Alder Ashby Barlow Beckett Birch Bolton Bramley Calloway Carver Chambers Clay Colby Crane Dalton
      Dawson Drake Easton Ellery Farrow Finch Forrester Gentry Granger Hale Harding Hartley Hayward Hollis Huxley
      Ingram Jarvis Keller Kirby Langley Linden Lockwood Marsh Mercer Merritt Nash Norwood Oakes Palmer Pemberton
      Pratt Quigley Radford Redding Sawyer Shaw Stanton Sutter Thorne Underwood Vance Wakefield Webster Whitaker
      Winslow Yardley Smith-Jones Taylor-Reed`),
  },
  {
    share: 4,
    language: null,
    given: names('Aoife Brendan Cormac Declan Fiona Maeve Niall Nuala Orla Patrick Róisín Seán Siobhán Tadhg'),
    family: names(`O'Brien O'Dowd O'Malley MacLeod McKenna Byrne Doyle Gallagher Kinsella Moriarty Nolan Quinn Sweeney
      Tierney`),
  },
  {
    share: 16,
    language: 'es',
    given: names(`Adriana Alejandro Álvaro Araceli Beatriz Camila Catalina César Cristóbal Daniela Elías Esperanza
      Fabián Gabriela Ignacio Inés Jesús Joaquín José_Luis Lucía María_José Marisol Mateo Nicolás Noemí Óscar Paloma
      Ramón Raúl Rocío Sofía Tomás Valentina Ximena`),
    family: names(`Aguilar Álvarez Arias Benítez Bustamante Cabrera Cárdenas Cortés de_la_Cruz Delgado Domínguez
      Escobar Fuentes_Rey García Gutiérrez Herrera Ibáñez Jiménez Leiva Maldonado Márquez Méndez Montoya Núñez Ordóñez
      Pacheco Quintero Ríos Salcedo Solís Trujillo Valdés Vega Zamora`),
  },
  {
    share: 5,
    language: 'pt',
    given: names(`Afonso Beatriz Caio Cecília Fernanda Henrique Isadora João Letícia Lourenço Luísa Mariana Otávio
      Rafaela Thiago Vinícius`),
    family: names(`Almeida Araújo Barbosa Carvalho da_Costa Esteves Fonseca Gonçalves Magalhães Moreira Nogueira
      Pinheiro Queirós Ribeiro Silva dos_Santos Teixeira Vasconcelos`),
  },
  {
    share: 7,
    language: null,
    given: names(`Astrid Björn Dagny Eirik Elsa Freja Gunnar Håkon Ingrid Jürgen Kåre Lars Liesel Maren Mikkel Øyvind
      Ragnhild Sigrid Sören Solveig Torben Ulrike Wolfgang Åsa`),
    family: names(`Ahlström Bergström Bødker Christensen Dahl Eriksen Fjelstad Grünwald Hägglund Holm Jørgensen Kjær
      Köhler Lindgren Møller Nyström Österberg Petersen Rasmussen Schäfer Sjöberg Thygesen Voß Weißmann`),
  },
  {
    share: 6,
    language: null,
    given: names(`Agnieszka Bogdan Dragana Dušan Filip Ivana Jadwiga Kazimierz Luděk Małgorzata Milica Nadezhda Ondřej
      Paweł Radmila Stanisław Tatjana Vojtěch Wiesława Yuriy Zbigniew Živa`),
    family: names(`Bondarenko Čermák Dąbrowski Dvořák Grabowska Hruška Jabłoński Jovanović Kowalczyk Kuznetsov
      Lewandowska Marković Novotný Pietrzak Petrenko Ševčík Sokołowska Stanković Tkachenko Wróbel Zieliński Žižka`),
  },
  {
    share: 6,
    language: 'vi',
    given: names('Anh Bảo Bình Châu Dung Giang Hải Hạnh Hương Khánh Lan Loan Minh Nga Phương Quang Thảo Trang Tuấn Vy'),
    family: names('Bùi Đặng Đinh Đỗ Dương Hồ Hoàng Huỳnh Lê Lý Mai Ngô Nguyễn Phạm Phan Tạ Trần Trịnh Võ Vũ'),
  },
  {
    share: 6,
    language: 'zh',
    given: names('Bowen Chia-Ling Fei Hao Jiahui Jian Li Mei Mingyu Qing Rui Shan Tao Wei Xiaoyan Xin Yan Yifan Zhen'),
    family: names('Bai Cao Chang Chen Deng Fang Gao Guo He Hsieh Hu Kwok Liang Lin Lu Pang Shen Sun Tsai Xu Yang Zhou'),
  },
  {
    share: 6,
    language: null,
    given: names(`Aarav Ananya Asha Deepak Farida Gauri Harpreet Imran Ishaan Jaspreet Kavita Lakshmi Manish Meera
      Nikhil Padma Rohan Sanjay Shreya Usha Vikram Zainab`),
    family: names(`Agarwal Banerjee Bhatt Chaudhry Desai Fernandes Gill Hussain Iyengar Joshi Kapoor Kulkarni Malhotra
      Menon Nair Pillai Qureshi Reddy Sandhu Thakur Venkataraman`),
  },
  {
    share: 4,
    language: null,
    given: names('Akemi Daisuke Emi Haruto Hiroshi Jisoo Junichi Kaori Minjun Naoko Ren Sakura Seojun Takumi Yuna'),
    family: names('Baek Choi Fujita Han Hayashi Inoue Jeong Kato Kimura Matsuda Nakagawa Ono Ryu Shimizu Ueda Yoon'),
  },
  {
    share: 4,
    language: 'ar',
    given: names('Amina Bilal Dalia Farah Hassan Idris Khadija Layla Mariam Nabil Omar Rania Samir Tariq Yasmin Ziad'),
    family: names(`Abboud al-Amin Barakat Darwish el-Sayed Farouk Ghanem Hamdan Khoury Mansour Nasser Qasim Rahman
      Saleh Tawfiq Zaki`),
  },
  {
    share: 4,
    language: null,
    given: names(`Abena Adaeze Amara Chinedu Efua Ekow Folake Ifeoma Kwabena Lerato Makena Ngozi Nnamdi Tendai Thandiwe
      Yaw Zawadi`),
    family: names(`Adebayo Afolabi Boateng Chukwu Dlamini Ekwueme Eze Gyasi Ibrahim Kamau Mensah Mutasa Nkosi Obi Okeke
      Oyelaran Sesay Wanjiru`),
  },
  {
    share: 3,
    language: 'fr',
    given: names('Anaïs Benoît Chloé Édouard Françoise Gaëlle Hélène Jean-Luc Léa Maëlle Noël Océane Rémi Théo Zoé'),
    family: names('Beauchamp Boucher Chevalier Desrosiers Fournier Gagné Lacroix Lefèvre Pelletier Rousseau Tremblay'),
  },
  {
    share: 3,
    language: null,
    given: names('Alessia Bruno Chiara Dimitra Elena Fausto Giulia Ioannis Katerina Lorenzo Nikos Paola Stavros'),
    family: names("Bianchi Caruso D'Angelo De_Luca Esposito Ferrari Galanis Kostas Marino Nikolaidis Pappas Rizzo"),
  },
  {
    share: 2,
    language: null,
    given: names('Keola Leilani Mana Kailani Sefina Tevita Sione Malia Nayeli Winona Chaska'),
    family: names('Kahananui Kealoha Faleolo Tuiasosopo Mahelona Tsosie Begaye Yazzie Keawe Fonoti Nāone'),
  },
]

/** What friends call them, for the duplicates that a second till makes. */
export const NICKNAMES: Readonly<Record<string, string>> = {
  Alejandro: 'Alex',
  Beatriz: 'Bia',
  Daniela: 'Dani',
  Gabriela: 'Gaby',
  Jeremy: 'Jerry',
  Judith: 'Judy',
  Leonard: 'Len',
  Lillian: 'Lily',
  Nathan: 'Nate',
  Nicolás: 'Nico',
  Rebecca: 'Becky',
  Stanisław: 'Stan',
  Valerie: 'Val',
  Winifred: 'Winnie',
}

/** Letters without accents, for e-mail addresses; letters that are not an accented one are spelled out. */
export function plainLetters(text: string): string {
  return text
    .replace(/ß/g, 'ss')
    .replace(/[øØ]/g, 'o')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[łŁ]/g, 'l')
    .replace(/[đĐ]/g, 'd')
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase()
}

/** Invented street names; the numbers before them are invented too. */
export const STREETS = words(`Alderbrook Applegate Bellflower Birchhollow Blackthorn Bramblewood Camas Cedarbank
  Chinook_Hill Clearwater Cloverleaf Copperfield Cottonwood_Bend Dogwood_Rise Elderberry Fernhill Foxglove Glenhaven
  Hawthorn_Gate Heronwood Hollyhock Huckleberry Juniper_Ridge Kingfisher Larkmead Lupine Madrone_Park Maplecrest
  Millrace Mossgrove Oakhurst_View Orchardgate Osprey_Point Pinecone Quail_Run Rosehip Rushwater Saltmarsh Snowberry
  Stonecrop Sweetbriar Tamarack_Bluff Thimbleberry Trillium Vineyard_Mill Wildrye Willowbank Yarrow`).map((word) =>
  word.replaceAll('_', ' '),
)

export const STREET_KINDS = ['St', 'Ave', 'Rd', 'Ln', 'Dr', 'Ct', 'Blvd', 'Way', 'Street', 'Avenue'] as const

/** Area codes of the west, where most customers got their phones; every number under them is a reserved 555-01xx. */
export const WESTERN_AREA_CODES = words(`503 971 541 458 253 360 564 206 425 509 208 986 406 530 916 707 510 415 650
  408 925 209 559 805 831 714 619 858 949 775 702 801 435 303 720 970 505 602 480 520 907 808 307 213`)

/** Area codes of the rest of the country. */
export const OTHER_AREA_CODES = words(`201 202 203 205 207 210 212 214 215 216 217 218 219 224 225 228 229 231 234 239
  240 248 251 252 254 256 260 262 267 269 270 276 281 301 302 304 305 308 309 312 313 314 315 316 317 318 319 320 321
  330 334 336 337 347 352 361 386 401 402 404 405 407 409 410 412 413 414 417 419 423 432 434 440 443 469 478 479 484
  501 502 504 507 508 512 513 515 516 517 518 540 551 561 563 567 570 571 573 574 580 585 586 601 603 605 606 607 608
  609 610 612 614 615 616 617 618 620 630 631 636 641 646 651 660 662 678 682 701 703 704 706 708 712 713 715 716 717
  718 724 727 731 732 734 740 754 757 763 765 770 772 773 774 785 786 802 803 804 806 810 812 813 814 815 816 817 828
  830 832 843 845 847 848 850 856 857 859 860 863 864 865 870 901 903 904 908 910 912 913 914 917 918 919 920 931 936
  937 940 941 947 952 954 956 972 973 978 980 985 989`)

// The people of the invented company Kaveri & Rhein Instruments, and what its systems know of them. Seeded: the same on every machine.

type Site = 'pune' | 'bengaluru' | 'graz' | 'valencia'

export type Person = {
  id: string
  name: string
  site: Site
  kind: 'employee' | 'contractor'
  vip: boolean
  disabled: boolean
  locked: boolean
  lock_reason: 'none' | 'attempts' | 'security'
  phone_registered: boolean
  phone_ends: string
  resets_today: number
  certificate_expired: boolean
  manager: string
  manages: boolean
}

const names: Record<Site, readonly string[]> = {
  pune: [
    'Asha Rao',
    'Rohan Kulkarni',
    'Meera Joshi',
    'Vikram Deshpande',
    'Sneha Patil',
    'Arjun Menon',
    'Kavita Shah',
    'Nikhil Bhosale',
    'Pooja Jadhav',
    'Sameer Khan',
    'Tanvi Gokhale',
    'Imran Shaikh',
  ],
  bengaluru: [
    'Deepa Iyer',
    'Karthik Reddy',
    'Lakshmi Narayan',
    'Manoj Hegde',
    'Nandini Gowda',
    'Prakash Shetty',
    'Ritu Bansal',
    'Suresh Babu',
    'Ananya Das',
    'Farhan Ali',
    'Geetha Krishnan',
    'Harish Kumar',
  ],
  graz: [
    'Anna Maier',
    'Bernd Hofer',
    'Claudia Wagner',
    'David Pichler',
    'Eva Schwarz',
    'Florian Berger',
    'Gudrun Fuchs',
    'Hannes Leitner',
    'Ines Moser',
    'Julia Winkler',
    'Karl Steiner',
    'Lena Huber',
  ],
  valencia: [
    'Carmen Ortiz',
    'Diego Navarro',
    'Elena Vidal',
    'Fernando Gil',
    'Gloria Ferrer',
    'Hugo Serrano',
    'Irene Molina',
    'Javier Pascual',
    'Laura Campos',
    'Marta Ibáñez',
    'Nuria Blasco',
    'Óscar Prieto',
  ],
}

function idOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(' ', '.')
}

function personAt(name: string, site: Site, at: number): Person {
  const locked = at % 4 === 1
  const disabled = at === 9 && (site === 'pune' || site === 'valencia')
  return {
    id: idOf(name),
    name,
    site,
    kind: at === 10 ? 'contractor' : 'employee',
    vip: at === 11 && site !== 'pune',
    disabled,
    locked,
    lock_reason: locked ? (at === 9 ? 'security' : 'attempts') : 'none',
    phone_registered: !(at === 7 && site === 'bengaluru'),
    phone_ends: String(1000 + ((at * 37 + site.length * 911) % 9000)).slice(-3),
    resets_today: at === 6 && site === 'graz' ? 3 : 0,
    certificate_expired: at % 3 === 0,
    manager: idOf(names[site][0] ?? ''),
    manages: at < 2,
  }
}

/** Everybody in the directory, in a fixed order. */
export const people: readonly Person[] = Object.entries(names).flatMap(([site, list]) =>
  list.map((name, at) => personAt(name, site as Site, at)),
)

export type Group = { id: string; title: string; words: readonly string[]; owner: string; sensitive: boolean }

export const groups: readonly Group[] = [
  {
    id: 'purchasing',
    title: 'the purchasing mailbox',
    words: ['purchasing', 'compras', 'einkauf'],
    owner: 'gloria.ferrer',
    sensitive: false,
  },
  {
    id: 'marketing',
    title: 'the marketing folder',
    words: ['marketing', 'mercadotecnia'],
    owner: 'ritu.bansal',
    sensitive: false,
  },
  {
    id: 'quality-reports',
    title: 'the quality reports',
    words: ['quality reports', 'quality', 'qualität', 'calidad'],
    owner: 'claudia.wagner',
    sensitive: false,
  },
  {
    id: 'customer-care',
    title: 'the customer care mailbox',
    words: ['customer care', 'kundendienst', 'atención al cliente'],
    owner: 'pooja.jadhav',
    sensitive: false,
  },
  {
    id: 'engineering',
    title: 'the engineering drive',
    words: ['engineering', 'ingeniería', 'konstruktion'],
    owner: 'karthik.reddy',
    sensitive: false,
  },
  { id: 'pune-facilities', title: 'the Pune facilities list', words: ['facilities'], owner: 'asha.rao', sensitive: false },
  { id: 'payroll', title: 'the payroll share', words: ['payroll'], owner: 'carmen.ortiz', sensitive: true },
  { id: 'board', title: 'the board room calendar', words: ['board'], owner: 'lena.huber', sensitive: true },
  {
    id: 'production-control',
    title: 'production control',
    words: ['production', 'produktion', 'producción'],
    owner: 'bernd.hofer',
    sensitive: true,
  },
]

export type Software = {
  id: string
  title: string
  words: readonly string[]
  licences: number
  needs_approval: boolean
  blocked: boolean
}

export const software: readonly Software[] = [
  { id: 'figma', title: 'Figma', words: ['figma'], licences: 400, needs_approval: false, blocked: false },
  { id: 'miro', title: 'Miro', words: ['miro'], licences: 400, needs_approval: false, blocked: false },
  { id: 'slack', title: 'Slack', words: ['slack'], licences: 900, needs_approval: false, blocked: false },
  { id: 'jira', title: 'Jira', words: ['jira'], licences: 600, needs_approval: false, blocked: false },
  { id: 'visio', title: 'Visio', words: ['visio'], licences: 0, needs_approval: false, blocked: false },
  { id: 'autocad', title: 'AutoCAD', words: ['autocad', 'auto cad'], licences: 12, needs_approval: true, blocked: false },
  { id: 'photoshop', title: 'Photoshop', words: ['photoshop'], licences: 20, needs_approval: true, blocked: false },
  { id: 'matlab', title: 'MATLAB', words: ['matlab'], licences: 6, needs_approval: true, blocked: false },
  {
    id: 'torrent',
    title: 'a torrent client',
    words: ['torrent', 'utorrent', 'bittorrent'],
    licences: 0,
    needs_approval: false,
    blocked: true,
  },
  { id: 'anydesk', title: 'AnyDesk', words: ['anydesk', 'teamviewer'], licences: 0, needs_approval: false, blocked: true },
]

export type Hardware = { id: string; title: string; words: readonly string[]; price_eur: number }

export const hardware: readonly Hardware[] = [
  { id: 'headset', title: 'headset', words: ['headset', 'kopfhörer', 'auriculares'], price_eur: 89 },
  { id: 'mouse', title: 'mouse', words: ['mouse', 'maus', 'ratón'], price_eur: 25 },
  { id: 'keyboard', title: 'keyboard', words: ['keyboard', 'tastatur', 'teclado'], price_eur: 49 },
  { id: 'charger', title: 'laptop charger', words: ['charger', 'ladegerät', 'cargador'], price_eur: 60 },
  { id: 'dock', title: 'docking station', words: ['docking station', 'dock', 'dockingstation'], price_eur: 180 },
  { id: 'monitor', title: '27-inch monitor', words: ['monitor', 'screen', 'bildschirm', 'pantalla'], price_eur: 240 },
  { id: 'laptop', title: 'laptop', words: ['laptop', 'notebook', 'portátil'], price_eur: 1450 },
]

export type Service = { service: string; site: Site; state: 'up' | 'down'; note: string }

export const services: readonly Service[] = (['pune', 'bengaluru', 'graz', 'valencia'] as const).flatMap((site): Service[] => [
  {
    service: 'vpn',
    site,
    state: site === 'valencia' ? 'down' : 'up',
    note: site === 'valencia' ? 'the provider repairs a cable, expected back at 16:00.' : 'no known trouble.',
  },
  {
    service: 'printing',
    site,
    state: site === 'bengaluru' ? 'down' : 'up',
    note: site === 'bengaluru' ? 'the print server is being replaced today.' : 'no known trouble.',
  },
])

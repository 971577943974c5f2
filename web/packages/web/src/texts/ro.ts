import type { Texts } from './texts';

const FILL = 'Încet, până când inelul se umple';
const OVAL = 'Aduceți fața în oval';
const BACK = 'Întoarceți-vă și începeți din nou.';
const TELL = 'Anunțați administratorii acestei pagini.';
const SELF = 'Se încearcă din nou automat.';
const BROWSER = 'Folosiți o versiune actuală de Chrome, Edge, Firefox sau Safari.';

export const ro: Texts = {
  language: 'ro',
  name: 'Română',
  direction: 'ltr',

  region: 'Verificarea feței',
  start: {
    title: 'O scurtă verificare a feței',
    line: 'Priviți spre cameră și urmați indicațiile. Durează cam jumătate de minut.',
    tips: [
      'Alegeți un loc cu lumină uniformă',
      'Scoateți pălăria, ochelarii de soare sau masca',
      'Nu trebuie să apară altcineva în imagine',
    ],
    noFlashing: 'Nimic nu clipește pe ecran.',
    privacy: 'Imaginile ajung doar la {server}.',
    button: 'Începeți verificarea',
  },
  abilities: {
    title: 'Nu pot face anumite mișcări',
    line: 'Bifați ce nu puteți face. Vi se va cere altceva.',
    each: {
      head: 'Să mișc capul',
      eyes: 'Să clipesc',
      mouth: 'Să mișc gura',
      brows: 'Să ridic sprâncenele',
      distance: 'Să mă apropii sau să mă îndepărtez',
    },
    refused: 'Aici nu se poate renunța la toate. O parte vă va fi cerută.',
    cannot: 'Nu pot face asta',
  },
  permission: { title: 'Putem folosi camera?', advice: 'Alegeți „Permiteți” când întreabă browserul.' },
  connecting: 'Se conectează…',
  concluding: { title: 'Un moment…', advice: 'Verificarea dumneavoastră se încheie.' },
  done: { title: 'Verificarea s-a încheiat', advice: 'Puteți închide acum.' },
  verdicts: {
    BONA_FIDE: { title: 'Verificarea a reușit', advice: 'Vă mulțumim.' },
    ATTACK: { title: 'Verificarea nu a reușit', advice: 'Arătați propria față, nu o poză sau un ecran.' },
    NO_RESPONSE: {
      title: 'Verificarea nu a dat un rezultat',
      advice: 'Încercați din nou la lumină uniformă, fără altcineva în imagine.',
    },
  },
  cancelled: { title: 'Verificarea a fost anulată', advice: 'Camera este oprită.' },

  states: {
    face_due: OVAL,
    settling: 'Priviți drept înainte fără să vă mișcați',
    resting: 'Pregătiți-vă…',
    returning: 'Bine. Priviți din nou drept înainte',
    passed: 'Totul e gata, vă mulțumim',
    still: 'Priviți spre cameră fără să vă mișcați',
  },
  acts: {
    blink: {
      prompt: { one: 'Clipiți o dată', few: 'Clipiți de {n} ori', other: 'Clipiți de {n} de ori' },
      how: 'Cu ambii ochi, privind spre cameră',
    },
    turn_left: { prompt: 'Întoarceți capul spre stânga', how: FILL },
    turn_right: { prompt: 'Întoarceți capul spre dreapta', how: FILL },
    look_up: { prompt: 'Priviți în sus', how: 'Ridicați bărbia până când inelul se umple' },
    look_down: { prompt: 'Priviți în jos', how: 'Coborâți bărbia până când inelul se umple' },
    tilt_left: { prompt: 'Înclinați capul spre stânga', how: 'Urechea stângă spre umărul stâng' },
    tilt_right: { prompt: 'Înclinați capul spre dreapta', how: 'Urechea dreaptă spre umărul drept' },
    open_mouth: { prompt: 'Deschideți gura', how: 'Cât vă este comod' },
    smile: { prompt: 'Zâmbiți', how: 'Cât de larg puteți' },
    raise_eyebrows: { prompt: 'Ridicați sprâncenele', how: 'Ca la o surpriză' },
    come_closer: { prompt: 'Apropiați-vă', how: FILL },
    go_back: { prompt: 'Îndepărtați-vă', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'O singură persoană, vă rugăm',
    too_dark: 'Căutați un loc mai luminos',
    too_bright: 'Prea multă lumină: întoarceți-vă de la ea',
    blurred: 'Nu vă mișcați un moment',
    too_small: 'Apropiați-vă puțin',
    too_near: 'Îndepărtați-vă puțin',
    cut_off: 'Arătați toată fața',
    turned_away: 'Priviți drept spre cameră',
    covered: 'Nu vă acoperiți fața',
  },
  notices: {
    early_act: 'Prea devreme: așteptați indicația',
    hasty_act: 'A fost prea devreme. Vi se va cere din nou',
    wrong_act: 'Aceea a fost altă mișcare',
    window_over: 'Timpul a expirat, începe o nouă rundă',
    face_lost: 'Fața nu se vedea, începe o nouă rundă',
    face_joined: 'Se vedea și altcineva, începe o nouă rundă',
    clock_jumped: 'Imaginea s-a întrerupt, începe o nouă rundă',
  },
  problems: {
    camera_denied: {
      title: 'Camera nu este permisă',
      advice: 'Permiteți camera pentru această pagină lângă adresa ei și încercați din nou.',
    },
    camera_absent: {
      title: 'Nu s-a găsit nicio cameră',
      advice: 'Conectați o cameră sau folosiți un dispozitiv care are una.',
    },
    camera_busy: {
      title: 'Camera este deja folosită',
      advice: 'Închideți cealaltă aplicație sau filă care o folosește.',
    },
    camera_insecure: {
      title: 'Această pagină nu este sigură',
      advice: 'Camera funcționează doar pe pagini https://.',
    },
    camera_unsupported: { title: 'Acest browser nu poate folosi camera', advice: BROWSER },
    camera_failed: { title: 'Camera nu a pornit', advice: 'Conectați-o din nou sau reporniți browserul.' },
    camera_lost: { title: 'Camera s-a deconectat', advice: 'Conectați-o din nou, apoi reîncercați.' },
    browser_unsupported: { title: 'Acest browser este prea vechi', advice: BROWSER },
    token_missing: { title: 'Verificarea nu a fost pregătită', advice: BACK },
    token_malformed: { title: 'Verificarea nu a fost pregătită', advice: BACK },
    offline: { title: 'Nu aveți rețea', advice: 'Verificarea continuă când revine rețeaua.' },
    server_unreachable: { title: 'Nu există conexiune', advice: SELF },
    server_full: {
      title: 'Se verifică multe persoane',
      advice: 'Vă vine rândul automat. Vă rugăm să așteptați.',
    },
    server_unavailable: { title: 'Serviciul nu este gata', advice: SELF },
    server_stopped: { title: 'Serviciul repornește', advice: 'Începeți din nou peste puțin timp.' },
    server_failed: {
      title: 'Verificarea s-a întrerupt',
      advice: 'Nu a fost vina dumneavoastră. Încercați din nou.',
    },
    connection_lost: { title: 'Conexiunea s-a pierdut', advice: 'Verificarea trebuie să înceapă din nou.' },
    silent: { title: 'Imaginea nu a ajuns', advice: 'Verificați rețeaua și începeți din nou.' },
    session_expired: { title: 'Timpul a expirat', advice: 'Începeți din nou când doriți.' },
    session_unknown: { title: 'Această verificare nu mai există', advice: BACK },
    session_over: { title: 'Această verificare s-a terminat', advice: BACK },
    token_used: { title: 'Această verificare a fost deja folosită', advice: BACK },
    token_invalid: { title: 'Această verificare nu poate fi deschisă', advice: BACK },
    origin_refused: { title: 'Această pagină nu are voie să facă verificarea', advice: TELL },
    too_often: { title: 'Prea multe încercări', advice: 'Așteptați câteva minute și încercați din nou.' },
    nothing_to_compare: { title: 'Nimeni nu este încă înregistrat', advice: TELL },
    cannot_do_this: { title: 'Renunțăm la asta', advice: 'Verificarea începe din nou cu alte mișcări.' },
    protocol_error: { title: 'Verificarea nu se potrivește cu acest serviciu', advice: TELL },
  },
  stepOf: 'Pasul {n} din {of}',
  secondsLeft: {
    one: 'A mai rămas {n} secundă',
    few: 'Au mai rămas {n} secunde',
    other: 'Au mai rămas {n} de secunde',
  },
  retryIn: {
    one: 'Nouă încercare peste {n} secundă',
    few: 'Nouă încercare peste {n} secunde',
    other: 'Nouă încercare peste {n} de secunde',
  },
  progress: 'Progresul verificării',

  camera: { label: 'Cameră', number: 'Camera {n}', picture: 'Imaginea camerei' },
  buttons: {
    cancel: 'Anulați',
    again: 'Încercați din nou',
    now: 'Încercați acum',
    speakOn: 'Citiți indicațiile cu voce tare',
    speakOff: 'Opriți citirea',
  },
};

import type { Texts } from './texts';

const FILL = 'Sakte, til ringen er full';
const OVAL = 'Plasser ansiktet i ovalen';
const BACK = 'Gå tilbake og begynn på nytt.';
const TELL = 'Kontakt den som er ansvarlig for siden.';
const SELF = 'Et nytt forsøk gjøres automatisk.';
const BROWSER = 'Bruk en oppdatert versjon av Chrome, Edge, Firefox eller Safari.';

export const nb: Texts = {
  language: 'nb',
  name: 'Norsk bokmål',
  direction: 'ltr',

  region: 'Ansiktskontroll',
  start: {
    title: 'En kort ansiktskontroll',
    line: 'Se inn i kameraet og følg anvisningene. Det tar omtrent et halvt minutt.',
    tips: [
      'Finn et sted med jevnt lys',
      'Ta av hatt, solbriller eller munnbind',
      'Ingen andre skal være i bildet',
    ],
    noFlashing: 'Ingenting blinker.',
    privacy: 'Bildene sendes bare til {server}.',
    button: 'Start kontrollen',
  },
  abilities: {
    title: 'Jeg kan ikke gjøre enkelte bevegelser',
    line: 'Kryss av for det du ikke kan. Da blir du bedt om noe annet.',
    each: {
      head: 'Bevege hodet',
      eyes: 'Blunke',
      mouth: 'Bevege munnen',
      brows: 'Heve øyenbrynene',
      distance: 'Komme nærmere eller gå bakover',
    },
    refused: 'Alt dette kan ikke utelates her. Du blir bedt om noe av det.',
    cannot: 'Dette kan jeg ikke',
  },
  permission: { title: 'Kan vi bruke kameraet?', advice: 'Velg «Tillat» når nettleseren spør.' },
  connecting: 'Kobler til …',
  concluding: { title: 'Et øyeblikk …', advice: 'Kontrollen din fullføres.' },
  done: { title: 'Kontrollen er ferdig', advice: 'Du kan lukke nå.' },
  verdicts: {
    BONA_FIDE: { title: 'Kontrollen er bestått', advice: 'Takk.' },
    ATTACK: {
      title: 'Kontrollen er ikke bestått',
      advice: 'Vis ditt eget ansikt, ikke et bilde eller en skjerm.',
    },
    NO_RESPONSE: {
      title: 'Kontrollen ga ikke noe resultat',
      advice: 'Prøv igjen i jevnt lys, uten andre i bildet.',
    },
  },
  cancelled: { title: 'Kontrollen ble avbrutt', advice: 'Kameraet er av.' },

  states: {
    face_due: OVAL,
    settling: 'Se rett fram og hold deg i ro',
    resting: 'Gjør deg klar …',
    returning: 'Fint. Se rett fram igjen',
    passed: 'Alt er gjort, takk',
    still: 'Se inn i kameraet og hold deg i ro',
  },
  acts: {
    blink: {
      prompt: { one: 'Blunk {n} gang', other: 'Blunk {n} ganger' },
      how: 'Med begge øynene, mens du ser inn i kameraet',
    },
    turn_left: { prompt: 'Vri hodet mot venstre', how: FILL },
    turn_right: { prompt: 'Vri hodet mot høyre', how: FILL },
    look_up: { prompt: 'Se opp', how: 'Løft haken til ringen er full' },
    look_down: { prompt: 'Se ned', how: 'Senk haken til ringen er full' },
    tilt_left: { prompt: 'Legg hodet på skakke mot venstre', how: 'Venstre øre mot venstre skulder' },
    tilt_right: { prompt: 'Legg hodet på skakke mot høyre', how: 'Høyre øre mot høyre skulder' },
    open_mouth: { prompt: 'Åpne munnen', how: 'Så mye som kjennes behagelig' },
    smile: { prompt: 'Smil', how: 'Så bredt du kan' },
    raise_eyebrows: { prompt: 'Hev øyenbrynene', how: 'Som om du ble overrasket' },
    come_closer: { prompt: 'Kom nærmere', how: FILL },
    go_back: { prompt: 'Gå bakover', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Bare én person, takk',
    too_dark: 'Finn et lysere sted',
    too_bright: 'For lyst: snu deg bort fra lyset',
    blurred: 'Hold deg i ro et øyeblikk',
    too_small: 'Kom litt nærmere',
    too_near: 'Gå litt bakover',
    cut_off: 'Vis hele ansiktet',
    turned_away: 'Se rett inn i kameraet',
    covered: 'Ikke dekk til ansiktet',
  },
  notices: {
    early_act: 'For tidlig: vent på anvisningen',
    hasty_act: 'Det var for tidlig. Du blir bedt om det igjen',
    wrong_act: 'Det var en annen bevegelse',
    window_over: 'Tiden er ute, en ny runde begynner',
    face_lost: 'Ansiktet ditt var ikke i bildet, en ny runde begynner',
    face_joined: 'Noen andre var i bildet, en ny runde begynner',
    clock_jumped: 'Bildet ble brutt, en ny runde begynner',
  },
  problems: {
    camera_denied: {
      title: 'Kameraet er ikke tillatt',
      advice: 'Tillat kameraet for siden ved siden av adressen, og prøv igjen.',
    },
    camera_absent: {
      title: 'Fant ikke noe kamera',
      advice: 'Koble til et kamera, eller bruk en enhet som har et.',
    },
    camera_busy: { title: 'Kameraet er i bruk', advice: 'Lukk den andre appen eller fanen som bruker det.' },
    camera_insecure: { title: 'Siden er ikke sikker', advice: 'Kameraet virker bare på https://-sider.' },
    camera_unsupported: { title: 'Nettleseren kan ikke bruke kameraet', advice: BROWSER },
    camera_failed: {
      title: 'Kameraet startet ikke',
      advice: 'Koble det til igjen, eller start nettleseren på nytt.',
    },
    camera_lost: { title: 'Kameraet forsvant', advice: 'Koble det til igjen, og prøv på nytt.' },
    browser_unsupported: { title: 'Nettleseren er for gammel', advice: BROWSER },
    token_missing: { title: 'Kontrollen er ikke forberedt', advice: BACK },
    token_malformed: { title: 'Kontrollen er ikke forberedt', advice: BACK },
    offline: { title: 'Du er frakoblet', advice: 'Kontrollen fortsetter når nettet er tilbake.' },
    server_unreachable: { title: 'Ingen forbindelse', advice: SELF },
    server_full: {
      title: 'Mange blir kontrollert akkurat nå',
      advice: 'Det blir din tur av seg selv. Vent her.',
    },
    server_unavailable: { title: 'Tjenesten er ikke klar', advice: SELF },
    server_stopped: { title: 'Tjenesten starter på nytt', advice: 'Begynn på nytt om et øyeblikk.' },
    server_failed: { title: 'Kontrollen stoppet opp', advice: 'Det var ikke din feil. Prøv igjen.' },
    connection_lost: { title: 'Forbindelsen ble brutt', advice: 'Kontrollen må begynne på nytt.' },
    silent: { title: 'Bildet kom ikke fram', advice: 'Sjekk nettet, og begynn på nytt.' },
    session_expired: { title: 'Tiden er ute', advice: 'Begynn på nytt når det passer deg.' },
    session_unknown: { title: 'Kontrollen finnes ikke lenger', advice: BACK },
    session_over: { title: 'Kontrollen er over', advice: BACK },
    token_used: { title: 'Kontrollen er allerede brukt', advice: BACK },
    token_invalid: { title: 'Kontrollen kan ikke åpnes', advice: BACK },
    origin_refused: { title: 'Siden har ikke lov til å kjøre kontrollen', advice: TELL },
    too_often: { title: 'For mange forsøk', advice: 'Vent noen minutter, og prøv igjen.' },
    nothing_to_compare: { title: 'Ingen er registrert ennå', advice: TELL },
    cannot_do_this: {
      title: 'Det hopper vi over',
      advice: 'Kontrollen begynner på nytt med andre bevegelser.',
    },
    protocol_error: { title: 'Kontrollen passer ikke til tjenesten', advice: TELL },
  },
  stepOf: 'Trinn {n} av {of}',
  secondsLeft: { one: '{n} sekund igjen', other: '{n} sekunder igjen' },
  retryIn: { one: 'Nytt forsøk om {n} sekund', other: 'Nytt forsøk om {n} sekunder' },
  progress: 'Framdrift i kontrollen',

  camera: { label: 'Kamera', number: 'Kamera {n}', picture: 'Kamerabilde' },
  buttons: {
    cancel: 'Avbryt',
    again: 'Prøv igjen',
    now: 'Prøv nå',
    speakOn: 'Les opp anvisningene',
    speakOff: 'Slutt å lese opp',
  },
};

import type { Texts } from './texts';

const FILL = 'Langsomt, indtil ringen er fuld';
const OVAL = 'Placer ansigtet i ovalen';
const BACK = 'Gå tilbage, og begynd forfra.';
const TELL = 'Kontakt den ansvarlige for siden.';
const SELF = 'Der prøves igen automatisk.';
const BROWSER = 'Brug en aktuel version af Chrome, Edge, Firefox eller Safari.';

export const da: Texts = {
  language: 'da',
  name: 'Dansk',
  direction: 'ltr',

  region: 'Ansigtskontrol',
  start: {
    title: 'En kort ansigtskontrol',
    line: 'Se ind i kameraet, og følg anvisningerne. Det tager cirka et halvt minut.',
    tips: [
      'Find et sted med jævnt lys',
      'Tag hat, solbriller eller maske af',
      'Der må ikke være andre i billedet',
    ],
    noFlashing: 'Intet blinker.',
    privacy: 'Billederne sendes kun til {server}.',
    button: 'Start kontrollen',
  },
  abilities: {
    title: 'Jeg kan ikke udføre visse bevægelser',
    line: 'Sæt kryds ved det, du ikke kan. Så bliver du bedt om noget andet.',
    each: {
      head: 'Bevæge hovedet',
      eyes: 'Blinke',
      mouth: 'Bevæge munden',
      brows: 'Løfte øjenbrynene',
      distance: 'Komme tættere på eller gå tilbage',
    },
    refused: 'Alt dette kan ikke udelades her. Du bliver bedt om noget af det.',
    cannot: 'Det kan jeg ikke',
  },
  permission: { title: 'Må vi bruge kameraet?', advice: 'Vælg “Tillad”, når browseren spørger.' },
  connecting: 'Opretter forbindelse…',
  concluding: { title: 'Et øjeblik…', advice: 'Din kontrol afsluttes.' },
  done: { title: 'Kontrollen er færdig', advice: 'Du kan lukke nu.' },
  verdicts: {
    BONA_FIDE: { title: 'Kontrollen er bestået', advice: 'Tak.' },
    ATTACK: {
      title: 'Kontrollen er ikke bestået',
      advice: 'Vis dit eget ansigt, ikke et billede eller en skærm.',
    },
    NO_RESPONSE: {
      title: 'Kontrollen gav intet resultat',
      advice: 'Prøv igen i jævnt lys uden andre i billedet.',
    },
  },
  cancelled: { title: 'Kontrollen blev annulleret', advice: 'Kameraet er slukket.' },

  states: {
    face_due: OVAL,
    settling: 'Se lige frem, og hold dig i ro',
    resting: 'Gør dig klar…',
    returning: 'Godt. Se lige frem igen',
    passed: 'Det hele er gjort, tak',
    still: 'Se ind i kameraet, og hold dig i ro',
  },
  acts: {
    blink: {
      prompt: { one: 'Blink {n} gang', other: 'Blink {n} gange' },
      how: 'Med begge øjne, mens du ser ind i kameraet',
    },
    turn_left: { prompt: 'Drej hovedet til venstre', how: FILL },
    turn_right: { prompt: 'Drej hovedet til højre', how: FILL },
    look_up: { prompt: 'Se op', how: 'Løft hagen, indtil ringen er fuld' },
    look_down: { prompt: 'Se ned', how: 'Sænk hagen, indtil ringen er fuld' },
    tilt_left: { prompt: 'Læg hovedet på skrå mod venstre', how: 'Venstre øre mod venstre skulder' },
    tilt_right: { prompt: 'Læg hovedet på skrå mod højre', how: 'Højre øre mod højre skulder' },
    open_mouth: { prompt: 'Åbn munden', how: 'Så meget, som det føles behageligt' },
    smile: { prompt: 'Smil', how: 'Så bredt du kan' },
    raise_eyebrows: { prompt: 'Løft øjenbrynene', how: 'Som om du blev overrasket' },
    come_closer: { prompt: 'Kom tættere på', how: FILL },
    go_back: { prompt: 'Gå tilbage', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Kun én person, tak',
    too_dark: 'Find et lysere sted',
    too_bright: 'For lyst: vend dig væk fra lyset',
    blurred: 'Hold dig i ro et øjeblik',
    too_small: 'Kom lidt tættere på',
    too_near: 'Gå lidt tilbage',
    cut_off: 'Vis hele ansigtet',
    turned_away: 'Se lige ind i kameraet',
    covered: 'Dæk ikke ansigtet',
  },
  notices: {
    early_act: 'For tidligt: vent på anvisningen',
    hasty_act: 'Det var for tidligt. Du bliver bedt om det igen',
    wrong_act: 'Det var en anden bevægelse',
    window_over: 'Tiden er gået, en ny runde begynder',
    face_lost: 'Dit ansigt var ikke i billedet, en ny runde begynder',
    face_joined: 'En anden var i billedet, en ny runde begynder',
    clock_jumped: 'Billedet blev afbrudt, en ny runde begynder',
  },
  problems: {
    camera_denied: {
      title: 'Kameraet er ikke tilladt',
      advice: 'Tillad kameraet for siden ved siden af adressen, og prøv igen.',
    },
    camera_absent: {
      title: 'Der blev ikke fundet noget kamera',
      advice: 'Tilslut et kamera, eller brug en enhed, der har et.',
    },
    camera_busy: { title: 'Kameraet er i brug', advice: 'Luk den anden app eller fane, der bruger det.' },
    camera_insecure: { title: 'Siden er ikke sikker', advice: 'Kameraet virker kun på https://-sider.' },
    camera_unsupported: { title: 'Browseren kan ikke bruge kameraet', advice: BROWSER },
    camera_failed: { title: 'Kameraet startede ikke', advice: 'Tilslut det igen, eller genstart browseren.' },
    camera_lost: { title: 'Kameraet forsvandt', advice: 'Tilslut det igen, og prøv så på ny.' },
    browser_unsupported: { title: 'Browseren er for gammel', advice: BROWSER },
    token_missing: { title: 'Kontrollen er ikke forberedt', advice: BACK },
    token_malformed: { title: 'Kontrollen er ikke forberedt', advice: BACK },
    offline: { title: 'Du er offline', advice: 'Kontrollen fortsætter, når netværket er tilbage.' },
    server_unreachable: { title: 'Ingen forbindelse', advice: SELF },
    server_full: {
      title: 'Mange bliver kontrolleret lige nu',
      advice: 'Det bliver automatisk din tur. Vent her.',
    },
    server_unavailable: { title: 'Tjenesten er ikke klar', advice: SELF },
    server_stopped: { title: 'Tjenesten genstarter', advice: 'Begynd forfra om et øjeblik.' },
    server_failed: { title: 'Kontrollen blev afbrudt', advice: 'Det var ikke din fejl. Prøv igen.' },
    connection_lost: { title: 'Forbindelsen gik tabt', advice: 'Kontrollen skal begynde forfra.' },
    silent: { title: 'Billedet nåede ikke frem', advice: 'Kontrollér netværket, og begynd forfra.' },
    session_expired: { title: 'Tiden er gået', advice: 'Begynd forfra, når det passer dig.' },
    session_unknown: { title: 'Kontrollen findes ikke længere', advice: BACK },
    session_over: { title: 'Kontrollen er slut', advice: BACK },
    token_used: { title: 'Kontrollen er allerede brugt', advice: BACK },
    token_invalid: { title: 'Kontrollen kan ikke åbnes', advice: BACK },
    origin_refused: { title: 'Siden må ikke udføre kontrollen', advice: TELL },
    too_often: { title: 'For mange forsøg', advice: 'Vent et par minutter, og prøv igen.' },
    nothing_to_compare: { title: 'Ingen er registreret endnu', advice: TELL },
    cannot_do_this: {
      title: 'Det springer vi over',
      advice: 'Kontrollen begynder forfra med andre bevægelser.',
    },
    protocol_error: { title: 'Kontrollen passer ikke til tjenesten', advice: TELL },
  },
  stepOf: 'Trin {n} af {of}',
  secondsLeft: { one: '{n} sekund tilbage', other: '{n} sekunder tilbage' },
  retryIn: { one: 'Nyt forsøg om {n} sekund', other: 'Nyt forsøg om {n} sekunder' },
  progress: 'Kontrollens forløb',

  camera: { label: 'Kamera', number: 'Kamera {n}', picture: 'Kamerabillede' },
  buttons: {
    cancel: 'Annuller',
    again: 'Prøv igen',
    now: 'Prøv nu',
    speakOn: 'Læs anvisningerne op',
    speakOff: 'Stop oplæsning',
  },
};

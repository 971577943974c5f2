import type { Texts } from './texts';

const FILL = 'Langzaam, tot de ring vol is';
const OVAL = 'Breng uw gezicht in het ovaal';
const BACK = 'Ga terug en begin opnieuw.';
const TELL = 'Neem contact op met de beheerder van deze pagina.';
const SELF = 'Het wordt vanzelf opnieuw geprobeerd.';
const BROWSER = 'Gebruik een recente versie van Chrome, Edge, Firefox of Safari.';

export const nl: Texts = {
  language: 'nl',
  name: 'Nederlands',
  direction: 'ltr',

  region: 'Gezichtscontrole',
  start: {
    title: 'Een korte gezichtscontrole',
    line: 'Kijk in de camera en volg de aanwijzingen. Het duurt ongeveer een halve minuut.',
    tips: [
      'Zorg voor gelijkmatig licht',
      'Zet uw hoed, zonnebril of masker af',
      'Zorg dat er niemand anders in beeld is',
    ],
    noFlashing: 'Er flitst niets.',
    privacy: 'Beelden gaan alleen naar {server}.',
    button: 'Controle starten',
  },
  abilities: {
    title: 'Sommige bewegingen kan ik niet maken',
    line: 'Vink aan wat u niet kunt. U krijgt dan een andere vraag.',
    each: {
      head: 'Mijn hoofd bewegen',
      eyes: 'Knipperen',
      mouth: 'Mijn mond bewegen',
      brows: 'Mijn wenkbrauwen optrekken',
      distance: 'Dichterbij komen of achteruitgaan',
    },
    refused: 'Hier kan niet alles worden weggelaten. Een deel wordt toch gevraagd.',
    cannot: 'Dit kan ik niet',
  },
  permission: {
    title: 'Mogen we de camera gebruiken?',
    advice: 'Kies ‘Toestaan’ als de browser erom vraagt.',
  },
  connecting: 'Verbinden…',
  concluding: { title: 'Een ogenblik…', advice: 'Uw controle wordt afgerond.' },
  done: { title: 'De controle is klaar', advice: 'U kunt dit nu sluiten.' },
  verdicts: {
    BONA_FIDE: { title: 'De controle is geslaagd', advice: 'Hartelijk dank.' },
    ATTACK: { title: 'De controle is niet geslaagd', advice: 'Toon uw eigen gezicht, geen foto of scherm.' },
    NO_RESPONSE: {
      title: 'De controle gaf geen uitsluitsel',
      advice: 'Probeer het opnieuw bij gelijkmatig licht, met niemand anders in beeld.',
    },
  },
  cancelled: { title: 'De controle is geannuleerd', advice: 'De camera is uit.' },

  states: {
    face_due: OVAL,
    settling: 'Kijk recht vooruit en blijf stil',
    resting: 'Maak u klaar…',
    returning: 'Goed. Kijk weer recht vooruit',
    passed: 'Alles gedaan, hartelijk dank',
    still: 'Kijk in de camera en blijf stil',
  },
  acts: {
    blink: {
      prompt: { one: 'Knipper {n} keer', other: 'Knipper {n} keer' },
      how: 'Met beide ogen, terwijl u in de camera kijkt',
    },
    turn_left: { prompt: 'Draai uw hoofd naar links', how: FILL },
    turn_right: { prompt: 'Draai uw hoofd naar rechts', how: FILL },
    look_up: { prompt: 'Kijk omhoog', how: 'Til uw kin op tot de ring vol is' },
    look_down: { prompt: 'Kijk omlaag', how: 'Laat uw kin zakken tot de ring vol is' },
    tilt_left: { prompt: 'Kantel uw hoofd naar links', how: 'Linkeroor naar uw linkerschouder' },
    tilt_right: { prompt: 'Kantel uw hoofd naar rechts', how: 'Rechteroor naar uw rechterschouder' },
    open_mouth: { prompt: 'Open uw mond', how: 'Zo wijd als prettig is' },
    smile: { prompt: 'Glimlach', how: 'Zo breed als u kunt' },
    raise_eyebrows: { prompt: 'Trek uw wenkbrauwen op', how: 'Alsof u verrast bent' },
    come_closer: { prompt: 'Kom dichterbij', how: FILL },
    go_back: { prompt: 'Ga achteruit', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Eén persoon tegelijk, alstublieft',
    too_dark: 'Zoek een lichtere plek',
    too_bright: 'Te licht: draai u weg van het licht',
    blurred: 'Blijf even stil',
    too_small: 'Kom iets dichterbij',
    too_near: 'Ga iets achteruit',
    cut_off: 'Toon uw hele gezicht',
    turned_away: 'Kijk recht in de camera',
    covered: 'Bedek uw gezicht niet',
  },
  notices: {
    early_act: 'Te vroeg: wacht op de aanwijzing',
    hasty_act: 'Dat was te snel. Het wordt nog eens gevraagd',
    wrong_act: 'Dat was een andere beweging',
    window_over: 'De tijd is om, een nieuwe ronde begint',
    face_lost: 'Uw gezicht was niet in beeld, een nieuwe ronde begint',
    face_joined: 'Er was nog iemand in beeld, een nieuwe ronde begint',
    clock_jumped: 'Het beeld viel weg, een nieuwe ronde begint',
  },
  problems: {
    camera_denied: {
      title: 'De camera is niet toegestaan',
      advice: 'Sta de camera voor deze pagina toe naast het adres en probeer het opnieuw.',
    },
    camera_absent: {
      title: 'Geen camera gevonden',
      advice: 'Sluit een camera aan of gebruik een apparaat met een camera.',
    },
    camera_busy: { title: 'De camera is in gebruik', advice: 'Sluit de andere app of het andere tabblad.' },
    camera_insecure: {
      title: 'Deze pagina is niet veilig',
      advice: 'De camera werkt alleen op https://-pagina’s.',
    },
    camera_unsupported: { title: 'Deze browser kan de camera niet gebruiken', advice: BROWSER },
    camera_failed: {
      title: 'De camera is niet gestart',
      advice: 'Sluit de camera opnieuw aan of herstart de browser.',
    },
    camera_lost: { title: 'De camera is weg', advice: 'Sluit de camera weer aan en probeer het opnieuw.' },
    browser_unsupported: { title: 'Deze browser is te oud', advice: BROWSER },
    token_missing: { title: 'De controle is niet voorbereid', advice: BACK },
    token_malformed: { title: 'De controle is niet voorbereid', advice: BACK },
    offline: { title: 'U bent offline', advice: 'De controle gaat verder zodra het netwerk er weer is.' },
    server_unreachable: { title: 'Geen verbinding', advice: SELF },
    server_full: {
      title: 'Er worden nu veel mensen gecontroleerd',
      advice: 'U komt vanzelf aan de beurt. Blijf even wachten.',
    },
    server_unavailable: { title: 'De dienst is niet gereed', advice: SELF },
    server_stopped: { title: 'De dienst start opnieuw op', advice: 'Begin over een ogenblik opnieuw.' },
    server_failed: { title: 'De controle is afgebroken', advice: 'Dit lag niet aan u. Probeer het opnieuw.' },
    connection_lost: { title: 'De verbinding is verbroken', advice: 'De controle moet opnieuw beginnen.' },
    silent: { title: 'Het beeld kwam niet aan', advice: 'Controleer uw netwerk en begin opnieuw.' },
    session_expired: { title: 'De tijd is om', advice: 'Begin opnieuw wanneer het u uitkomt.' },
    session_unknown: { title: 'Deze controle bestaat niet meer', advice: BACK },
    session_over: { title: 'Deze controle is voorbij', advice: BACK },
    token_used: { title: 'Deze controle is al gebruikt', advice: BACK },
    token_invalid: { title: 'Deze controle kan niet worden geopend', advice: BACK },
    origin_refused: { title: 'Deze pagina mag de controle niet uitvoeren', advice: TELL },
    too_often: { title: 'Te veel pogingen', advice: 'Wacht een paar minuten en probeer het opnieuw.' },
    nothing_to_compare: { title: 'Er is nog niemand geregistreerd', advice: TELL },
    cannot_do_this: {
      title: 'Dat laten we weg',
      advice: 'De controle begint opnieuw met andere bewegingen.',
    },
    protocol_error: { title: 'De controle past niet bij deze dienst', advice: TELL },
  },
  stepOf: 'Stap {n} van {of}',
  secondsLeft: { one: 'Nog {n} seconde', other: 'Nog {n} seconden' },
  retryIn: { one: 'Nieuwe poging over {n} seconde', other: 'Nieuwe poging over {n} seconden' },
  progress: 'Voortgang van de controle',

  camera: { label: 'Camera', number: 'Camera {n}', picture: 'Camerabeeld' },
  buttons: {
    cancel: 'Annuleren',
    again: 'Opnieuw proberen',
    now: 'Nu proberen',
    speakOn: 'Aanwijzingen voorlezen',
    speakOff: 'Stoppen met voorlezen',
  },
};

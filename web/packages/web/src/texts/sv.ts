import type { Texts } from './texts';

const FILL = 'Långsamt, tills ringen är full';
const OVAL = 'Placera ansiktet i ovalen';
const BACK = 'Gå tillbaka och börja om.';
const TELL = 'Kontakta den som ansvarar för sidan.';
const SELF = 'Ett nytt försök görs automatiskt.';
const BROWSER = 'Använd en aktuell version av Chrome, Edge, Firefox eller Safari.';

export const sv: Texts = {
  language: 'sv',
  name: 'Svenska',
  direction: 'ltr',

  region: 'Ansiktskontroll',
  start: {
    title: 'En kort ansiktskontroll',
    line: 'Titta in i kameran och följ anvisningarna. Det tar ungefär en halv minut.',
    tips: [
      'Välj en plats med jämnt ljus',
      'Ta av hatt, solglasögon eller mask',
      'Ingen annan får synas i bilden',
    ],
    noFlashing: 'Ingenting blinkar.',
    privacy: 'Bilderna skickas bara till {server}.',
    button: 'Starta kontrollen',
  },
  abilities: {
    title: 'Jag kan inte göra vissa rörelser',
    line: 'Markera det du inte kan göra. Du får något annat i stället.',
    each: {
      head: 'Röra huvudet',
      eyes: 'Blinka',
      mouth: 'Röra munnen',
      brows: 'Höja ögonbrynen',
      distance: 'Komma närmare eller backa',
    },
    refused: 'Allt detta kan inte utelämnas här. En del kommer att behövas.',
    cannot: 'Jag kan inte göra detta',
  },
  permission: { title: 'Får vi använda kameran?', advice: 'Välj ”Tillåt” när webbläsaren frågar.' },
  connecting: 'Ansluter…',
  concluding: { title: 'Ett ögonblick…', advice: 'Din kontroll avslutas.' },
  done: { title: 'Kontrollen är klar', advice: 'Du kan stänga nu.' },
  verdicts: {
    BONA_FIDE: { title: 'Kontrollen är godkänd', advice: 'Tack.' },
    ATTACK: {
      title: 'Kontrollen blev inte godkänd',
      advice: 'Visa ditt eget ansikte, inte en bild eller en skärm.',
    },
    NO_RESPONSE: {
      title: 'Kontrollen gav inget resultat',
      advice: 'Försök igen i jämnt ljus, utan någon annan i bilden.',
    },
  },
  cancelled: { title: 'Kontrollen avbröts', advice: 'Kameran är avstängd.' },

  states: {
    face_due: OVAL,
    settling: 'Titta rakt fram och håll dig stilla',
    resting: 'Gör dig redo…',
    returning: 'Bra. Titta rakt fram igen',
    passed: 'Allt är klart, tack',
    still: 'Titta in i kameran och håll dig stilla',
  },
  acts: {
    blink: {
      prompt: { one: 'Blinka {n} gång', other: 'Blinka {n} gånger' },
      how: 'Med båda ögonen, medan du tittar in i kameran',
    },
    turn_left: { prompt: 'Vrid huvudet åt vänster', how: FILL },
    turn_right: { prompt: 'Vrid huvudet åt höger', how: FILL },
    look_up: { prompt: 'Titta uppåt', how: 'Lyft hakan tills ringen är full' },
    look_down: { prompt: 'Titta nedåt', how: 'Sänk hakan tills ringen är full' },
    tilt_left: { prompt: 'Luta huvudet åt vänster', how: 'Vänster öra mot vänster axel' },
    tilt_right: { prompt: 'Luta huvudet åt höger', how: 'Höger öra mot höger axel' },
    open_mouth: { prompt: 'Öppna munnen', how: 'Så mycket som känns bekvämt' },
    smile: { prompt: 'Le', how: 'Så brett du kan' },
    raise_eyebrows: { prompt: 'Höj ögonbrynen', how: 'Som om du blev förvånad' },
    come_closer: { prompt: 'Kom närmare', how: FILL },
    go_back: { prompt: 'Backa', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Bara en person, tack',
    too_dark: 'Sök upp en ljusare plats',
    too_bright: 'För ljust: vänd dig bort från ljuset',
    blurred: 'Håll dig stilla ett ögonblick',
    too_small: 'Kom lite närmare',
    too_near: 'Backa lite',
    cut_off: 'Visa hela ansiktet',
    turned_away: 'Titta rakt in i kameran',
    covered: 'Täck inte ansiktet',
  },
  notices: {
    early_act: 'För tidigt: vänta på anvisningen',
    hasty_act: 'Det var för tidigt. Du får frågan igen',
    wrong_act: 'Det var en annan rörelse',
    window_over: 'Tiden är ute, en ny omgång börjar',
    face_lost: 'Ditt ansikte syntes inte, en ny omgång börjar',
    face_joined: 'Någon annan syntes, en ny omgång börjar',
    clock_jumped: 'Bilden bröts, en ny omgång börjar',
  },
  problems: {
    camera_denied: {
      title: 'Kameran är inte tillåten',
      advice: 'Tillåt kameran för sidan bredvid adressen och försök igen.',
    },
    camera_absent: {
      title: 'Ingen kamera hittades',
      advice: 'Anslut en kamera eller använd en enhet som har en.',
    },
    camera_busy: {
      title: 'Kameran används redan',
      advice: 'Stäng den andra appen eller fliken som använder den.',
    },
    camera_insecure: { title: 'Sidan är inte säker', advice: 'Kameran fungerar bara på https://-sidor.' },
    camera_unsupported: { title: 'Webbläsaren kan inte använda kameran', advice: BROWSER },
    camera_failed: { title: 'Kameran startade inte', advice: 'Anslut den igen eller starta om webbläsaren.' },
    camera_lost: { title: 'Kameran försvann', advice: 'Anslut den igen och försök sedan på nytt.' },
    browser_unsupported: { title: 'Webbläsaren är för gammal', advice: BROWSER },
    token_missing: { title: 'Kontrollen har inte förberetts', advice: BACK },
    token_malformed: { title: 'Kontrollen har inte förberetts', advice: BACK },
    offline: { title: 'Du är offline', advice: 'Kontrollen fortsätter när nätet är tillbaka.' },
    server_unreachable: { title: 'Ingen anslutning', advice: SELF },
    server_full: { title: 'Många kontrolleras just nu', advice: 'Det blir din tur automatiskt. Vänta kvar.' },
    server_unavailable: { title: 'Tjänsten är inte redo', advice: SELF },
    server_stopped: { title: 'Tjänsten startar om', advice: 'Börja om strax.' },
    server_failed: { title: 'Kontrollen avbröts av ett fel', advice: 'Det var inte ditt fel. Försök igen.' },
    connection_lost: { title: 'Anslutningen bröts', advice: 'Kontrollen måste börja om.' },
    silent: { title: 'Bilden kom inte fram', advice: 'Kontrollera nätet och börja om.' },
    session_expired: { title: 'Tiden är ute', advice: 'Börja om när det passar dig.' },
    session_unknown: { title: 'Kontrollen finns inte längre', advice: BACK },
    session_over: { title: 'Kontrollen är över', advice: BACK },
    token_used: { title: 'Kontrollen har redan använts', advice: BACK },
    token_invalid: { title: 'Kontrollen går inte att öppna', advice: BACK },
    origin_refused: { title: 'Sidan får inte köra kontrollen', advice: TELL },
    too_often: { title: 'För många försök', advice: 'Vänta några minuter och försök igen.' },
    nothing_to_compare: { title: 'Ingen är registrerad ännu', advice: TELL },
    cannot_do_this: { title: 'Det hoppar vi över', advice: 'Kontrollen börjar om med andra rörelser.' },
    protocol_error: { title: 'Kontrollen passar inte tjänsten', advice: TELL },
  },
  stepOf: 'Steg {n} av {of}',
  secondsLeft: { one: '{n} sekund kvar', other: '{n} sekunder kvar' },
  retryIn: { one: 'Nytt försök om {n} sekund', other: 'Nytt försök om {n} sekunder' },
  progress: 'Kontrollens förlopp',

  camera: { label: 'Kamera', number: 'Kamera {n}', picture: 'Kamerabild' },
  buttons: {
    cancel: 'Avbryt',
    again: 'Försök igen',
    now: 'Försök nu',
    speakOn: 'Läs upp anvisningarna',
    speakOff: 'Sluta läsa upp',
  },
};

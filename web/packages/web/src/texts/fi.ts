import type { Texts } from './texts';

const FILL = 'Hitaasti, kunnes rengas on täynnä';
const OVAL = 'Aseta kasvosi soikion sisään';
const BACK = 'Palaa takaisin ja aloita alusta.';
const TELL = 'Ota yhteyttä sivun ylläpitoon.';
const SELF = 'Uusi yritys tehdään automaattisesti.';
const BROWSER = 'Käytä Chromen, Edgen, Firefoxin tai Safarin ajantasaista versiota.';

export const fi: Texts = {
  language: 'fi',
  name: 'Suomi',
  direction: 'ltr',

  region: 'Kasvojen tarkistus',
  start: {
    title: 'Lyhyt kasvojen tarkistus',
    line: 'Katso kameraan ja seuraa ohjeita. Tämä kestää noin puoli minuuttia.',
    tips: [
      'Etsi paikka, jossa valo on tasainen',
      'Riisu hattu, aurinkolasit tai maski',
      'Kuvassa ei saa olla muita',
    ],
    noFlashing: 'Mikään ei välky.',
    privacy: 'Kuvat lähetetään vain palvelimelle {server}.',
    button: 'Aloita tarkistus',
  },
  abilities: {
    title: 'En pysty kaikkiin liikkeisiin',
    line: 'Valitse, mihin et pysty. Sinulta pyydetään silloin jotain muuta.',
    each: {
      head: 'Pään liikuttaminen',
      eyes: 'Silmien räpäyttäminen',
      mouth: 'Suun liikuttaminen',
      brows: 'Kulmakarvojen nostaminen',
      distance: 'Lähemmäs tai kauemmas siirtyminen',
    },
    refused: 'Kaikkea ei voi jättää tässä pois. Osaa näistä pyydetään silti.',
    cannot: 'En pysty tähän',
  },
  permission: { title: 'Saammeko käyttää kameraa?', advice: 'Valitse ”Salli”, kun selain kysyy.' },
  connecting: 'Yhdistetään…',
  concluding: { title: 'Pieni hetki…', advice: 'Tarkistustasi viimeistellään.' },
  done: { title: 'Tarkistus on valmis', advice: 'Voit nyt sulkea tämän.' },
  verdicts: {
    BONA_FIDE: { title: 'Tarkistus onnistui', advice: 'Kiitos.' },
    ATTACK: { title: 'Tarkistus ei onnistunut', advice: 'Näytä omat kasvosi, älä kuvaa tai näyttöä.' },
    NO_RESPONSE: {
      title: 'Tarkistus ei tuottanut tulosta',
      advice: 'Yritä uudelleen tasaisessa valossa niin, ettei kuvassa ole muita.',
    },
  },
  cancelled: { title: 'Tarkistus peruttiin', advice: 'Kamera on pois päältä.' },

  states: {
    face_due: OVAL,
    settling: 'Katso suoraan eteenpäin ja pysy paikallasi',
    resting: 'Valmistaudu…',
    returning: 'Hyvä. Katso taas suoraan eteenpäin',
    passed: 'Kaikki on tehty, kiitos',
    still: 'Katso kameraan ja pysy paikallasi',
  },
  acts: {
    blink: {
      prompt: { one: 'Räpäytä silmiä kerran', other: 'Räpäytä silmiä {n} kertaa' },
      how: 'Molemmilla silmillä, katse kamerassa',
    },
    turn_left: { prompt: 'Käännä päätä vasemmalle', how: FILL },
    turn_right: { prompt: 'Käännä päätä oikealle', how: FILL },
    look_up: { prompt: 'Katso ylös', how: 'Nosta leukaa, kunnes rengas on täynnä' },
    look_down: { prompt: 'Katso alas', how: 'Laske leukaa, kunnes rengas on täynnä' },
    tilt_left: { prompt: 'Kallista päätä vasemmalle', how: 'Vasen korva kohti vasenta olkapäätä' },
    tilt_right: { prompt: 'Kallista päätä oikealle', how: 'Oikea korva kohti oikeaa olkapäätä' },
    open_mouth: { prompt: 'Avaa suu', how: 'Niin auki kuin tuntuu mukavalta' },
    smile: { prompt: 'Hymyile', how: 'Niin leveästi kuin voit' },
    raise_eyebrows: { prompt: 'Nosta kulmakarvoja', how: 'Kuin yllättyisit' },
    come_closer: { prompt: 'Tule lähemmäs', how: FILL },
    go_back: { prompt: 'Siirry kauemmas', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Vain yksi henkilö, kiitos',
    too_dark: 'Etsi valoisampi paikka',
    too_bright: 'Liian kirkasta: käänny pois valosta',
    blurred: 'Pysy hetki paikallasi',
    too_small: 'Tule hieman lähemmäs',
    too_near: 'Siirry hieman kauemmas',
    cut_off: 'Näytä koko kasvosi',
    turned_away: 'Katso suoraan kameraan',
    covered: 'Älä peitä kasvojasi',
  },
  notices: {
    early_act: 'Liian aikaisin: odota ohjetta',
    hasty_act: 'Se oli liian aikaisin. Sitä pyydetään uudelleen',
    wrong_act: 'Se oli toinen liike',
    window_over: 'Aika loppui, uusi kierros alkaa',
    face_lost: 'Kasvosi eivät näkyneet, uusi kierros alkaa',
    face_joined: 'Joku muu näkyi kuvassa, uusi kierros alkaa',
    clock_jumped: 'Kuva katkesi, uusi kierros alkaa',
  },
  problems: {
    camera_denied: {
      title: 'Kameraa ei ole sallittu',
      advice: 'Salli kamera tälle sivulle osoitteen vierestä ja yritä uudelleen.',
    },
    camera_absent: {
      title: 'Kameraa ei löytynyt',
      advice: 'Liitä kamera tai käytä laitetta, jossa on kamera.',
    },
    camera_busy: {
      title: 'Kamera on käytössä',
      advice: 'Sulje toinen sovellus tai välilehti, joka käyttää sitä.',
    },
    camera_insecure: { title: 'Sivu ei ole suojattu', advice: 'Kamera toimii vain https://-sivuilla.' },
    camera_unsupported: { title: 'Selain ei voi käyttää kameraa', advice: BROWSER },
    camera_failed: {
      title: 'Kamera ei käynnistynyt',
      advice: 'Liitä se uudelleen tai käynnistä selain uudelleen.',
    },
    camera_lost: {
      title: 'Kameraan ei saada enää yhteyttä',
      advice: 'Liitä se uudelleen ja yritä sitten uudestaan.',
    },
    browser_unsupported: { title: 'Selain on liian vanha', advice: BROWSER },
    token_missing: { title: 'Tarkistusta ei ole valmisteltu', advice: BACK },
    token_malformed: { title: 'Tarkistusta ei ole valmisteltu', advice: BACK },
    offline: { title: 'Verkkoyhteyttä ei ole', advice: 'Tarkistus jatkuu, kun verkko palaa.' },
    server_unreachable: { title: 'Ei yhteyttä palveluun', advice: SELF },
    server_full: {
      title: 'Tarkistettavia on nyt paljon',
      advice: 'Vuorosi tulee automaattisesti. Odota hetki.',
    },
    server_unavailable: { title: 'Palvelu ei ole valmis', advice: SELF },
    server_stopped: { title: 'Palvelu käynnistyy uudelleen', advice: 'Aloita hetken päästä alusta.' },
    server_failed: { title: 'Tarkistus keskeytyi', advice: 'Syy ei ollut sinussa. Yritä uudelleen.' },
    connection_lost: { title: 'Yhteys katkesi', advice: 'Tarkistus on aloitettava alusta.' },
    silent: { title: 'Kuva ei mennyt perille', advice: 'Tarkista verkkoyhteys ja aloita alusta.' },
    session_expired: { title: 'Aika loppui', advice: 'Aloita alusta, kun sinulle sopii.' },
    session_unknown: { title: 'Tätä tarkistusta ei enää ole', advice: BACK },
    session_over: { title: 'Tämä tarkistus on ohi', advice: BACK },
    token_used: { title: 'Tämä tarkistus on jo käytetty', advice: BACK },
    token_invalid: { title: 'Tätä tarkistusta ei voi avata', advice: BACK },
    origin_refused: { title: 'Sivulla ei ole lupaa tehdä tarkistusta', advice: TELL },
    too_often: { title: 'Liian monta yritystä', advice: 'Odota muutama minuutti ja yritä uudelleen.' },
    nothing_to_compare: { title: 'Ketään ei ole vielä rekisteröity', advice: TELL },
    cannot_do_this: { title: 'Jätämme sen pois', advice: 'Tarkistus alkaa alusta muilla liikkeillä.' },
    protocol_error: { title: 'Tarkistus ei sovi tähän palveluun', advice: TELL },
  },
  stepOf: 'Vaihe {n}/{of}',
  secondsLeft: { one: '{n} sekunti jäljellä', other: '{n} sekuntia jäljellä' },
  retryIn: { one: 'Uusi yritys {n} sekunnin kuluttua', other: 'Uusi yritys {n} sekunnin kuluttua' },
  progress: 'Tarkistuksen eteneminen',

  camera: { label: 'Kamera', number: 'Kamera {n}', picture: 'Kameran kuva' },
  buttons: {
    cancel: 'Peruuta',
    again: 'Yritä uudelleen',
    now: 'Yritä nyt',
    speakOn: 'Lue ohjeet ääneen',
    speakOff: 'Lopeta ääneen lukeminen',
  },
};

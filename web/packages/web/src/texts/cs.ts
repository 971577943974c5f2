import type { Texts } from './texts';

const FILL = 'Pomalu, dokud se kroužek nezaplní';
const OVAL = 'Umístěte obličej do oválu';
const BACK = 'Vraťte se zpět a začněte znovu.';
const TELL = 'Obraťte se prosím na správce této stránky.';
const SELF = 'Pokus se zopakuje automaticky.';
const BROWSER = 'Použijte aktuální verzi prohlížeče Chrome, Edge, Firefox nebo Safari.';

export const cs: Texts = {
  language: 'cs',
  name: 'Čeština',
  direction: 'ltr',

  region: 'Ověření obličeje',
  start: {
    title: 'Krátké ověření obličeje',
    line: 'Dívejte se do kamery a postupujte podle pokynů. Potrvá to asi půl minuty.',
    tips: [
      'Najděte místo s rovnoměrným světlem',
      'Sundejte si čepici, sluneční brýle nebo roušku',
      'V obraze by neměl být nikdo další',
    ],
    noFlashing: 'Nic tu nebliká.',
    privacy: 'Snímky se posílají pouze na {server}.',
    button: 'Zahájit ověření',
  },
  abilities: {
    title: 'Některé pohyby nemohu provést',
    line: 'Zaškrtněte, co nemůžete provést. Požádáme vás o něco jiného.',
    each: {
      head: 'Pohyb hlavou',
      eyes: 'Mrkání',
      mouth: 'Pohyb ústy',
      brows: 'Zvednutí obočí',
      distance: 'Přiblížení nebo oddálení',
    },
    refused: 'Vše zde vynechat nelze. O něco z toho vás požádáme.',
    cannot: 'Tohle nemohu provést',
  },
  permission: { title: 'Můžeme použít kameru?', advice: 'Až se prohlížeč zeptá, zvolte „Povolit“.' },
  connecting: 'Připojování…',
  concluding: { title: 'Okamžik…', advice: 'Vaše ověření se dokončuje.' },
  done: { title: 'Ověření je dokončeno', advice: 'Nyní to můžete zavřít.' },
  verdicts: {
    BONA_FIDE: { title: 'Ověření proběhlo úspěšně', advice: 'Děkujeme.' },
    ATTACK: {
      title: 'Ověření nebylo úspěšné',
      advice: 'Ukažte vlastní obličej, ne fotografii ani obrazovku.',
    },
    NO_RESPONSE: {
      title: 'Ověření nepřineslo výsledek',
      advice: 'Zkuste to znovu v rovnoměrném světle, bez dalších osob v obraze.',
    },
  },
  cancelled: { title: 'Ověření bylo zrušeno', advice: 'Kamera je vypnutá.' },

  states: {
    face_due: OVAL,
    settling: 'Dívejte se přímo před sebe a nehýbejte se',
    resting: 'Připravte se…',
    returning: 'Dobře. Dívejte se opět přímo před sebe',
    passed: 'Vše je hotovo, děkujeme',
    still: 'Dívejte se do kamery a nehýbejte se',
  },
  acts: {
    blink: {
      prompt: {
        one: 'Mrkněte jednou',
        few: 'Mrkněte {n}krát',
        many: 'Mrkněte {n}krát',
        other: 'Mrkněte {n}krát',
      },
      how: 'Oběma očima, s pohledem do kamery',
    },
    turn_left: { prompt: 'Otočte hlavu doleva', how: FILL },
    turn_right: { prompt: 'Otočte hlavu doprava', how: FILL },
    look_up: { prompt: 'Podívejte se nahoru', how: 'Zvedejte bradu, dokud se kroužek nezaplní' },
    look_down: { prompt: 'Podívejte se dolů', how: 'Sklánějte bradu, dokud se kroužek nezaplní' },
    tilt_left: { prompt: 'Nakloňte hlavu doleva', how: 'Levé ucho k levému rameni' },
    tilt_right: { prompt: 'Nakloňte hlavu doprava', how: 'Pravé ucho k pravému rameni' },
    open_mouth: { prompt: 'Otevřete ústa', how: 'Tak široce, jak je vám to příjemné' },
    smile: { prompt: 'Usmějte se', how: 'Co nejšířeji' },
    raise_eyebrows: { prompt: 'Zvedněte obočí', how: 'Jako při překvapení' },
    come_closer: { prompt: 'Přibližte se', how: FILL },
    go_back: { prompt: 'Oddalte se', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Jen jedna osoba, prosím',
    too_dark: 'Najděte světlejší místo',
    too_bright: 'Příliš mnoho světla: odvraťte se od něj',
    blurred: 'Chvíli se nehýbejte',
    too_small: 'Přibližte se o kousek',
    too_near: 'Oddalte se o kousek',
    cut_off: 'Ukažte celý obličej',
    turned_away: 'Dívejte se přímo do kamery',
    covered: 'Odkryjte si obličej',
  },
  notices: {
    early_act: 'Příliš brzy: počkejte na pokyn',
    hasty_act: 'Bylo to příliš brzy. Požádáme vás znovu',
    wrong_act: 'To byl jiný pohyb',
    window_over: 'Čas vypršel, začíná nové kolo',
    face_lost: 'Váš obličej nebyl vidět, začíná nové kolo',
    face_joined: 'V obraze byl někdo další, začíná nové kolo',
    clock_jumped: 'Obraz se přerušil, začíná nové kolo',
  },
  problems: {
    camera_denied: {
      title: 'Kamera není povolena',
      advice: 'Povolte kameru pro tuto stránku vedle její adresy a zkuste to znovu.',
    },
    camera_absent: {
      title: 'Kamera nebyla nalezena',
      advice: 'Připojte kameru nebo použijte zařízení, které ji má.',
    },
    camera_busy: {
      title: 'Kamera se už používá',
      advice: 'Zavřete jinou aplikaci nebo kartu, která ji používá.',
    },
    camera_insecure: {
      title: 'Tato stránka není zabezpečená',
      advice: 'Kamera funguje pouze na stránkách https://.',
    },
    camera_unsupported: { title: 'Tento prohlížeč neumí použít kameru', advice: BROWSER },
    camera_failed: { title: 'Kamera se nespustila', advice: 'Připojte ji znovu nebo restartujte prohlížeč.' },
    camera_lost: { title: 'Kamera se odpojila', advice: 'Připojte ji znovu a pak to zkuste ještě jednou.' },
    browser_unsupported: { title: 'Tento prohlížeč je příliš starý', advice: BROWSER },
    token_missing: { title: 'Ověření nebylo připraveno', advice: BACK },
    token_malformed: { title: 'Ověření nebylo připraveno', advice: BACK },
    offline: { title: 'Jste offline', advice: 'Ověření bude pokračovat, až se síť obnoví.' },
    server_unreachable: { title: 'Bez připojení', advice: SELF },
    server_full: {
      title: 'Právě probíhá ověření mnoha osob',
      advice: 'Řada na vás přijde automaticky. Vyčkejte prosím.',
    },
    server_unavailable: { title: 'Služba není připravena', advice: SELF },
    server_stopped: { title: 'Služba se restartuje', advice: 'Začněte za okamžik znovu.' },
    server_failed: { title: 'Ověření se přerušilo', advice: 'Nebyla to vaše chyba. Zkuste to prosím znovu.' },
    connection_lost: { title: 'Spojení se přerušilo', advice: 'Ověření musí začít znovu.' },
    silent: { title: 'Obraz nedorazil', advice: 'Zkontrolujte síť a začněte znovu.' },
    session_expired: { title: 'Čas vypršel', advice: 'Začněte znovu, až budete moci.' },
    session_unknown: { title: 'Toto ověření už neexistuje', advice: BACK },
    session_over: { title: 'Toto ověření už skončilo', advice: BACK },
    token_used: { title: 'Toto ověření už bylo použito', advice: BACK },
    token_invalid: { title: 'Toto ověření nelze otevřít', advice: BACK },
    origin_refused: { title: 'Tato stránka nesmí ověření provést', advice: TELL },
    too_often: { title: 'Příliš mnoho pokusů', advice: 'Počkejte několik minut a zkuste to znovu.' },
    nothing_to_compare: { title: 'Zatím není nikdo zaregistrován', advice: TELL },
    cannot_do_this: { title: 'To vynecháme', advice: 'Ověření začne znovu s jinými pohyby.' },
    protocol_error: { title: 'Ověření k této službě nepatří', advice: TELL },
  },
  stepOf: 'Krok {n} z {of}',
  secondsLeft: {
    one: 'Zbývá {n} sekunda',
    few: 'Zbývají {n} sekundy',
    many: 'Zbývá {n} sekundy',
    other: 'Zbývá {n} sekund',
  },
  retryIn: {
    one: 'Další pokus za {n} sekundu',
    few: 'Další pokus za {n} sekundy',
    many: 'Další pokus za {n} sekundy',
    other: 'Další pokus za {n} sekund',
  },
  progress: 'Průběh ověření',

  camera: { label: 'Kamera', number: 'Kamera {n}', picture: 'Obraz z kamery' },
  buttons: {
    cancel: 'Zrušit',
    again: 'Zkusit znovu',
    now: 'Zkusit hned',
    speakOn: 'Předčítat pokyny',
    speakOff: 'Nepředčítat',
  },
};

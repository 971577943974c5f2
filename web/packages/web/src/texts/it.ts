import type { Texts } from './texts';

const FILL = 'Lentamente, finché l’anello è pieno';
const OVAL = 'Porti il volto nell’ovale';
const BACK = 'Torni indietro e ricominci.';
const TELL = 'Avvisi chi gestisce questa pagina.';
const SELF = 'Si riprova automaticamente.';
const BROWSER = 'Usi una versione recente di Chrome, Edge, Firefox o Safari.';

export const it: Texts = {
  language: 'it',
  name: 'Italiano',
  direction: 'ltr',

  region: 'Verifica del volto',
  start: {
    title: 'Una breve verifica del volto',
    line: 'Guardi la fotocamera e segua le indicazioni. Dura circa mezzo minuto.',
    tips: [
      'Scelga una luce uniforme',
      'Tolga cappello, occhiali da sole o mascherina',
      'Nessun’altra persona nell’immagine',
    ],
    noFlashing: 'Nulla lampeggia.',
    privacy: 'Le immagini vanno solo a {server}.',
    button: 'Inizia la verifica',
  },
  abilities: {
    title: 'Non posso fare alcuni movimenti',
    line: 'Selezioni ciò che non può fare. Le verrà chiesto altro.',
    each: {
      head: 'Muovere la testa',
      eyes: 'Battere le palpebre',
      mouth: 'Muovere la bocca',
      brows: 'Alzare le sopracciglia',
      distance: 'Avvicinarmi o allontanarmi',
    },
    refused: 'Qui non si può tralasciare tutto questo. Una parte verrà chiesta.',
    cannot: 'Non posso farlo',
  },
  permission: {
    title: 'Possiamo usare la fotocamera?',
    advice: 'Scelga «Consenti» quando il browser lo chiede.',
  },
  connecting: 'Connessione in corso…',
  concluding: { title: 'Un momento…', advice: 'La verifica si sta concludendo.' },
  done: { title: 'La verifica è terminata', advice: 'Ora può chiudere.' },
  verdicts: {
    BONA_FIDE: { title: 'La verifica è stata superata', advice: 'Grazie.' },
    ATTACK: {
      title: 'La verifica non è stata superata',
      advice: 'Mostri il proprio volto, non una foto o uno schermo.',
    },
    NO_RESPONSE: {
      title: 'La verifica non ha dato un esito',
      advice: 'Riprovi con una luce uniforme e senza altre persone nell’immagine.',
    },
  },
  cancelled: { title: 'La verifica è stata annullata', advice: 'La fotocamera è spenta.' },

  states: {
    face_due: OVAL,
    settling: 'Guardi dritto davanti a sé e resti immobile',
    resting: 'Si prepari…',
    returning: 'Bene. Guardi di nuovo dritto',
    passed: 'Tutto fatto, grazie',
    still: 'Guardi la fotocamera e resti immobile',
  },
  acts: {
    blink: {
      prompt: { one: 'Batta le palpebre una volta', other: 'Batta le palpebre {n} volte' },
      how: 'Con entrambi gli occhi, guardando la fotocamera',
    },
    turn_left: { prompt: 'Giri la testa a sinistra', how: FILL },
    turn_right: { prompt: 'Giri la testa a destra', how: FILL },
    look_up: { prompt: 'Guardi in alto', how: 'Alzi il mento finché l’anello è pieno' },
    look_down: { prompt: 'Guardi in basso', how: 'Abbassi il mento finché l’anello è pieno' },
    tilt_left: { prompt: 'Inclini la testa a sinistra', how: 'L’orecchio sinistro verso la spalla sinistra' },
    tilt_right: { prompt: 'Inclini la testa a destra', how: 'L’orecchio destro verso la spalla destra' },
    open_mouth: { prompt: 'Apra la bocca', how: 'Quanto Le è comodo' },
    smile: { prompt: 'Sorrida', how: 'Più che può' },
    raise_eyebrows: { prompt: 'Alzi le sopracciglia', how: 'Come per la sorpresa' },
    come_closer: { prompt: 'Si avvicini', how: FILL },
    go_back: { prompt: 'Si allontani', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Una sola persona, per favore',
    too_dark: 'Cerchi un posto più luminoso',
    too_bright: 'Troppa luce: si giri dall’altra parte',
    blurred: 'Resti immobile un momento',
    too_small: 'Si avvicini un poco',
    too_near: 'Si allontani un poco',
    cut_off: 'Mostri tutto il volto',
    turned_away: 'Guardi dritto nella fotocamera',
    covered: 'Scopra il volto',
  },
  notices: {
    early_act: 'Troppo presto: aspetti l’indicazione',
    hasty_act: 'Era troppo presto. Le verrà chiesto di nuovo',
    wrong_act: 'Era un altro movimento',
    window_over: 'Tempo scaduto, inizia un nuovo giro',
    face_lost: 'Il Suo volto non si vedeva, inizia un nuovo giro',
    face_joined: 'Si vedeva un’altra persona, inizia un nuovo giro',
    clock_jumped: 'L’immagine si è interrotta, inizia un nuovo giro',
  },
  problems: {
    camera_denied: {
      title: 'La fotocamera non è consentita',
      advice: 'Consenta la fotocamera per questa pagina accanto all’indirizzo, poi riprovi.',
    },
    camera_absent: {
      title: 'Nessuna fotocamera trovata',
      advice: 'Colleghi una fotocamera o usi un dispositivo che ne ha una.',
    },
    camera_busy: { title: 'La fotocamera è in uso', advice: 'Chiuda l’altra app o scheda che la usa.' },
    camera_insecure: {
      title: 'Questa pagina non è sicura',
      advice: 'La fotocamera funziona solo su pagine https://.',
    },
    camera_unsupported: { title: 'Questo browser non può usare la fotocamera', advice: BROWSER },
    camera_failed: { title: 'La fotocamera non si è avviata', advice: 'La ricolleghi o riavvii il browser.' },
    camera_lost: { title: 'La fotocamera non c’è più', advice: 'La ricolleghi, poi riprovi.' },
    browser_unsupported: { title: 'Questo browser è troppo vecchio', advice: BROWSER },
    token_missing: { title: 'La verifica non è stata preparata', advice: BACK },
    token_malformed: { title: 'La verifica non è stata preparata', advice: BACK },
    offline: { title: 'La rete non è disponibile', advice: 'La verifica prosegue quando torna la rete.' },
    server_unreachable: { title: 'Nessuna connessione', advice: SELF },
    server_full: {
      title: 'Molte persone stanno facendo la verifica',
      advice: 'Il Suo turno arriverà da solo. Attenda, per favore.',
    },
    server_unavailable: { title: 'Il servizio non è pronto', advice: SELF },
    server_stopped: { title: 'Il servizio si sta riavviando', advice: 'Ricominci tra un momento.' },
    server_failed: { title: 'La verifica si è interrotta', advice: 'Non è colpa Sua. Riprovi, per favore.' },
    connection_lost: { title: 'La connessione è caduta', advice: 'La verifica deve ricominciare.' },
    silent: { title: 'L’immagine non è arrivata', advice: 'Controlli la rete, poi ricominci.' },
    session_expired: { title: 'Tempo scaduto', advice: 'Ricominci quando vuole.' },
    session_unknown: { title: 'Questa verifica non esiste più', advice: BACK },
    session_over: { title: 'Questa verifica è finita', advice: BACK },
    token_used: { title: 'Questa verifica è già stata usata', advice: BACK },
    token_invalid: { title: 'Questa verifica non si può aprire', advice: BACK },
    origin_refused: { title: 'Questa pagina non può eseguire la verifica', advice: TELL },
    too_often: { title: 'Troppi tentativi', advice: 'Aspetti qualche minuto, poi riprovi.' },
    nothing_to_compare: { title: 'Nessuna persona è ancora registrata', advice: TELL },
    cannot_do_this: {
      title: 'Questo viene tralasciato',
      advice: 'La verifica ricomincia con altri movimenti.',
    },
    protocol_error: { title: 'La verifica non è adatta a questo servizio', advice: TELL },
  },
  stepOf: 'Passo {n} di {of}',
  secondsLeft: { one: 'Ancora {n} secondo', other: 'Ancora {n} secondi' },
  retryIn: { one: 'Nuovo tentativo tra {n} secondo', other: 'Nuovo tentativo tra {n} secondi' },
  progress: 'Avanzamento della verifica',

  camera: { label: 'Fotocamera', number: 'Fotocamera {n}', picture: 'Immagine della fotocamera' },
  buttons: {
    cancel: 'Annulla',
    again: 'Riprova',
    now: 'Riprova ora',
    speakOn: 'Leggi le indicazioni ad alta voce',
    speakOff: 'Non leggere più ad alta voce',
  },
};

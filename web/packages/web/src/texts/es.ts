import type { Texts } from './texts';

const FILL = 'Despacio, hasta que el anillo se llene';
const OVAL = 'Sitúe el rostro dentro del óvalo';
const BACK = 'Vuelva atrás y empiece de nuevo.';
const TELL = 'Avise a quien gestiona esta página.';
const SELF = 'Se vuelve a intentar automáticamente.';
const BROWSER = 'Use una versión actual de Chrome, Edge, Firefox o Safari.';

export const es: Texts = {
  language: 'es',
  name: 'Español',
  direction: 'ltr',

  region: 'Comprobación facial',
  start: {
    title: 'Una breve comprobación facial',
    line: 'Mire a la cámara y siga las indicaciones. Dura alrededor de medio minuto.',
    tips: [
      'Busque una luz uniforme',
      'Quítese el sombrero, las gafas de sol o la mascarilla',
      'Que no aparezca nadie más en la imagen',
    ],
    noFlashing: 'Nada parpadea.',
    privacy: 'Las imágenes se envían solo a {server}.',
    button: 'Empezar la comprobación',
  },
  abilities: {
    title: 'No puedo hacer algunos movimientos',
    line: 'Marque lo que no pueda hacer. Se le pedirá otra cosa.',
    each: {
      head: 'Mover la cabeza',
      eyes: 'Parpadear',
      mouth: 'Mover la boca',
      brows: 'Levantar las cejas',
      distance: 'Acercarme o alejarme',
    },
    refused: 'Aquí no se puede omitir todo esto. Se le pedirá una parte.',
    cannot: 'No puedo hacer esto',
  },
  permission: {
    title: '¿Podemos usar la cámara?',
    advice: 'Elija «Permitir» cuando el navegador lo pregunte.',
  },
  connecting: 'Conectando…',
  concluding: { title: 'Un momento…', advice: 'Su comprobación se está completando.' },
  done: { title: 'La comprobación ha terminado', advice: 'Ya puede cerrar esto.' },
  verdicts: {
    BONA_FIDE: { title: 'La comprobación se ha superado', advice: 'Gracias.' },
    ATTACK: {
      title: 'La comprobación no se ha superado',
      advice: 'Muestre su propio rostro, no una foto ni una pantalla.',
    },
    NO_RESPONSE: {
      title: 'La comprobación no pudo decidirse',
      advice: 'Inténtelo de nuevo con luz uniforme y sin nadie más en la imagen.',
    },
  },
  cancelled: { title: 'La comprobación se ha cancelado', advice: 'La cámara está apagada.' },

  states: {
    face_due: OVAL,
    settling: 'Mire al frente y no se mueva',
    resting: 'Prepárese…',
    returning: 'Bien. Vuelva a mirar al frente',
    passed: 'Todo listo, gracias',
    still: 'Mire a la cámara y no se mueva',
  },
  acts: {
    blink: {
      prompt: { one: 'Parpadee una vez', other: 'Parpadee {n} veces' },
      how: 'Con ambos ojos, mirando a la cámara',
    },
    turn_left: { prompt: 'Gire la cabeza a la izquierda', how: FILL },
    turn_right: { prompt: 'Gire la cabeza a la derecha', how: FILL },
    look_up: { prompt: 'Mire hacia arriba', how: 'Levante la barbilla hasta que el anillo se llene' },
    look_down: { prompt: 'Mire hacia abajo', how: 'Baje la barbilla hasta que el anillo se llene' },
    tilt_left: {
      prompt: 'Incline la cabeza a la izquierda',
      how: 'La oreja izquierda hacia el hombro izquierdo',
    },
    tilt_right: { prompt: 'Incline la cabeza a la derecha', how: 'La oreja derecha hacia el hombro derecho' },
    open_mouth: { prompt: 'Abra la boca', how: 'Tanto como le resulte cómodo' },
    smile: { prompt: 'Sonría', how: 'Lo más ampliamente que pueda' },
    raise_eyebrows: { prompt: 'Levante las cejas', how: 'Como si algo le sorprendiera' },
    come_closer: { prompt: 'Acérquese', how: FILL },
    go_back: { prompt: 'Aléjese', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Solo una persona, por favor',
    too_dark: 'Busque un lugar más iluminado',
    too_bright: 'Demasiada luz: apártese de ella',
    blurred: 'No se mueva un momento',
    too_small: 'Acérquese un poco',
    too_near: 'Aléjese un poco',
    cut_off: 'Muestre todo el rostro',
    turned_away: 'Mire de frente a la cámara',
    covered: 'Descubra el rostro',
  },
  notices: {
    early_act: 'Demasiado pronto: espere la indicación',
    hasty_act: 'Ha sido demasiado pronto. Se le pedirá otra vez',
    wrong_act: 'Ese ha sido otro movimiento',
    window_over: 'Se acabó el tiempo, empieza otra ronda',
    face_lost: 'Su rostro no se veía, empieza otra ronda',
    face_joined: 'Se veía a otra persona, empieza otra ronda',
    clock_jumped: 'La imagen se interrumpió, empieza otra ronda',
  },
  problems: {
    camera_denied: {
      title: 'La cámara no está permitida',
      advice: 'Permita la cámara para esta página junto a su dirección e inténtelo de nuevo.',
    },
    camera_absent: {
      title: 'No se encontró ninguna cámara',
      advice: 'Conecte una cámara o use un dispositivo que la tenga.',
    },
    camera_busy: {
      title: 'La cámara está en uso',
      advice: 'Cierre la otra aplicación o pestaña que la usa.',
    },
    camera_insecure: {
      title: 'Esta página no es segura',
      advice: 'La cámara solo funciona en páginas https://.',
    },
    camera_unsupported: { title: 'Este navegador no puede usar la cámara', advice: BROWSER },
    camera_failed: {
      title: 'La cámara no se encendió',
      advice: 'Vuelva a conectarla o reinicie el navegador.',
    },
    camera_lost: { title: 'La cámara ya no está', advice: 'Vuelva a conectarla e inténtelo de nuevo.' },
    browser_unsupported: { title: 'Este navegador es demasiado antiguo', advice: BROWSER },
    token_missing: { title: 'La comprobación no se preparó', advice: BACK },
    token_malformed: { title: 'La comprobación no se preparó', advice: BACK },
    offline: { title: 'No hay conexión a la red', advice: 'La comprobación sigue cuando vuelva la red.' },
    server_unreachable: { title: 'No hay conexión con el servicio', advice: SELF },
    server_full: {
      title: 'Se está comprobando a muchas personas',
      advice: 'Su turno llegará automáticamente. Espere, por favor.',
    },
    server_unavailable: { title: 'El servicio no está listo', advice: SELF },
    server_stopped: { title: 'El servicio se está reiniciando', advice: 'Empiece de nuevo en un momento.' },
    server_failed: {
      title: 'La comprobación se interrumpió',
      advice: 'No ha sido culpa suya. Inténtelo de nuevo, por favor.',
    },
    connection_lost: {
      title: 'Se perdió la conexión',
      advice: 'La comprobación tiene que empezar de nuevo.',
    },
    silent: { title: 'La imagen no llegó', advice: 'Compruebe su red y empiece de nuevo.' },
    session_expired: { title: 'Se acabó el tiempo', advice: 'Empiece de nuevo cuando quiera.' },
    session_unknown: { title: 'Esta comprobación ya no existe', advice: BACK },
    session_over: { title: 'Esta comprobación ya terminó', advice: BACK },
    token_used: { title: 'Esta comprobación ya se usó', advice: BACK },
    token_invalid: { title: 'No se puede abrir esta comprobación', advice: BACK },
    origin_refused: { title: 'Esta página no puede hacer la comprobación', advice: TELL },
    too_often: { title: 'Demasiados intentos', advice: 'Espere unos minutos e inténtelo de nuevo.' },
    nothing_to_compare: { title: 'Todavía no hay nadie registrado', advice: TELL },
    cannot_do_this: {
      title: 'Eso se omite',
      advice: 'La comprobación empieza de nuevo con otros movimientos.',
    },
    protocol_error: { title: 'La comprobación no encaja con este servicio', advice: TELL },
  },
  stepOf: 'Paso {n} de {of}',
  secondsLeft: { one: 'Queda {n} segundo', other: 'Quedan {n} segundos' },
  retryIn: { one: 'Nuevo intento en {n} segundo', other: 'Nuevo intento en {n} segundos' },
  progress: 'Avance de la comprobación',

  camera: { label: 'Cámara', number: 'Cámara {n}', picture: 'Imagen de la cámara' },
  buttons: {
    cancel: 'Cancelar',
    again: 'Intentar de nuevo',
    now: 'Intentar ahora',
    speakOn: 'Leer las indicaciones en voz alta',
    speakOff: 'Dejar de leer en voz alta',
  },
};

import type { Texts } from './texts';

const FILL = 'Langsam, bis der Ring voll ist';
const OVAL = 'Bringen Sie Ihr Gesicht in das Oval';
const BACK = 'Gehen Sie zurück und beginnen Sie neu.';
const TELL = 'Bitte wenden Sie sich an den Betreiber dieser Seite.';
const SELF = 'Es wird von selbst noch einmal versucht.';
const BROWSER = 'Verwenden Sie eine aktuelle Version von Chrome, Edge, Firefox oder Safari.';

export const de: Texts = {
  language: 'de',
  name: 'Deutsch',
  direction: 'ltr',

  region: 'Gesichtsprüfung',
  start: {
    title: 'Kurze Gesichtsprüfung',
    line: 'Schauen Sie in die Kamera und folgen Sie den Anweisungen. Es dauert etwa eine halbe Minute.',
    tips: [
      'Sorgen Sie für gleichmäßiges Licht',
      'Nehmen Sie Hut, Sonnenbrille oder Maske ab',
      'Nur Sie sollten im Bild sein',
    ],
    noFlashing: 'Es blitzt und blinkt nichts.',
    privacy: 'Die Bilder gehen nur an {server}.',
    button: 'Prüfung starten',
  },
  abilities: {
    title: 'Manche Bewegungen kann ich nicht ausführen',
    line: 'Kreuzen Sie an, was Ihnen nicht möglich ist. Sie werden dann um etwas anderes gebeten.',
    each: {
      head: 'Den Kopf bewegen',
      eyes: 'Blinzeln',
      mouth: 'Den Mund bewegen',
      brows: 'Die Augenbrauen heben',
      distance: 'Näher kommen oder zurückgehen',
    },
    refused: 'All das kann hier nicht entfallen. Um einiges davon werden Sie gebeten.',
    cannot: 'Das kann ich nicht',
  },
  permission: {
    title: 'Dürfen wir die Kamera verwenden?',
    advice: 'Wählen Sie „Zulassen“, wenn der Browser fragt.',
  },
  connecting: 'Verbindung wird aufgebaut …',
  concluding: { title: 'Einen Moment …', advice: 'Ihre Prüfung wird abgeschlossen.' },
  done: { title: 'Die Prüfung ist abgeschlossen', advice: 'Sie können dies jetzt schließen.' },
  verdicts: {
    BONA_FIDE: { title: 'Die Prüfung ist bestanden', advice: 'Vielen Dank.' },
    ATTACK: {
      title: 'Die Prüfung ist nicht bestanden',
      advice: 'Zeigen Sie Ihr eigenes Gesicht, kein Bild und keinen Bildschirm.',
    },
    NO_RESPONSE: {
      title: 'Die Prüfung kam zu keinem Ergebnis',
      advice: 'Versuchen Sie es bei gleichmäßigem Licht noch einmal, allein im Bild.',
    },
  },
  cancelled: { title: 'Die Prüfung wurde abgebrochen', advice: 'Die Kamera ist aus.' },

  states: {
    face_due: OVAL,
    settling: 'Schauen Sie geradeaus und halten Sie still',
    resting: 'Gleich geht es los …',
    returning: 'Gut. Schauen Sie wieder geradeaus',
    passed: 'Alles erledigt, vielen Dank',
    still: 'Schauen Sie in die Kamera und halten Sie still',
  },
  acts: {
    blink: {
      prompt: { one: 'Blinzeln Sie einmal', other: 'Blinzeln Sie {n}-mal' },
      how: 'Mit beiden Augen, den Blick zur Kamera',
    },
    turn_left: { prompt: 'Drehen Sie den Kopf nach links', how: FILL },
    turn_right: { prompt: 'Drehen Sie den Kopf nach rechts', how: FILL },
    look_up: { prompt: 'Schauen Sie nach oben', how: 'Heben Sie das Kinn, bis der Ring voll ist' },
    look_down: { prompt: 'Schauen Sie nach unten', how: 'Senken Sie das Kinn, bis der Ring voll ist' },
    tilt_left: { prompt: 'Neigen Sie den Kopf nach links', how: 'Linkes Ohr zur linken Schulter' },
    tilt_right: { prompt: 'Neigen Sie den Kopf nach rechts', how: 'Rechtes Ohr zur rechten Schulter' },
    open_mouth: { prompt: 'Öffnen Sie den Mund', how: 'So weit, wie es angenehm ist' },
    smile: { prompt: 'Lächeln Sie', how: 'So breit Sie können' },
    raise_eyebrows: { prompt: 'Heben Sie die Augenbrauen', how: 'Als wären Sie überrascht' },
    come_closer: { prompt: 'Kommen Sie näher', how: FILL },
    go_back: { prompt: 'Gehen Sie zurück', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Bitte nur eine Person',
    too_dark: 'Suchen Sie einen helleren Ort',
    too_bright: 'Zu hell: Drehen Sie sich vom Licht weg',
    blurred: 'Halten Sie einen Moment still',
    too_small: 'Kommen Sie etwas näher',
    too_near: 'Gehen Sie etwas zurück',
    cut_off: 'Zeigen Sie Ihr ganzes Gesicht',
    turned_away: 'Schauen Sie gerade in die Kamera',
    covered: 'Verdecken Sie Ihr Gesicht nicht',
  },
  notices: {
    early_act: 'Zu früh: Warten Sie auf die Anweisung',
    hasty_act: 'Das war zu schnell. Sie werden noch einmal darum gebeten',
    wrong_act: 'Das war eine andere Bewegung',
    window_over: 'Die Zeit ist abgelaufen, eine neue Runde beginnt',
    face_lost: 'Ihr Gesicht war nicht zu sehen, eine neue Runde beginnt',
    face_joined: 'Noch jemand war zu sehen, eine neue Runde beginnt',
    clock_jumped: 'Das Bild war unterbrochen, eine neue Runde beginnt',
  },
  problems: {
    camera_denied: {
      title: 'Die Kamera ist nicht erlaubt',
      advice:
        'Erlauben Sie die Kamera für diese Seite neben der Adresszeile und versuchen Sie es noch einmal.',
    },
    camera_absent: {
      title: 'Keine Kamera gefunden',
      advice: 'Schließen Sie eine Kamera an oder verwenden Sie ein Gerät mit Kamera.',
    },
    camera_busy: {
      title: 'Die Kamera wird schon verwendet',
      advice: 'Schließen Sie die andere App oder den anderen Tab.',
    },
    camera_insecure: {
      title: 'Diese Seite ist nicht sicher',
      advice: 'Die Kamera funktioniert nur auf https://-Seiten.',
    },
    camera_unsupported: { title: 'Dieser Browser kann die Kamera nicht verwenden', advice: BROWSER },
    camera_failed: {
      title: 'Die Kamera ließ sich nicht starten',
      advice: 'Schließen Sie sie neu an oder starten Sie den Browser neu.',
    },
    camera_lost: {
      title: 'Die Kamera ist nicht mehr da',
      advice: 'Schließen Sie sie wieder an und versuchen Sie es noch einmal.',
    },
    browser_unsupported: { title: 'Dieser Browser ist zu alt', advice: BROWSER },
    token_missing: { title: 'Die Prüfung wurde nicht vorbereitet', advice: BACK },
    token_malformed: { title: 'Die Prüfung wurde nicht vorbereitet', advice: BACK },
    offline: { title: 'Sie sind offline', advice: 'Es geht weiter, sobald das Netz wieder da ist.' },
    server_unreachable: { title: 'Keine Verbindung', advice: SELF },
    server_full: {
      title: 'Gerade werden viele Personen geprüft',
      advice: 'Sie kommen von selbst an die Reihe. Bitte bleiben Sie da.',
    },
    server_unavailable: { title: 'Der Dienst ist nicht bereit', advice: SELF },
    server_stopped: {
      title: 'Der Dienst startet gerade neu',
      advice: 'Beginnen Sie in einem Moment noch einmal.',
    },
    server_failed: {
      title: 'Die Prüfung wurde durch einen Fehler unterbrochen',
      advice: 'Das lag nicht an Ihnen. Bitte versuchen Sie es noch einmal.',
    },
    connection_lost: { title: 'Die Verbindung ging verloren', advice: 'Die Prüfung muss neu beginnen.' },
    silent: { title: 'Das Bild kam nicht an', advice: 'Prüfen Sie Ihr Netz und beginnen Sie neu.' },
    session_expired: { title: 'Die Zeit ist abgelaufen', advice: 'Beginnen Sie neu, wenn Sie so weit sind.' },
    session_unknown: { title: 'Diese Prüfung gibt es nicht mehr', advice: BACK },
    session_over: { title: 'Diese Prüfung ist vorbei', advice: BACK },
    token_used: { title: 'Diese Prüfung wurde schon verwendet', advice: BACK },
    token_invalid: { title: 'Diese Prüfung lässt sich nicht öffnen', advice: BACK },
    origin_refused: { title: 'Diese Seite darf die Prüfung nicht ausführen', advice: TELL },
    too_often: {
      title: 'Zu viele Versuche',
      advice: 'Warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
    },
    nothing_to_compare: { title: 'Noch ist niemand registriert', advice: TELL },
    cannot_do_this: {
      title: 'Das lassen wir weg',
      advice: 'Die Prüfung beginnt neu, mit anderen Bewegungen.',
    },
    protocol_error: { title: 'Die Prüfung passt nicht zu diesem Dienst', advice: TELL },
  },
  stepOf: 'Schritt {n} von {of}',
  secondsLeft: { one: 'Noch {n} Sekunde', other: 'Noch {n} Sekunden' },
  retryIn: { one: 'Neuer Versuch in {n} Sekunde', other: 'Neuer Versuch in {n} Sekunden' },
  progress: 'Fortschritt der Prüfung',

  camera: { label: 'Kamera', number: 'Kamera {n}', picture: 'Kamerabild' },
  buttons: {
    cancel: 'Abbrechen',
    again: 'Noch einmal versuchen',
    now: 'Jetzt versuchen',
    speakOn: 'Anweisungen vorlesen',
    speakOff: 'Nicht mehr vorlesen',
  },
};

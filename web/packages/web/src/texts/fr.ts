import type { Texts } from './texts';

const FILL = 'Lentement, jusqu’à ce que l’anneau soit plein';
const OVAL = 'Placez votre visage dans l’ovale';
const BACK = 'Revenez en arrière et recommencez.';
const TELL = 'Veuillez prévenir les responsables de cette page.';
const SELF = 'Une nouvelle tentative a lieu d’elle-même.';
const BROWSER = 'Utilisez une version récente de Chrome, Edge, Firefox ou Safari.';

export const fr: Texts = {
  language: 'fr',
  name: 'Français',
  direction: 'ltr',

  region: 'Vérification du visage',
  start: {
    title: 'Une brève vérification du visage',
    line: 'Regardez la caméra et suivez les consignes. Cela prend environ une demi-minute.',
    tips: [
      'Choisissez un éclairage uniforme',
      'Retirez chapeau, lunettes de soleil ou masque',
      'Aucune autre personne dans l’image',
    ],
    noFlashing: 'Rien ne clignote.',
    privacy: 'Les images ne sont envoyées qu’à {server}.',
    button: 'Commencer la vérification',
  },
  abilities: {
    title: 'Je ne peux pas faire certains mouvements',
    line: 'Cochez ce que vous ne pouvez pas faire. Autre chose vous sera demandé.',
    each: {
      head: 'Bouger la tête',
      eyes: 'Cligner des yeux',
      mouth: 'Bouger la bouche',
      brows: 'Lever les sourcils',
      distance: 'M’approcher ou reculer',
    },
    refused: 'Il n’est pas possible ici de tout écarter. Une partie vous sera demandée.',
    cannot: 'Je ne peux pas faire cela',
  },
  permission: {
    title: 'Pouvons-nous utiliser la caméra ?',
    advice: 'Choisissez « Autoriser » quand le navigateur le demande.',
  },
  connecting: 'Connexion…',
  concluding: { title: 'Un instant…', advice: 'Votre vérification se termine.' },
  done: { title: 'La vérification est terminée', advice: 'Vous pouvez maintenant fermer.' },
  verdicts: {
    BONA_FIDE: { title: 'La vérification est réussie', advice: 'Merci.' },
    ATTACK: {
      title: 'La vérification a échoué',
      advice: 'Montrez votre propre visage, et non une photo ou un écran.',
    },
    NO_RESPONSE: {
      title: 'La vérification n’a pas pu aboutir',
      advice: 'Réessayez avec un éclairage uniforme, sans autre personne dans l’image.',
    },
  },
  cancelled: { title: 'La vérification a été annulée', advice: 'La caméra est éteinte.' },

  states: {
    face_due: OVAL,
    settling: 'Regardez droit devant et ne bougez plus',
    resting: 'Préparez-vous…',
    returning: 'Bien. Regardez de nouveau droit devant',
    passed: 'C’est fini, merci',
    still: 'Regardez la caméra et ne bougez plus',
  },
  acts: {
    blink: {
      prompt: { one: 'Clignez des yeux {n} fois', other: 'Clignez des yeux {n} fois' },
      how: 'Des deux yeux, en regardant la caméra',
    },
    turn_left: { prompt: 'Tournez la tête vers votre gauche', how: FILL },
    turn_right: { prompt: 'Tournez la tête vers votre droite', how: FILL },
    look_up: { prompt: 'Regardez vers le haut', how: 'Levez le menton jusqu’à ce que l’anneau soit plein' },
    look_down: {
      prompt: 'Regardez vers le bas',
      how: 'Baissez le menton jusqu’à ce que l’anneau soit plein',
    },
    tilt_left: { prompt: 'Penchez la tête à gauche', how: 'L’oreille gauche vers l’épaule gauche' },
    tilt_right: { prompt: 'Penchez la tête à droite', how: 'L’oreille droite vers l’épaule droite' },
    open_mouth: { prompt: 'Ouvrez la bouche', how: 'Aussi grand que cela reste confortable' },
    smile: { prompt: 'Souriez', how: 'Aussi largement que possible' },
    raise_eyebrows: { prompt: 'Levez les sourcils', how: 'Comme sous l’effet de la surprise' },
    come_closer: { prompt: 'Approchez-vous', how: FILL },
    go_back: { prompt: 'Reculez', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Une seule personne, s’il vous plaît',
    too_dark: 'Trouvez un endroit plus clair',
    too_bright: 'Trop clair : détournez-vous de la lumière',
    blurred: 'Ne bougez pas un instant',
    too_small: 'Approchez-vous un peu',
    too_near: 'Reculez un peu',
    cut_off: 'Montrez tout votre visage',
    turned_away: 'Regardez bien en face de la caméra',
    covered: 'Découvrez votre visage',
  },
  notices: {
    early_act: 'Trop tôt : attendez la consigne',
    hasty_act: 'C’était trop tôt. Cela vous sera redemandé',
    wrong_act: 'C’était un autre mouvement',
    window_over: 'Temps écoulé, on recommence une série',
    face_lost: 'Votre visage est sorti de l’image, on recommence une série',
    face_joined: 'Une autre personne était visible, on recommence une série',
    clock_jumped: 'L’image a été interrompue, on recommence une série',
  },
  problems: {
    camera_denied: {
      title: 'La caméra n’est pas autorisée',
      advice: 'Autorisez la caméra pour cette page à côté de son adresse, puis réessayez.',
    },
    camera_absent: {
      title: 'Aucune caméra trouvée',
      advice: 'Branchez une caméra ou utilisez un appareil qui en possède une.',
    },
    camera_busy: {
      title: 'La caméra est déjà utilisée',
      advice: 'Fermez l’autre application ou l’autre onglet qui l’utilise.',
    },
    camera_insecure: {
      title: 'Cette page n’est pas sécurisée',
      advice: 'La caméra ne fonctionne que sur les pages https://.',
    },
    camera_unsupported: { title: 'Ce navigateur ne peut pas utiliser la caméra', advice: BROWSER },
    camera_failed: {
      title: 'La caméra n’a pas démarré',
      advice: 'Rebranchez-la ou redémarrez le navigateur.',
    },
    camera_lost: { title: 'La caméra n’est plus là', advice: 'Rebranchez-la, puis réessayez.' },
    browser_unsupported: { title: 'Ce navigateur est trop ancien', advice: BROWSER },
    token_missing: { title: 'La vérification n’a pas été préparée', advice: BACK },
    token_malformed: { title: 'La vérification n’a pas été préparée', advice: BACK },
    offline: { title: 'Vous êtes hors ligne', advice: 'La vérification reprend dès que le réseau revient.' },
    server_unreachable: { title: 'Pas de connexion', advice: SELF },
    server_full: {
      title: 'Beaucoup de personnes passent la vérification',
      advice: 'Votre tour viendra de lui-même. Restez ici, s’il vous plaît.',
    },
    server_unavailable: { title: 'Le service n’est pas prêt', advice: SELF },
    server_stopped: { title: 'Le service redémarre', advice: 'Recommencez dans un instant.' },
    server_failed: {
      title: 'La vérification s’est interrompue',
      advice: 'Vous n’y êtes pour rien. Veuillez réessayer.',
    },
    connection_lost: { title: 'La connexion a été perdue', advice: 'La vérification doit recommencer.' },
    silent: { title: 'L’image n’est pas arrivée', advice: 'Vérifiez votre réseau, puis recommencez.' },
    session_expired: { title: 'Le temps est écoulé', advice: 'Recommencez quand vous voulez.' },
    session_unknown: { title: 'Cette vérification n’existe plus', advice: BACK },
    session_over: { title: 'Cette vérification est terminée', advice: BACK },
    token_used: { title: 'Cette vérification a déjà servi', advice: BACK },
    token_invalid: { title: 'Impossible d’ouvrir cette vérification', advice: BACK },
    origin_refused: { title: 'Cette page n’a pas le droit de lancer la vérification', advice: TELL },
    too_often: { title: 'Trop de tentatives', advice: 'Attendez quelques minutes, puis réessayez.' },
    nothing_to_compare: { title: 'Personne n’est encore inscrit', advice: TELL },
    cannot_do_this: {
      title: 'Nous laissons cela de côté',
      advice: 'La vérification recommence avec d’autres mouvements.',
    },
    protocol_error: { title: 'La vérification ne correspond pas à ce service', advice: TELL },
  },
  stepOf: 'Étape {n} sur {of}',
  secondsLeft: { one: 'Encore {n} seconde', other: 'Encore {n} secondes' },
  retryIn: { one: 'Nouvelle tentative dans {n} seconde', other: 'Nouvelle tentative dans {n} secondes' },
  progress: 'Progression de la vérification',

  camera: { label: 'Caméra', number: 'Caméra {n}', picture: 'Image de la caméra' },
  buttons: {
    cancel: 'Annuler',
    again: 'Réessayer',
    now: 'Réessayer maintenant',
    speakOn: 'Lire les consignes à voix haute',
    speakOff: 'Ne plus lire à voix haute',
  },
};
